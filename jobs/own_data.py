"""What `jobs` holds of a person who posts, and what becomes of it without them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from jobs.models import Job, JobReport, JobVersion
from jobs.services import close_jobs_of
from jobs.services.reporting import hand_reports_over, reports_of
from people.models import Company
from people.personal_data import Held, PersonalData, hand_rows_over

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model

    from people.models import User

_HANDED_OVER: tuple[tuple[type[Model], str], ...] = (
    (Job, "posted_by"),
    (Job, "scheduled_by"),
    (JobReport, "decided_by"),
    (JobVersion, "by"),
)


def posted_jobs(person: User) -> Iterator[dict[str, Any]]:
    """Yield which jobs they posted; what a posting says belongs to its company."""
    rows = Job.objects.filter(posted_by=person).select_related("company").order_by("pk")
    rows = rows.only("title", "status", "created_at", "company__name")
    for row in rows.iterator(500):
        yield {
            "title": row.title,
            "company": row.company.name,
            "status": row.status,
            "created_at": row.created_at,
        }


def job_changes(person: User) -> Iterator[dict[str, Any]]:
    """Yield what they did to which jobs, and when."""
    rows = JobVersion.objects.filter(by=person).select_related("job").order_by("pk")
    for row in rows.only("job__title", "action", "note", "at").iterator(500):
        yield {"job": row.job.title, "action": row.action, "note": row.note, "at": row.at}


def reports(person: User) -> Iterator[dict[str, Any]]:
    """Yield which jobs they reported, and what they wrote."""
    rows = JobReport.objects.filter(reports_of(person)).select_related("job").order_by("pk")
    for row in rows.iterator(500):
        yield {"job": row.job.title, "reason": row.reason, "text": row.text, "at": row.at}


def erase(person: User) -> None:
    """Keep of their reports that there were some, and do again what closing did."""
    for pk in JobReport.objects.filter(reports_of(person)).values_list("pk", flat=True):
        nobody = {"reporter": None, "text": "", "email": "", "who": f"erased-{pk}"}
        JobReport.objects.filter(pk=pk).update(**nobody)
    close(person)


def counted(person: User) -> Iterator[Held]:
    """Count the jobs that somebody posted, which belong to the companies, and their reports."""
    yield Held(_("Jobs that they posted"), Job.objects.filter(posted_by=person).count(), stays=True)
    reported = JobReport.objects.filter(reports_of(person)).count()
    yield Held(_("What they wrote in reports of jobs"), reported)


def close(person: User) -> None:
    """Close the jobs of the companies that nobody looks after without `person`.

    Nobody would answer those who apply. It is done once more when the account is erased: an
    administrator may have opened one meanwhile.
    """
    for company in Company.objects.left_empty_by(person):
        close_jobs_of(company)


def merge(gone: User, kept: User) -> list[str]:
    """Name `kept` wherever `gone` posted, changed or reported something, each job reported once."""
    hand_rows_over(gone, kept, _HANDED_OVER)
    hand_reports_over(gone, kept)
    return []


JOBS = PersonalData(
    app="jobs",
    sections={"posted_jobs": posted_jobs, "job_changes": job_changes, "job_reports": reports},
    close=close,
    erase=erase,
    counted=counted,
    merge=merge,
)
