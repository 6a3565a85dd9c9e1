"""The cast and the factories that tests of every app share."""

from __future__ import annotations

import gc
import itertools
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import login
from django.contrib.sessions.backends.cached_db import SessionStore
from django.core.cache import cache
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

if TYPE_CHECKING:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test.client import _MonkeyPatchedWSGIResponse as TestResponse

    from hiring.models import Application
    from jobs.models import Job
    from people.models import Company, User
    from taxonomy.models import Category

PASSWORD = "correct-horse-battery"
_numbers = itertools.count(1)

SHARED_DATA = Path(__file__).resolve().parent.parent / "shared" / "data"


def access_token(user: User) -> str:
    """Sign `user` in as the API does and return the access token, without hashing a password."""
    from allauth.headless.tokens.strategies.jwt.internal import create_access_token

    request = HttpRequest()
    request.session = SessionStore()
    request.META["REMOTE_ADDR"] = "127.0.0.1"
    login(request, user, backend="people.backends.AuthenticationBackend")
    request.session.save()
    token: str = create_access_token(user, request.session, {})
    return token


class ApiClient:
    """Calls the API as somebody (`as_`) or as nobody; `host` decides the address seen."""

    def __init__(self) -> None:
        self._client = Client(raise_request_exception=False)
        self._tokens: dict[int, str] = {}

    def _headers(self, as_: User | None, headers: dict[str, str] | None) -> dict[str, str]:
        found = dict(headers or {})
        if as_ is not None:
            if as_.pk not in self._tokens:
                self._tokens[as_.pk] = access_token(as_)
            found["Authorization"] = f"Bearer {self._tokens[as_.pk]}"
        return found

    def forget_tokens(self) -> None:
        """Sign in anew for the next call, as after a rollback that took the sessions along."""
        self._tokens.clear()
        cache.clear()

    def get(
        self,
        path: str,
        *,
        as_: User | None = None,
        headers: dict[str, str] | None = None,
        **params: Any,
    ) -> TestResponse:
        return self._client.get(path, params or None, headers=self._headers(as_, headers))

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        as_: User | None = None,
        headers: dict[str, str] | None = None,
    ) -> TestResponse:
        data = body if isinstance(body, str | bytes) else json.dumps(body, default=str)
        if body is None:
            data = ""
        return self._client.generic(
            method,
            path,
            data,
            content_type="application/json",
            headers=self._headers(as_, headers),
        )

    def post(self, path: str, body: Any = None, **kw: Any) -> TestResponse:
        return self.send("POST", path, body, **kw)

    def put(self, path: str, body: Any = None, **kw: Any) -> TestResponse:
        return self.send("PUT", path, body, **kw)

    def patch(self, path: str, body: Any = None, **kw: Any) -> TestResponse:
        return self.send("PATCH", path, body, **kw)

    def delete(self, path: str, **kw: Any) -> TestResponse:
        return self.send("DELETE", path, **kw)

    def upload(
        self,
        path: str,
        data: dict[str, Any] | None = None,
        files: dict[str, SimpleUploadedFile] | None = None,
        *,
        as_: User | None = None,
    ) -> TestResponse:
        """POST a multipart form."""
        parts = {**(data or {}), **(files or {})}
        return self._client.post(path, parts, headers=self._headers(as_, None))


def pytest_collection_finish() -> None:
    """Take the thousands of tests out of what is searched for garbage again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _the_audit_can_be_emptied() -> Iterator[None]:
    """Empty all tables between tests that commit, past the triggers that protect the audit.

    PostgreSQL deletes the few rows there are, ten times quicker than it makes new empty tables.
    """
    from django.db.backends.postgresql.operations import DatabaseOperations as PostgresOperations
    from django.db.backends.sqlite3.base import DatabaseWrapper

    from nexus.core.append_only import emptying

    # By way of the module that can be imported first: where PostgreSQL is used, nothing has yet.
    operations_class: Any = DatabaseWrapper.ops_class
    flush = operations_class.execute_sql_flush

    def flush_all(operations: Any, statements: Any) -> None:
        with emptying("people_auditentry"):
            flush(operations, statements)

    def deletions(operations: Any, style: Any, tables: Any, **options: Any) -> list[str]:
        names = map(operations.quote_name, tables)
        return [
            "SET session_replication_role = replica",
            *(f"DELETE FROM {name}" for name in names),
            "SET session_replication_role = DEFAULT",
        ]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(operations_class, "execute_sql_flush", flush_all)
        patched.setattr(PostgresOperations, "sql_flush", deletions)
        yield


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    """Sessions and limits live in the cache: none may leak from one test into the next."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def api(db: None) -> ApiClient:
    return ApiClient()


@pytest.fixture
def make_user(db: None) -> Callable[..., User]:
    def make(username: str = "", *, verified: bool = True, **fields: Any) -> User:
        """Create a user with a profile; an e-mail address counts as confirmed if `verified`."""
        from allauth.account.models import EmailAddress

        from people.models import User

        name = username or f"person{next(_numbers)}"
        email = fields.pop("email", f"{name}@example.com")
        user: User = User.objects.create_user(name, email=email, password=PASSWORD, **fields)
        if email and verified:
            EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        return user

    return make


@pytest.fixture
def make_company(db: None, make_user: Callable[..., User]) -> Callable[..., Company]:
    def make(name: str = "", *, owner: User | None = None, **fields: Any) -> Company:
        from people.models import Company, Membership
        from people.services import derive_staff_flags

        n = next(_numbers)
        company = Company.objects.create(
            name=name or f"Company {n}", slug=fields.pop("slug", f"company-{n}"), **fields
        )
        if owner is not None:
            Membership.objects.create(company=company, user=owner, role="owner")
            derive_staff_flags(owner)
        return company

    return make


@pytest.fixture
def make_category(db: None) -> Callable[..., Category]:
    def make(name: str = "", *, description: str = "", is_active: bool = True) -> Category:
        from taxonomy.models import Category, CategoryIndexPage

        label = name or f"Category {next(_numbers)}"
        category = Category(name=label, description=description, live=is_active)
        CategoryIndexPage.objects.get().add_child(instance=category)
        return category

    return make


@pytest.fixture
def make_job(
    db: None,
    make_company: Callable[..., Company],
    make_category: Callable[..., Category],
) -> Callable[..., Job]:
    shared: dict[str, Any] = {}

    def make(**fields: Any) -> Job:
        """Create an open job with a deadline in 30 days, straight in the database."""
        from jobs.models import Job

        now = timezone.now()
        if "company" not in {**shared, **fields}:
            shared["company"] = make_company()
        if "category" not in {**shared, **fields}:
            shared["category"] = make_category()
        status = fields.get("status", "open")
        values: dict[str, Any] = {
            "company": shared.get("company"),
            "category": shared.get("category"),
            "title": f"Job {next(_numbers)}",
            "location": "Hamburg",
            "description": "<p>What there is to do.</p>",
            "summary": "What there is to do.",
            "employment_type": "full_time",
            "experience_level": "mid",
            "salary_min": Decimal("50000"),
            "salary_max": Decimal("60000"),
            "salary_currency": "EUR",
            "status": status,
            "application_deadline": now + timedelta(days=30),
            "published_at": now if status in {"open", "closed"} else None,
            "closed_at": now if status == "closed" else None,
            "opens_at": now + timedelta(days=2) if status == "scheduled" else None,
        }
        skills = fields.pop("skills", None)
        job = Job.objects.create(**{**values, **fields})
        if skills:
            from taxonomy.services import get_or_create_skills

            job.skills.set(get_or_create_skills(skills))
        return job

    return make


@pytest.fixture
def make_application(
    db: None, make_job: Callable[..., Job], make_user: Callable[..., User]
) -> Callable[..., Application]:
    def make(**fields: Any) -> Application:
        """Create an application with its first history row, straight in the database."""
        from hiring.models import Application, StatusChange
        from hiring.statistics.writing import note_histories

        fields.setdefault("job", None)
        fields["job"] = fields["job"] or make_job()
        fields.setdefault("applicant", None)
        fields["applicant"] = fields["applicant"] or make_user()
        application = Application.objects.create(**{"cover_letter": "Dear all", **fields})
        StatusChange.objects.create(application=application, to_status=application.status)
        note_histories([application.pk])
        return application

    return make


@pytest.fixture
def candidate(make_user: Callable[..., User]) -> User:
    return make_user("candidate", first_name="Carla", last_name="Candidate")


@pytest.fixture
def other_candidate(make_user: Callable[..., User]) -> User:
    return make_user("other-candidate", first_name="Otto", last_name="Other")


@pytest.fixture
def admin_user(make_user: Callable[..., User]) -> User:
    from people.models import User

    user = make_user("boss")
    User.objects.filter(pk=user.pk).update(is_admin=True, is_staff=True, is_superuser=True)
    user.refresh_from_db()
    return user


@pytest.fixture
def owner(make_user: Callable[..., User]) -> User:
    return make_user("owner", first_name="Olga", last_name="Owner")


@pytest.fixture
def company(make_company: Callable[..., Company], owner: User) -> Company:
    return make_company("Acme Works", owner=owner, slug="acme-works")


@pytest.fixture
def recruiter(make_user: Callable[..., User], company: Company) -> User:
    from people.models import User

    user = make_user("recruiter")
    company.memberships.create(user=user, role="recruiter")
    User.objects.filter(pk=user.pk).update(is_staff=True)
    user.refresh_from_db()
    return user


@pytest.fixture
def viewer(make_user: Callable[..., User], company: Company) -> User:
    from people.models import User

    user = make_user("viewer")
    company.memberships.create(user=user, role="viewer")
    User.objects.filter(pk=user.pk).update(is_staff=True)
    user.refresh_from_db()
    return user


@pytest.fixture
def rival(make_user: Callable[..., User]) -> User:
    return make_user("rival")


@pytest.fixture
def rival_company(make_company: Callable[..., Company], rival: User) -> Company:
    return make_company("Rival Ltd", owner=rival, slug="rival-ltd")


@pytest.fixture
def category(make_category: Callable[..., Category]) -> Category:
    return make_category("Engineering")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real postings and hostile inputs beside the checkout; skips without it."""
    if not SHARED_DATA.is_dir():
        pytest.skip("The real data is not beside the checkout.")
    return SHARED_DATA
