"""What `jobs` holds of a person who posts, and what becomes of it without them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jobs.models import Job, JobVersion
from jobs.services import close_jobs_of
from people.models import Company
from people.personal_data import PersonalData

if TYPE_CHECKING:
    from collections.abc import Iterator

    from people.models import User


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


def close(person: User) -> None:
    """Close the jobs of the companies that nobody looks after without `person`.

    Nobody would answer those who apply. It is done once more when the account is erased: an
    administrator may have opened one meanwhile.
    """
    for company in Company.objects.left_empty_by(person):
        close_jobs_of(company)


JOBS = PersonalData(
    app="jobs",
    sections={"posted_jobs": posted_jobs, "job_changes": job_changes},
    close=close,
    erase=close,
)
