"""What companies are reminded of: deadlines, and applications at which nobody has looked."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hiring.mail_kinds import JOB_DEADLINES, UNANSWERED_APPLICATIONS
from hiring.models import Application
from hiring.reminder_events import DEADLINES, UNANSWERED
from hiring.reminders.writing import (
    applications_of,
    lines,
    number_of_jobs,
    office_values,
    open_until,
)
from jobs.choices import JobStatus
from jobs.models import Job
from nexus.core.mail_links import html_with_links
from people.addresses import site_address
from people.choices import WRITING_ROLES, Role
from people.mail_words import WordBook
from people.models import Membership, User
from people.mornings import latest_monday, latest_morning
from people.services.mail_choices import letter, wanting
from people.services.reminding import remind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from nexus.core.mail import Owed

DAYS_AHEAD = 3


def remind_of_deadlines(*, at: datetime | None = None) -> int:
    """Tell owners, and those who posted them, of jobs that end within three days of their morning.

    Each deadline is told once to each; a later one, if it is put off, again. Returns how many
    mails. Four queries, and those of `remind`.
    """
    moment = at or timezone.now()
    closing = Job.objects.closing_within(days=DAYS_AHEAD, at=moment).select_related("company")
    jobs: dict[int, list[Job]] = defaultdict(list)
    for job in closing.order_by("application_deadline", "pk"):
        jobs[job.company_id].append(job)
    things: dict[int, dict[str, Job]] = defaultdict(dict)
    for person, company, role in _writers(jobs):
        for job in jobs[company]:
            if role == Role.OWNER or job.posted_by_id == person:
                things[person][f"job:{job.pk}:{job.application_deadline:%Y%m%dT%H%M}"] = job
    book = WordBook([DEADLINES])

    def may(reader: User, job: Job) -> bool:
        morning = latest_morning(reader, moment)
        is_news = job.published_at is None or job.published_at >= morning
        return not is_news and job.application_deadline <= morning + timedelta(days=DAYS_AHEAD)

    def write(reader: User, told: Sequence[Job]) -> Owed:
        values = {
            **office_values(reader, ""),
            "link": site_address(f"{reverse('admin:jobs_job_changelist')}?deadline=week"),
            "number": number_of_jobs(len(told)),
            "jobs": lines(
                (job.title, [job.company.name, open_until(job.application_deadline)], _job(job.pk))
                for job in told
            ),
        }
        words = book.words(DEADLINES)
        return letter(DEADLINES, words, values, kind=JOB_DEADLINES, to=reader, draw=html_with_links)

    return remind(JOB_DEADLINES, things, write, may=may)


class Unanswered(NamedTuple):
    """A job with applications that wait for longer than promised: how many, and since when."""

    job: int
    title: str
    company: str
    number: int
    since: datetime


def remind_of_unanswered(*, at: datetime | None = None) -> int:
    """Tell owners and recruiters once a week what waited too long on their Monday morning.

    Returns how many mails. Two queries, one for each time zone with another Monday, and those of
    `remind`.
    """
    moment = at or timezone.now()
    members = _members_by_monday(moment)
    things: dict[int, dict[str, tuple[Unanswered, ...]]] = {}
    for monday, companies_of in members.items():
        waiting = _waiting({pk for them in companies_of.values() for pk in them}, at=monday)
        for person, companies in companies_of.items():
            theirs = tuple(one for pk in sorted(companies) for one in waiting.get(pk, ()))
            if theirs:
                things[person] = {f"week:{monday:%Y%m%d}": theirs}
    book = WordBook([UNANSWERED])

    def write(reader: User, told: Sequence[tuple[Unanswered, ...]]) -> Owed:
        waiting = sorted(told[0], key=lambda one: one.since)
        values = {
            **office_values(reader, "waiting=overdue"),
            "number": _number(sum(one.number for one in waiting)),
            "jobs": lines(
                (
                    one.title,
                    [one.company, _number(one.number), _since(one)],
                    applications_of(one.job),
                )
                for one in waiting
            ),
        }
        return letter(
            UNANSWERED,
            book.words(UNANSWERED),
            values,
            kind=UNANSWERED_APPLICATIONS,
            to=reader,
            draw=html_with_links,
        )

    return remind(UNANSWERED_APPLICATIONS, things, write)


def _writers(companies: Iterable[int]) -> Iterable[tuple[int, int, str]]:
    """Return who decides for these companies, and as what. One query."""
    rows = Membership.objects.filter(company__in=list(companies), role__in=WRITING_ROLES)
    return rows.order_by("pk").values_list("user", "company", "role")


def _members_by_monday(moment: datetime) -> Mapping[datetime, Mapping[int, set[int]]]:
    """Return who decides for which active companies, by when their week began. Two queries."""
    rows = Membership.objects.active().filter(role__in=WRITING_ROLES)
    companies: dict[int, set[int]] = defaultdict(set)
    for member, company in rows.values_list("user", "company").iterator():
        companies[member].add(company)
    people = wanting(UNANSWERED_APPLICATIONS, User.objects.filter(pk__in=rows.values("user")))
    found: dict[datetime, dict[int, set[int]]] = defaultdict(dict)
    for person in people.only("time_zone").order_by().iterator():
        found[latest_monday(person, moment)][person.pk] = companies[person.pk]
    return found


def _waiting(companies: set[int], *, at: datetime) -> Mapping[int, Sequence[Unanswered]]:
    """Return what waited too long at a moment and still does, by company. One query."""
    there = Q(job__company__in=companies) & ~Q(job__status=JobStatus.ARCHIVED)
    rows = Application.objects.overdue(at=at).filter(there).order_by()
    counted = rows.values_list("job__company", "job", "job__title", "job__company__name").annotate(
        number=Count("pk"), since=Min("applied_at")
    )
    found: dict[int, list[Unanswered]] = defaultdict(list)
    for company, job, title, name, number, since in counted:
        found[company].append(Unanswered(job, title, name, number, since))
    return found


def _number(number: int) -> str:
    sentence = ngettext("%(number)d application", "%(number)d applications", number)
    return sentence % {"number": number}


def _since(one: Unanswered) -> str:
    return _("the oldest of %(day)s") % {"day": date_format(localtime(one.since), "DATE_FORMAT")}


def _job(pk: int) -> str:
    return site_address(reverse("admin:jobs_job_change", args=[pk]))
