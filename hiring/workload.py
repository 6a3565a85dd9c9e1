"""What waits for the people who handle applications, and what has happened lately. For the home page.

`company` narrows each answer to one company; what the person may see is decided first.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest
from django.utils import timezone

from hiring.choices import ApplicationStatus
from hiring.models import Application, Note, StatusChange
from hiring.statistics.counting import Counting, Scope
from hiring.statistics.funnel import STAGES, totals
from hiring.statistics.periods import Period, today
from jobs.choices import JobStatus
from jobs.models import Job
from people.models import User
from people.standing import companies_of

if TYPE_CHECKING:
    from datetime import datetime

MOST_COUNTED = 1000
DAYS_AHEAD = 7
MOST_JOBS = 5


class _Counted(Subquery):
    """How many rows there are, counted no further than one beyond `MOST_COUNTED`."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet[Any]) -> None:
        super().__init__(rows.order_by().values("pk")[: MOST_COUNTED + 1])


class Workload(NamedTuple):
    """How much waits; each number is at most one more than `MOST_COUNTED`."""

    new: int
    overdue: int
    closing: int
    in_review: int
    opening: int
    jobs: int


class WaitingJob(NamedTuple):
    """A job at whose applications nobody has looked: how many they are, and since when.

    With `is_least` there may be more of them.
    """

    pk: int
    title: str
    number: int
    since: datetime
    is_least: bool


class Step(NamedTuple):
    """How many of the applications of a time got to a stage, and how many in a hundred that is."""

    status: ApplicationStatus
    number: int
    percent: int


def workload(user: User, *, company: int | None = None) -> Workload:
    """Return what waits for `user`. One query."""
    applications, jobs = _applications(user, company), _jobs(user, company)
    counts = User.objects.values_list(
        _Counted(applications.waiting()),
        _Counted(applications.overdue()),
        _Counted(jobs.closing_within(days=DAYS_AHEAD)),
        _Counted(jobs.filter(status=JobStatus.IN_REVIEW)),
        _Counted(jobs.opening_within(days=DAYS_AHEAD)),
        _Counted(jobs.present()),
    )
    return Workload(*counts.get(pk=user.pk))


def waiting_jobs(user: User, *, company: int | None = None) -> list[WaitingJob]:
    """Return the jobs whose applications wait, the longest wait first. One query.

    No more than the `MOST_COUNTED` oldest applications are looked at.
    """
    waiting = _applications(user, company).waiting().order_by("applied_at", "pk")
    rows = list(waiting.values_list("job", "job__title", "applied_at")[: MOST_COUNTED + 1])
    is_cut = len(rows) > MOST_COUNTED
    found: dict[int, WaitingJob] = {}
    for pk, title, applied_at in rows[:MOST_COUNTED]:
        before = found.get(pk, WaitingJob(pk, title, 0, applied_at, is_cut))
        found[pk] = before._replace(number=before.number + 1)
    return list(found.values())[:MOST_JOBS]


def funnel(user: User, *, days: int, company: int | None = None) -> list[Step]:
    """Return how far the applications of the last `days`, today included, have come.

    It is counted as on the pages of the statistics, see `hiring.statistics`. Rejection is no stage
    on the way, and is left out. Four queries at most, and one for the companies of `user`.
    """
    period = Period(today() - timedelta(days=days - 1), today())
    found = totals(Counting(_scope(user, company)), period)
    all_of_them = max(found.received, 1)
    return [
        Step(stage, number, round(100 * number / all_of_them))
        for stage, number in zip(STAGES, found, strict=False)
    ]


class Event(NamedTuple):
    """Something that happened: "received", "moved", "noted" or "published", to the thing named so.

    `by` may be nobody known. `together` is how many applications one act has moved.
    """

    at: datetime
    what: str
    thing: Application | StatusChange | Note | Job
    by: User | None
    together: int = 1


def activity(
    user: User, *, company: int | None = None, days: int = 30, limit: int = 12
) -> list[Event]:
    """Return what happened in the last `days`, the newest first. Four queries.

    What one act did to many applications is one event. No applicant is named: whoever wants to know opens the application, and that is written down.
    """
    since = timezone.now() - timedelta(days=days)
    applications = _applications(user, company)
    # Of an administrator, who sees all, nothing is asked that would have to be looked up.
    sees_all = user.is_admin and company is None
    of_theirs = {} if sees_all else {"application__in": applications}
    received = applications.filter(applied_at__gte=since).select_related("job")
    moved = StatusChange.objects.filter(**of_theirs, at__gte=since).exclude(from_status="")
    noted = Note.objects.filter(**of_theirs, created_at__gte=since)
    published = _jobs(user, company).filter(status=JobStatus.OPEN, published_at__gte=since)
    events = [
        *(
            Event(a.applied_at, "received", a, None)
            for a in received.only("applied_at", "job__title").order_by("-applied_at")[:limit]
        ),
        *(Event(c.at, "moved", c, c.by, c.together) for c in _acts(moved).order_by("-at")[:limit]),
        *(
            Event(n.created_at, "noted", n, n.author)
            for n in _with_actor(noted, "author").order_by("-created_at")[:limit]
        ),
        *(
            Event(j.published_at, "published", j, j.posted_by)
            for j in published.select_related("posted_by")
            .only("title", "published_at", *_named("posted_by"))
            .order_by("-published_at")[:limit]
            if j.published_at
        ),
    ]
    return sorted(events, key=lambda event: event.at, reverse=True)[:limit]


def _acts(changes: QuerySet[StatusChange]) -> QuerySet[Any]:
    """Return the last change of each batch, with the number of those that went the same way."""
    batch = changes.filter(batch=OuterRef("batch"))
    rows = changes.exclude(Exists(batch.filter(pk__gt=OuterRef("pk"))))
    same_way = batch.filter(to_status=OuterRef("to_status"))
    told = _with_actor(rows, "by", "from_status", "to_status", "is_undo")
    found: QuerySet[Any] = told.annotate(together=Greatest(_Counted(same_way), 1))
    return found


def _with_actor(rows: QuerySet[Any], actor: str, *columns: str) -> QuerySet[Any]:
    """Load who did it and for which job, and none of what people wrote."""
    moment = "at" if rows.model is StatusChange else "created_at"
    return rows.select_related("application__job", actor).only(
        moment,
        *columns,
        *_named(actor),
        "application__job__title",
    )


def _named(actor: str) -> list[str]:
    """Return the columns by which somebody is told apart and called."""
    names = ("username", "full_name", "first_name", "last_name", "is_admin")
    return [f"{actor}__{name}" for name in names]


def _scope(user: User, company: int | None) -> Scope:
    if user.is_admin:
        return Scope() if company is None else Scope(frozenset([company]))
    own = companies_of(user)
    return Scope(frozenset(own if company is None else own & {company}))


def _applications(user: User, company: int | None) -> Any:
    rows = Application.objects.handled_by(user)
    return rows if company is None else rows.filter(job__company=company)


def _jobs(user: User, company: int | None) -> Any:
    rows = Job.objects.managed_by(user)
    return rows if company is None else rows.filter(company=company)
