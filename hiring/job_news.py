"""Telling those who have applied that a job was closed before its deadline, or reopened."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from hiring.choices import FINAL_FOR_APPLICANT
from hiring.mail_kinds import JOB_NEWS
from hiring.models import Application, JobNews
from hiring.placeholders import values_of
from hiring.reminder_events import JOB_CLOSED, JOB_REOPENED
from jobs.choices import JobStatus, VersionAction
from nexus.core.mail import queue_mails
from people.mail_words import WordBook
from people.models import User
from people.preferences import in_words_of
from people.services.mail_choices import letter, wanting

if TYPE_CHECKING:
    from datetime import datetime

    from jobs.models import Job
    from nexus.core.mail import Owed

# Somebody who slips closes a job and reopens it: of that nobody is told.
SETTLING = timedelta(minutes=15)
_CLOSING = {VersionAction.CLOSED, VersionAction.DECLINED}
_JOBS_A_RUN, _AT_ONCE = 20, 100


def note_step(job: Job, action: VersionAction) -> None:
    """Note that a locked job was closed by hand or reopened. Three statements at most.

    The end of a deadline is news to nobody. What has gone back before anybody was told of it is
    forgotten.
    """
    is_open = action == VersionAction.REOPENED
    if not is_open and action not in _CLOSING:
        return
    undone = JobNews.objects.filter(job=job, told_up_to=0).exclude(is_open=is_open)
    if undone.delete()[0]:
        return
    JobNews.objects.update_or_create(
        job=job, defaults={"is_open": is_open, "at": timezone.now(), "told_up_to": 0}
    )


def tell_job_news(*, at: datetime | None = None) -> int:
    """Owe the mails about jobs that were closed or reopened a while ago; return how many.

    Up to whom was told moves in the transaction that owes the mails: a run that dies goes on with
    the others. Six statements for each 100 applications.
    """
    moment = at or timezone.now()
    due = JobNews.objects.filter(at__lte=moment - SETTLING).order_by("at", "pk")
    book = WordBook([JOB_CLOSED, JOB_REOPENED])
    mailed = 0
    for pk in list(due.values_list("pk", flat=True)[:_JOBS_A_RUN]):
        while (number := _tell_some(pk, book)) is not None:
            mailed += number
    return mailed


@transaction.atomic
def _tell_some(pk: int, book: WordBook) -> int | None:
    """Tell some; return how many mails, or None where there is nobody left."""
    rows = JobNews.objects.select_for_update(of=("self",)).select_related("job__company")
    news = rows.filter(pk=pk).first()
    if news is None:
        return None
    undecided = Application.objects.live().exclude(status__in=FINAL_FOR_APPLICANT)
    of_job = undecided.filter(job=news.job, pk__gt=news.told_up_to, applied_at__lte=news.at)
    applications = list(of_job.select_related("applicant").order_by("pk")[:_AT_ONCE])
    if not applications or not _holds(news):
        news.delete()
        return None
    people = User.objects.filter(pk__in=[one.applicant_id for one in applications])
    wished = set(wanting(JOB_NEWS, people).values_list("pk", flat=True))
    event = JOB_REOPENED if news.is_open else JOB_CLOSED
    owed = []
    for one in applications:
        one.job = news.job
        if one.applicant_id in wished:
            owed.append(_written(event, one, book))
    queue_mails(owed)
    news.told_up_to = applications[-1].pk
    news.save(update_fields=["told_up_to"])
    return len(owed)


def _holds(news: JobNews) -> bool:
    """Tell whether the job is still as the news says, by whatever way it came there."""
    if news.is_open:
        return news.job.is_open()
    return news.job.status in {JobStatus.CLOSED, JobStatus.ARCHIVED}


def _written(event: str, application: Application, book: WordBook) -> Owed:
    with in_words_of(application.applicant):
        words, values = book.words(event), values_of(application)
        return letter(event, words, values, kind=JOB_NEWS, to=application.applicant)
