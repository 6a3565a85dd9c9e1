"""What is answered while the database or the cache is away: 503 and when to ask again, never 500."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.test import Client, override_settings

from conftest import PASSWORD, access_token
from nexus.core import steady_cache
from nexus.core.outages import RETRY_AFTER_SECONDS, is_outage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test.client import _MonkeyPatchedWSGIResponse as TestResponse

    from jobs.models import Job
    from people.models import User

PAGES = [
    "/",
    "/de/",
    "/jobs/",
    "/de/jobs/?q=nurse",
    "/jobs/1/",
    "/nowhere/",
    "/companies/",
    "/sitemap.xml",
]
CALLS = [
    ("GET", "/api/jobs/"),
    ("GET", "/api/jobs/1/"),
    ("GET", "/api/jobs/facets/"),
    ("GET", "/api/applications/"),
    ("POST", "/api/applications/"),
    ("POST", "/auth/login/"),
    ("POST", "/auth/register/"),
    ("POST", "/api/token/refresh/"),
    ("GET", "/account/profiles/"),
]


@pytest.fixture
def database_away(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # What SQLite can do is found out by asking it, and an answer that fails counts as a no.
    monkeypatch.setattr(type(connection.features), "supports_json_field", True)

    def refuse(*_args: Any) -> None:
        raise OperationalError("connection refused")

    with connection.execute_wrapper(refuse):
        yield


@pytest.fixture
def redis_away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(steady_cache.Outage, "_wait", lambda outage, look: None)
    steady = {
        "BACKEND": "nexus.core.steady_cache.SteadyRedisCache",
        "LOCATION": "redis://127.0.0.1:1/0",  # where nobody listens
    }
    with override_settings(CACHES={**settings.CACHES, "default": steady}):
        yield
        from django.core.cache import cache

        cache.clear()
    steady_cache._outages.clear()


@pytest.fixture
def browser(admin_user: User) -> Client:
    found = Client(raise_request_exception=False)
    found.force_login(admin_user)
    return found


def assert_says_when_to_return(response: TestResponse) -> None:
    assert response.status_code == 503
    assert response["Retry-After"] == str(RETRY_AFTER_SECONDS)
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.usefixtures("database_away")
def test_page_without_database(path: str) -> None:
    response = Client(raise_request_exception=False).get(path)

    assert_says_when_to_return(response)
    assert response["Content-Type"].startswith("text/html")
    assert "careers/css/main" in response.text
    assert "Content-Security-Policy" in response


@pytest.mark.parametrize(
    "path", ["/", "/my/", "/accounts/email/", "/admin/", "/admin/jobs/job/", "/cms/", "/cms/pages/"]
)
def test_page_of_somebody_signed_in_without_database(
    path: str, browser: Client, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("database_away")

    assert_says_when_to_return(browser.get(path))


@pytest.mark.usefixtures("database_away")
def test_form_without_database() -> None:
    browser = Client(raise_request_exception=False)

    response = browser.post("/accounts/login/", {"login": "carla", "password": PASSWORD})

    assert_says_when_to_return(response)


@pytest.mark.usefixtures("database_away")
def test_page_speaks_the_language_of_its_address() -> None:
    page = Client(raise_request_exception=False).get("/de/jobs/").text

    assert '<html lang="de">' in page


@pytest.mark.parametrize(("method", "path"), CALLS)
@pytest.mark.parametrize("is_known", [False, True])
def test_call_without_database(
    method: str,
    path: str,
    is_known: bool,
    candidate: User,
    request: pytest.FixtureRequest,
) -> None:
    headers = {"Authorization": f"Bearer {access_token(candidate)}"} if is_known else {}
    request.getfixturevalue("database_away")
    body = json.dumps({"username": "carla", "password": PASSWORD, "refresh": "x", "job_id": 1})

    response = Client(raise_request_exception=False).generic(
        method, path, body if method == "POST" else "", "application/json", headers=headers
    )

    if response.status_code in {400, 401}:  # that needs no database to be said
        return
    assert_says_when_to_return(response)
    assert response.json() == {
        "error": "We cannot answer at this moment. Try again shortly.",
        "details": {},
    }


@pytest.mark.usefixtures("database_away")
def test_what_needs_no_database_goes_on() -> None:
    client = Client(raise_request_exception=False)

    assert client.get("/healthz").status_code == 200
    ready = client.get("/readyz")
    assert ready.status_code == 503
    assert ready.json()["database"] == "OperationalError"


@pytest.mark.parametrize("path", [*PAGES[:4], "/companies/", "/accounts/login/", "/sitemap.xml"])
@pytest.mark.usefixtures("db", "redis_away")
def test_page_without_cache(path: str) -> None:
    assert Client().get(path).status_code == 200


@pytest.mark.usefixtures("redis_away")
def test_session_without_cache(candidate: User) -> None:
    browser = Client()

    signed_in = browser.post(
        "/accounts/login/", {"login": candidate.username, "password": PASSWORD}
    )

    assert signed_in.status_code == 302
    assert browser.get("/accounts/email/").status_code == 200
    browser.post("/accounts/logout/")
    assert browser.get("/accounts/email/").status_code == 302


@pytest.mark.usefixtures("redis_away")
def test_calls_without_cache(candidate: User, make_job: Callable[..., Job]) -> None:
    job = make_job()
    headers = {"Authorization": f"Bearer {access_token(candidate)}"}
    applied = {"job_id": job.pk, "cover_letter": "Dear all"}
    client = Client()

    assert client.get("/api/jobs/").json()["count"] == 1
    done = client.post("/api/applications/", applied, "application/json", headers=headers)

    assert done.status_code == 201
    assert client.get("/api/applications/", headers=headers).status_code == 200


@pytest.mark.usefixtures("db", "redis_away")
@override_settings(API_RATE_ANON="1/h")
def test_limit_on_reading_lets_pass_without_cache() -> None:
    client = Client()

    assert [client.get("/api/jobs/").status_code for _ in range(3)] == [200, 200, 200]


@pytest.mark.usefixtures("redis_away")
@override_settings(ACCOUNT_RATE_LIMITS={"login_failed": "2/5m/key", "reset_password": "1/m/key"})
def test_limits_that_guard_passwords_hold_without_cache(candidate: User) -> None:
    client = Client()
    wrong = {"username": candidate.username, "password": "no such password"}
    asked = {"email": candidate.email}

    def answers(path: str, body: dict[str, str]) -> list[int]:
        return [client.post(path, body, "application/json").status_code for _ in range(3)]

    assert answers("/auth/login/", wrong)[-1] in {400, 429}
    tried = client.post("/auth/login/", wrong | {"password": PASSWORD}, "application/json")
    assert tried.status_code == 429
    assert int(tried["Retry-After"]) > 1
    assert answers("/auth/forgot-password/", asked)[-1] == 429


@pytest.mark.usefixtures("db", "redis_away")
def test_it_is_told_that_the_cache_is_away() -> None:
    ready = Client().get("/readyz")

    assert ready.status_code == 200
    assert ready.json()["cache"].startswith("away")


def _caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (_caused(OperationalError("x"), psycopg.errors.AdminShutdown()), True),
        (_caused(OperationalError("x"), psycopg.errors.CannotConnectNow()), True),
        (_caused(OperationalError("x"), psycopg.errors.TooManyConnections()), True),
        (_caused(OperationalError("x"), psycopg.errors.DeadlockDetected()), True),
        (
            _caused(OperationalError("x"), psycopg.OperationalError("the connection is closed")),
            True,
        ),
        (_caused(OperationalError("x"), psycopg.errors.StatementTooComplex()), False),
        (InterfaceError("connection already closed"), True),
        (InterfaceError("the cursor is closed"), False),
        (_caused(KeyError("x"), OperationalError("refused")), True),
        (KeyError("x"), False),
        (None, False),
    ],
)
def test_outage_is_told_from_what_is_wrong_with_us(error: Exception, expected: bool) -> None:
    assert is_outage(error) is expected


def test_missing_table_of_sqlite_is_no_outage(db: None) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL calls it by another name.")
    with pytest.raises(OperationalError) as caught, connection.cursor() as cursor:
        cursor.execute("SELECT * FROM nowhere")

    assert not is_outage(caught.value)
