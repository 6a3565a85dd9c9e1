"""What companies and administrators are told by mail of the review of jobs, and of reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.timezone import localtime

from jobs.mail_events import QUESTION, REPORTED
from nexus.core.brand import brand
from nexus.core.mail import Owed, as_html, queue_mails
from people.choices import Role
from people.mail_words import WordBook, render
from people.models import User
from people.names import called
from people.preferences import in_words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from django_stubs_ext import StrOrPromise

    from jobs.models import Job
    from jobs.report_models import ReportReason
    from people.mail_events import Words
    from people.models import Company


def tell_company(
    event: str,
    company: Company,
    *,
    posters: Collection[int | None],
    values: Mapping[str, StrOrPromise],
    reply_to: str = "",
) -> None:
    """Tell the owners, and those of the posters who still belong to the company, once each.

    `values` are as for `written_for`, `reply_to` as for `queue_mail`. Two queries, and two statements for all mails.
    """
    owed = []
    for reader, (subject, text) in written_for(event, company, posters=posters, values=values):
        html = as_html(subject, text)
        owed.append(Owed(event, reader.email, reader, subject, text, html, reply_to=reply_to))
    queue_mails(owed)


def written_for(
    event: str,
    company: Company,
    *,
    posters: Collection[int | None],
    values: Mapping[str, StrOrPromise],
) -> list[tuple[User, Words]]:
    """Return what each reader would be told, in their language.

    `values` are those of the event beyond what is known of the reader and the company; lazy ones are
    put into the language and the time zone of each reader, a path under `link` is made a whole
    address. Two queries.
    """
    found = {**values, "company": company.name, "site": brand().name}
    if "link" in values:
        found["link"] = _address(str(values["link"]))
    book = WordBook([event])
    written = []
    for reader in readers_of(company, posters):
        with in_words_of(reader):
            told = {name: str(value) for name, value in found.items()}
            words = book.words(event).filled({**told, "full_name": called(reader)})
        written.append((reader, words))
    return written


def tell_company_of_question(job: Job, question: str, *, by: User) -> None:
    """Put an administrator's question about a job to its company, who can answer the mail."""
    link = reverse("admin:jobs_job_change", args=[job.pk])
    values = {"job": job.title, "question": question, "link": link}
    posters = [job.posted_by_id]
    tell_company(QUESTION, job.company, posters=posters, values=values, reply_to=by.email)


def tell_admins_of_report(job: Job, reason: ReportReason) -> None:
    """Tell the administrators that somebody has reported a job: why, and not who."""
    book = WordBook([REPORTED])
    owed = []
    for admin in User.objects.filter(is_admin=True, is_active=True).exclude(email=""):
        with in_words_of(admin):
            values = {
                "full_name": called(admin),
                "company": job.company.name,
                "site": brand().name,
                "job": job.title,
                "reason": str(reason.label),
                "link": _address(reverse("admin:review_reported")),
            }
            subject, text, html = render(book.words(REPORTED), values)
        owed.append(Owed(REPORTED, admin.email, admin, subject, text, html))
    queue_mails(owed)


def _moment(moment: datetime) -> str:
    return date_format(localtime(moment), "DATETIME_FORMAT")


# A moment in the words and the time zone of whoever reads it.
lazy_moment = lazy(_moment, str)


def readers_of(company: Company, posters: Collection[int | None]) -> list[User]:
    """Return who is told of decisions, if they can sign in.

    Owners, and posters who are members still or administrators. One query.
    """
    acted = [pk for pk in posters if pk is not None]
    members = company.memberships.filter(Q(role=Role.OWNER) | Q(user__in=acted))
    concerned = Q(pk__in=members.values("user")) | Q(pk__in=acted, is_admin=True)
    readers = User.objects.filter(concerned, is_active=True).exclude(email="")
    return list(readers.order_by("pk"))


def _address(path: str) -> str:
    base: str = settings.BASE_URL
    return base.rstrip("/") + path
