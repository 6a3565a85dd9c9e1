"""What candidates are reminded of: saved jobs that end soon."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.utils import timezone

from hiring.mail_kinds import SAVED_JOBS
from hiring.models import Application, SavedJob
from hiring.reminder_events import SAVED_DEADLINES
from hiring.reminders.writing import apply_by, lines, number_of_jobs, reader_values
from jobs.models import Job
from nexus.core.languages import in_language
from nexus.core.mail_links import html_with_links
from people.addresses import site_address
from people.mail_words import WordBook
from people.mornings import latest_morning
from people.services.mail_choices import letter
from people.services.reminding import remind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from nexus.core.mail import Owed
    from people.models import User

DAYS_AHEAD = 2


def remind_of_saved_jobs(*, at: datetime | None = None) -> int:
    """Tell people of jobs they saved that end within two days of their morning, of each job once.

    Whoever has applied to one is not told of it. Returns how many mails. Three queries, and those
    of `remind`.
    """
    moment = at or timezone.now()
    closing = Job.objects.closing_within(days=DAYS_AHEAD, at=moment)
    jobs = closing.select_related("company").in_bulk()
    applied = Application.objects.live().filter(applicant=OuterRef("user"), job=OuterRef("job"))
    saved = SavedJob.objects.filter(~Exists(applied), job__in=jobs).order_by("pk")
    things: dict[int, dict[str, tuple[Job, datetime]]] = defaultdict(dict)
    for person, job, since in saved.values_list("user", "job", "saved_at").iterator():
        things[person][f"job:{job}"] = jobs[job], since
    book = WordBook([SAVED_DEADLINES])

    def may(reader: User, thing: tuple[Job, datetime]) -> bool:
        (job, saved_at), morning = thing, latest_morning(reader, moment)
        is_near = job.application_deadline <= morning + timedelta(days=DAYS_AHEAD)
        return saved_at < morning and is_near

    def write(reader: User, told: Sequence[tuple[Job, datetime]]) -> Owed:
        ending = sorted((job for job, _since in told), key=lambda job: job.application_deadline)
        values = {
            **reader_values(reader),
            "number": number_of_jobs(len(ending)),
            "jobs": lines(
                (
                    job.title,
                    [job.company.name, job.location, apply_by(job.application_deadline)],
                    site_address(job.get_absolute_url()),
                )
                for job in ending
            ),
            "link": site_address(in_language("/my/saved/")),
        }
        words = book.words(SAVED_DEADLINES)
        return letter(
            SAVED_DEADLINES, words, values, kind=SAVED_JOBS, to=reader, draw=html_with_links
        )

    return remind(SAVED_JOBS, things, write, may=may)
