"""Jobs as the API shows them, read in one statement that is compiled once per process."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Subquery
from django.db.models.functions import JSONArray
from django.utils import timezone

from jobs.models import LONG_TEXTS, Job, job_path
from jobs.querysets import is_open_at, live_applications
from jobs.services import NO_SUCH_JOB
from nexus.core.compiled import Compiled, compile_rows, database_time
from nexus.core.crypto import read
from nexus.core.errors import Missing
from nexus.core.html import html_to_text
from nexus.core.money import money_string
from people.models import Company, Membership, User
from taxonomy.models import Category

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest

    from jobs.querysets import JobQuerySet

_COLUMNS = (
    "id",
    "title",
    "summary",
    "company_id",
    "company_name",
    "location",
    "employment_type",
    "experience_level",
    "salary_min",
    "salary_max",
    "salary_currency",
    "salary_period",
    "application_deadline",
    "created_at",
    "updated_at",
    "published_at",
    "application_count",
    "is_featured",
    "open_now",
    "category_id",
    "category_facts",
    "posted_by_id",
    "poster_facts",
)
_DETAIL_COLUMNS = (*_COLUMNS, *LONG_TEXTS, "status", "closed_at")
_PERSONAL_COLUMNS = (*_DETAIL_COLUMNS, "has_applied", "is_colleague")

# A statement exists per number of rows; smaller pages ask for one of their rows again.
_PAGE_SIZES = (1, 5, 20, 50, 100)
# Stand-ins for the values of a run: beyond every row's id, and before every job.
_ANY_ID = 2**62
_ANY_PERSON = _ANY_ID - 1
_ANY_TIME = dt.datetime(1970, 1, 1, 0, 0, 0, 7, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, as far as a row depends on it, and under which address the site is known."""

    base_url: str
    is_admin: bool = False
    company_ids: frozenset[int] = frozenset()

    def is_colleague_of(self, company_id: int) -> bool:
        return self.is_admin or company_id in self.company_ids


def reader_of(request: HttpRequest) -> Reader:
    """Describe the caller. One query for who is signed in and no admin."""
    base_url = _base_url(request)
    user: User | AnonymousUser = request.user
    if not user.is_authenticated:
        return Reader(base_url)
    if user.is_admin:
        return Reader(base_url, is_admin=True)
    companies = user.memberships.active().values_list("company_id", flat=True)
    return Reader(base_url, company_ids=frozenset(companies))


def open_rows(ids: Sequence[int], *, reader: Reader, content: bool = False) -> list[dict[str, Any]]:
    """Return the rows of those of `ids`, at most 100, whose jobs are open, in the order given.

    `content` adds the long texts. One query.
    """
    return _rows(ids, reader=reader, content=content, any_status=False)


def rows_of_any_status(
    ids: Sequence[int], *, reader: Reader, content: bool = False
) -> list[dict[str, Any]]:
    """Return the same for jobs that the caller may see though they are not open."""
    return _rows(ids, reader=reader, content=content, any_status=True)


def find_detail(job_id: int, *, user: User | AnonymousUser) -> dict[str, Any] | None:
    """Return the columns of a job that is not archived, for `detail`, or None. One query."""
    now = timezone.now()
    values: dict[str, Any] = {"now": database_time(now), "id": job_id}
    if user.is_authenticated:
        values["person"] = user.pk
        names: tuple[str, ...] = _PERSONAL_COLUMNS
    else:
        names = _DETAIL_COLUMNS
    found = _detail_statement(connection.vendor, user.is_authenticated).rows(values)
    if not found:
        return None
    columns = dict(zip(names, found[0], strict=True))
    columns.setdefault("has_applied", False)
    columns["is_colleague"] = columns.get("is_colleague") or getattr(user, "is_admin", False)
    return columns


def detail_of(job: Job, request: HttpRequest) -> dict[str, Any]:
    """Return the detail of a job that the caller has just written. One query."""
    columns = find_detail(job.pk, user=request.user)
    if columns is None:  # somebody archived it in this instant
        raise Missing(NO_SUCH_JOB)
    return detail(columns, request)


def detail(columns: dict[str, Any], request: HttpRequest) -> dict[str, Any]:
    """Return the API's detail of what `find_detail` found."""
    reader = Reader(_base_url(request), is_admin=columns["is_colleague"])
    shown = _row(columns, reader=reader, now=timezone.now())
    return {**shown, **_texts(columns), "has_applied": columns["has_applied"]}


def closing_time(columns: dict[str, Any]) -> dt.datetime | None:
    """Return when a job that was open once ceased to be, or None for one that never was."""
    if columns["published_at"] is None:
        return None
    closed: dt.datetime = columns["closed_at"] or columns["application_deadline"]
    return closed


def _base_url(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _rows(
    ids: Sequence[int], *, reader: Reader, content: bool, any_status: bool
) -> list[dict[str, Any]]:
    if not ids:
        return []
    now = timezone.now()
    size = next(n for n in _PAGE_SIZES if n >= len(ids))
    padded = [*ids, *[ids[0]] * (size - len(ids))]
    values = {"now": database_time(now), **{f"id{n}": pk for n, pk in enumerate(padded)}}
    names = (*_COLUMNS, *LONG_TEXTS) if content else _COLUMNS
    found = {}
    for row in _page_statement(connection.vendor, size, content, any_status).rows(values):
        columns = dict(zip(names, row, strict=True))
        shown = _row(columns, reader=reader, now=now)
        found[shown["id"]] = {**shown, **_texts(columns)} if content else shown
    return [found[pk] for pk in ids if pk in found]


def _row(columns: dict[str, Any], *, reader: Reader, now: dt.datetime) -> dict[str, Any]:
    name, slug, description = columns["category_facts"]
    poster = _poster(columns, sees_name=reader.is_colleague_of(columns["company_id"]))
    posted = columns["published_at"] or columns["created_at"]
    return {
        "id": columns["id"],
        "title": columns["title"],
        "summary": columns["summary"],
        "company_name": columns["company_name"],
        "location": columns["location"],
        "employment_type": columns["employment_type"],
        "experience_level": columns["experience_level"],
        "salary_min": money_string(columns["salary_min"]),
        "salary_max": money_string(columns["salary_max"]),
        "salary_currency": columns["salary_currency"],
        "salary_period": columns["salary_period"],
        "category": {
            "id": columns["category_id"],
            "name": name,
            "slug": slug,
            "description": description,
        },
        "posted_by": poster,
        "posted_by_username": poster and poster["username"],
        "is_active": bool(columns["open_now"]),
        "is_featured": bool(columns["is_featured"]),
        "application_deadline": _stamp(columns["application_deadline"]),
        "created_at": _stamp(columns["created_at"]),
        "updated_at": _stamp(columns["updated_at"]),
        "application_count": columns["application_count"],
        "days_posted": max(0, (now - posted).days),
        "url": reader.base_url + job_path(columns["id"], columns["title"]),
    }


def _poster(columns: dict[str, Any], *, sees_name: bool) -> dict[str, Any] | None:
    if columns["poster_facts"] is None:
        return None
    username, full, first, last, is_public = columns["poster_facts"]
    shown = None
    if is_public or sees_name:
        shown = read(full) or f"{read(first)} {read(last)}".strip() or None
    return {"id": columns["posted_by_id"], "username": username, "full_name": shown}


def _texts(columns: dict[str, Any]) -> dict[str, Any]:
    texts = {name: columns[name] for name in LONG_TEXTS}
    texts["description_text"] = html_to_text(columns["description"], is_clean=True)
    return texts


def _stamp(moment: dt.datetime) -> str:
    """Return what `utc_string` does, faster, for a time in UTC as the database gives it."""
    return f"{moment.isoformat()[:19]}Z"


@cache
def _page_statement(vendor: str, size: int, content: bool, any_status: bool) -> Compiled:
    """Return the statement for `size` rows; compiled for the database `vendor`, hence its name."""
    ids = range(_ANY_ID, _ANY_ID + size)
    jobs = Job.objects.present() if any_status else Job.objects.open(at=_ANY_TIME)
    rows = _with_facts(jobs.filter(pk__in=ids).order_by()).values_list(
        *_COLUMNS, *(LONG_TEXTS if content else ())
    )
    stand_ins = {f"id{n}": pk for n, pk in enumerate(ids)}
    return compile_rows(rows, {"now": database_time(_ANY_TIME), **stand_ins})


@cache
def _detail_statement(vendor: str, is_personal: bool) -> Compiled:
    jobs = _with_facts(Job.objects.present().filter(pk=_ANY_ID).order_by())
    stand_ins = {"now": database_time(_ANY_TIME), "id": _ANY_ID}
    if not is_personal:
        return compile_rows(jobs.values_list(*_DETAIL_COLUMNS), stand_ins)
    applied = live_applications().filter(job=OuterRef("pk"), applicant=_ANY_PERSON)
    member = Membership.objects.filter(company=OuterRef("company"), user=_ANY_PERSON)
    jobs = jobs.annotate(has_applied=Exists(applied), is_colleague=Exists(member))
    return compile_rows(jobs.values_list(*_PERSONAL_COLUMNS), {**stand_ins, "person": _ANY_PERSON})


def _with_facts(jobs: JobQuerySet) -> JobQuerySet:
    """Annotate what a row says of other tables.

    By subqueries, not joins: planning a join of six tables takes PostgreSQL longer than all else.
    The poster's names stay encrypted, for most callers may not see them.
    """
    company = Company.objects.filter(pk=OuterRef("company_id")).order_by()
    category = Category.objects.filter(pk=OuterRef("category_id")).order_by()
    poster = User.objects.filter(pk=OuterRef("posted_by_id")).order_by()
    facts: JobQuerySet = jobs.with_card_facts().annotate(
        open_now=ExpressionWrapper(is_open_at(_ANY_TIME), output_field=BooleanField()),
        company_name=Subquery(company.values("name")),
        category_facts=Subquery(category.values(facts=JSONArray("name", "slug", "description"))),
        poster_facts=Subquery(
            poster.values(
                facts=JSONArray(
                    "username",
                    "full_name",
                    "first_name",
                    "last_name",
                    "profile__is_profile_public",
                )
            )
        ),
    )
    return facts
