"""Two who write to the same job: the second is told, and nothing that they typed is lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from careers.branding import frame
from jobs.services import ChangedMeanwhile, close_job, last_version, update_job

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from jobs.models import Job
    from people.models import Company, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(make_job: Callable[..., Job], company: Company) -> Job:
    return make_job(company=company, title="Baker")


@pytest.fixture
def typed(job: Job) -> dict[str, Any]:
    return {
        "title": "Pastry cook",
        "category": job.category_id,
        "location": job.location,
        "workplace": job.workplace,
        "employment_type": job.employment_type,
        "experience_level": job.experience_level,
        "description": job.description,
        "requirements": "<p>A steady hand.</p>",
        "salary_currency": "EUR",
        "salary_period": "year",
        "application_deadline": timezone.localtime(job.application_deadline).date().isoformat(),
        "_continue": "1",
    }


def test_second_to_save_is_told_and_what_they_typed_comes_back_with_both_versions(
    client: Client, job: Job, owner: User, recruiter: User, typed: dict[str, Any]
) -> None:
    frame()
    client.force_login(owner)
    address = f"/admin/jobs/job/{job.pk}/change/"
    seen = seen_on(client.get(address).content.decode())
    update_job(job, by=recruiter, title="Baker of bread")

    told = client.post(address, {**typed, "seen": seen})

    page = told.content.decode()
    assert told.status_code == 200
    assert "has changed this meanwhile" in page
    assert "<del>Baker</del>" in page
    assert "<ins>Baker of bread</ins>" in page
    assert 'value="Pastry cook"' in page
    job.refresh_from_db()
    assert job.title == "Baker of bread"

    saved = client.post(address, {**typed, "seen": seen_on(page)})
    assert saved.status_code == 302
    job.refresh_from_db()
    assert job.title == "Pastry cook"


def test_error_of_another_kind_does_not_let_one_forget_what_was_seen(
    client: Client, job: Job, owner: User, recruiter: User, typed: dict[str, Any]
) -> None:
    frame()
    client.force_login(owner)
    address = f"/admin/jobs/job/{job.pk}/change/"
    seen = seen_on(client.get(address).content.decode())
    update_job(job, by=recruiter, title="Baker of bread")

    page = client.post(address, {**typed, "title": "", "seen": seen}).content.decode()

    assert seen_on(page) == seen


def test_change_of_the_status_alone_is_in_nobodys_way(
    job: Job, owner: User, recruiter: User
) -> None:
    seen = last_version(job)
    close_job(job, by=recruiter)

    assert update_job(job, by=owner, seen=seen, title="Pastry cook").title == "Pastry cook"


def test_whoever_saves_what_they_saw_is_not_asked(job: Job, owner: User, recruiter: User) -> None:
    update_job(job, by=recruiter, title="Baker of bread")

    update_job(job, by=owner, seen=last_version(job), title="Pastry cook")
    with pytest.raises(ChangedMeanwhile):
        update_job(job, by=recruiter, seen=1, title="Confectioner")


def seen_on(page: str) -> str:
    found: list[str] = re.findall(r'name="seen" value="(\d+)"', page)
    return found[0]
