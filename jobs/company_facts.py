"""What the page of a company in the back office says of its jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from jobs.choices import JobStatus
from jobs.models import Job
from people.company_facts import Line

if TYPE_CHECKING:
    from people.models import Company

_MOST_JOBS = 5


def newest_jobs(company: Company) -> list[Line]:
    """Name the newest jobs that are not archived. One query."""
    jobs = Job.objects.present().filter(company=company).order_by("-created_at", "-pk")
    return [
        Line(
            title,
            reverse("admin:jobs_job_change", args=[pk]),
            str(JobStatus(status).label),
            status == JobStatus.OPEN,
        )
        for pk, title, status in jobs.values_list("pk", "title", "status")[:_MOST_JOBS]
    ]
