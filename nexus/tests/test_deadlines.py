"""A job closes for everybody at the second of its deadline, whether or not a worker runs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from careers.machines.sitemaps import PART_SIZE
from hiring.models import Application
from hiring.tests.conftest import make_cv
from jobs.choices import JobStatus
from jobs.models import Job
from jobs.services import close_expired_jobs

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import ApiClient
    from people.models import Company, User

pytestmark = pytest.mark.django_db

NOON = datetime(2031, 3, 10, 12, 0, tzinfo=UTC)
TITLE = "Keep the light"


@pytest.fixture
def job(make_job: Callable[..., Job], company: Company, time_machine: Any) -> Job:
    time_machine.move_to(NOON - timedelta(days=3), tick=False)
    return make_job(company=company, title=TITLE, application_deadline=NOON)


def lists(job: Job) -> dict[str, str]:
    """Return where visitors find jobs."""
    return {
        "search": "/jobs/?q=light",
        "all": "/jobs/",
        "category": job.category.get_url() or "",
        "company": f"/companies/{job.company.slug}/",
        "API": "/api/jobs/",
        "API search": "/api/jobs/?search=light",
        "RSS": "/jobs/feed.rss",
        "JSON feed": "/jobs/feed.json",
        "job file": "/jobs/feed.xml",
        "sitemap": f"/sitemap-jobs-{(job.pk - 1) // PART_SIZE}.xml",
    }


def finding(job: Job) -> set[str]:
    """Return the places that show it, to somebody who has never been there."""
    visitor = Client()
    found = set()
    for name, address in lists(job).items():
        answer = visitor.get(address, follow=True)
        body = b"".join(answer) if answer.streaming else answer.content
        if answer.status_code == 200 and (
            TITLE in body.decode() or job.get_absolute_url() in body.decode()
        ):
            found.add(name)
    return found


def test_at_its_deadline_it_is_nowhere_and_takes_nothing(
    job: Job, api: ApiClient, candidate: User, other_candidate: User, time_machine: Any
) -> None:
    page = job.get_absolute_url()
    time_machine.move_to(NOON - timedelta(seconds=1), tick=False)
    before = finding(job)
    assert before == set(lists(job))
    assert Client().get(page).status_code == 200
    late = Client()
    late.force_login(candidate)
    assert late.get(f"{page}apply/").status_code == 200
    cv = make_cv("ada.pdf")
    form = {
        "full_name": "Ada",
        "email": candidate.email,
        "cover_letter": "Dear all",
        "consent": "on",
    }

    time_machine.move_to(NOON, tick=False)

    assert Job.objects.get().status == JobStatus.OPEN  # no worker has been there
    assert finding(job) == set()
    assert Client().get(page).status_code == 410
    assert TITLE in late.post(f"{page}apply/", {**form, "resume": cv}).content.decode()
    sent = api.post("/api/applications/", {"job_id": job.pk}, as_=other_candidate)
    assert sent.status_code == 400
    assert not Application.objects.exists()

    assert close_expired_jobs() == 1
    assert Job.objects.get().closed_at == NOON
