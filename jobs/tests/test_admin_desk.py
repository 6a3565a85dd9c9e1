"""Writing a job in the back office: its form, its publication and its history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobs.models import Job
from jobs.services import update_job

if TYPE_CHECKING:
    from people.models import Company, User
    from taxonomy.models import Category

LIST = "/admin/jobs/job/"
MakeJob = Callable[..., Job]
_LONG = "<p>" + "You plan the week with two colleagues and keep the ovens clean. " * 10 + "</p>"


@pytest.fixture
def as_owner(client: Client, company: Company, owner: User) -> Client:
    client.force_login(owner)
    return client


@pytest.fixture
def typed(category: Category) -> dict[str, Any]:
    """What the form of a good posting sends."""
    return {
        "title": "Baker",
        "category": category.pk,
        "location": "Hamburg",
        "workplace": "on_site",
        "employment_type": "full_time",
        "experience_level": "mid",
        "description": _LONG,
        "responsibilities": "",
        "requirements": "",
        "benefits": "<p>Bread.</p>",
        "company_description": "",
        "salary_min": "40000",
        "salary_max": "45000",
        "salary_currency": "EUR",
        "salary_period": "year",
        "skills": "Bread,  Cake , bread",
        "application_deadline": (timezone.localdate() + timedelta(days=40)).isoformat(),
    }


def test_add_saves_a_draft_of_the_own_company_with_all_that_was_typed(
    as_owner: Client, typed: dict[str, Any], company: Company, owner: User
) -> None:
    response = as_owner.post(f"{LIST}add/", {**typed, "_continue": "1"})

    job = Job.objects.get()
    assert response.headers["Location"].startswith(f"{LIST}{job.pk}/change/")
    assert (job.title, job.status, job.company, job.posted_by) == ("Baker", "draft", company, owner)
    assert (job.salary_min, job.salary_currency) == (Decimal(40000), "EUR")
    assert sorted(job.skills.values_list("name", flat=True)) == ["Bread", "Cake"]
    assert timezone.localtime(job.application_deadline).strftime("%H:%M") == "23:59"
    assert job.versions.get().action == "created"


def test_add_with_publish_puts_a_good_posting_on_the_site(
    as_owner: Client, typed: dict[str, Any]
) -> None:
    as_owner.post(f"{LIST}add/", {**typed, "_publish": "1"})

    assert Job.objects.get().status == "open"


def test_add_with_publish_warns_first_and_publishes_anyway(
    as_owner: Client, typed: dict[str, Any]
) -> None:
    typed |= {"salary_min": "", "salary_max": "", "description": "<p>For a rockstar.</p>"}

    asked = as_owner.post(f"{LIST}add/", {**typed, "_publish": "1"}, follow=True)

    job = Job.objects.get()
    page = asked.content.decode()
    assert job.status == "draft"
    assert "No pay is given" in page
    assert "<q>rockstar</q>" in page
    assert "Publish anyway" in page

    as_owner.post(f"{LIST}publish/", {"ids": job.pk})
    job.refresh_from_db()
    assert job.status == "draft"
    as_owner.post(f"{LIST}publish/", {"ids": job.pk, "anyway": "1"})
    job.refresh_from_db()
    assert job.status == "open"


@pytest.mark.parametrize(
    ("wrong", "at_fault"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"category": "99999"}, "category"),
        ({"salary_min": "50000"}, "salary_min"),
        ({"salary_max": "lots"}, "salary_max"),
        ({"application_deadline": "2001-01-01"}, "application_deadline"),
        ({"application_deadline": "9999-99-99"}, "application_deadline"),
        ({"skills": ",".join(f"s{n}" for n in range(40))}, "skills"),
        ({"skills": "x" * 300}, "skills"),
        ({"employment_type": "remote", "workplace": "nowhere"}, "workplace"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_nothing_is_lost(
    as_owner: Client, typed: dict[str, Any], wrong: dict[str, str], at_fault: str
) -> None:
    page = as_owner.post(f"{LIST}add/", {**typed, **wrong})

    form = page.context["adminform"].form
    assert page.status_code == 200
    assert at_fault in form.errors
    assert form["location"].value() == "Hamburg"
    assert form["description"].value() == _LONG
    assert not Job.objects.exists()


def test_change_is_kept_in_the_history_and_its_deadline_keeps_the_hour(
    as_owner: Client, typed: dict[str, Any], make_job: MakeJob, company: Company
) -> None:
    deadline = timezone.now().replace(hour=9, minute=30, second=0, microsecond=0)
    deadline += timedelta(days=20)
    job = make_job(company=company, application_deadline=deadline, skills=["Bread"])
    day = timezone.localtime(deadline).date().isoformat()

    as_owner.post(f"{LIST}{job.pk}/change/", {**typed, "application_deadline": day})

    job.refresh_from_db()
    assert (job.title, job.status, job.application_deadline) == ("Baker", "open", deadline)
    assert [version.action for version in job.versions.all()] == ["changed", "found"]


def test_history_shows_differences_and_brings_a_version_back(
    as_owner: Client, make_job: MakeJob, company: Company, owner: User
) -> None:
    job = make_job(company=company, title="Baker")
    update_job(job, by=owner, title="Pastry baker", description="<p>Sugar &lt;b&gt;.</p>")

    page = as_owner.get(f"{LIST}{job.pk}/history/").content.decode()
    assert "<del>Baker</del>" in page
    assert "<ins>Pastry baker</ins>" in page
    assert "<ins>Sugar &lt;b&gt;.</ins>" in page
    assert "Olga Owner" in page

    back = as_owner.post(f"{LIST}{job.pk}/restore/", {"number": "1"}, follow=True)
    job.refresh_from_db()
    assert job.title == "Baker"
    assert "Version 1 is back" in back.content.decode()


def test_history_of_an_unchanged_job_says_since_when(
    as_owner: Client, make_job: MakeJob, company: Company
) -> None:
    page = as_owner.get(f"{LIST}{make_job(company=company).pk}/history/")

    assert "No changes yet" in page.content.decode()


@pytest.mark.parametrize("number", ["", "0", "99", "x", "1" * 30])
def test_restore_of_what_is_no_version_is_not_found(
    as_owner: Client, make_job: MakeJob, company: Company, number: str
) -> None:
    job = make_job(company=company)

    assert as_owner.post(f"{LIST}{job.pk}/restore/", {"number": number}).status_code == 404


def test_history_costs_the_same_for_two_versions_as_for_twenty(
    as_owner: Client, make_job: MakeJob, company: Company, owner: User
) -> None:
    def cost(changes: int) -> int:
        job = make_job(company=company)
        for n in range(changes):
            update_job(job, by=owner, title=f"Baker {n}")
        with CaptureQueriesContext(connection) as asked:
            page = as_owner.get(f"{LIST}{job.pk}/history/")
        assert len(page.context["entries"]) == min(changes + 1, 20)
        return len(asked)

    cost(1)  # what is asked once and kept

    assert cost(25) == cost(2)


def test_add_for_somebody_of_two_companies_asks_for_which(
    as_owner: Client, typed: dict[str, Any], make_company: Callable[..., Company], owner: User
) -> None:
    other = make_company("Other", owner=owner)
    rivals = make_company("Rivals")

    as_owner.post(f"{LIST}add/", {**typed, "company": other.pk})
    refused = as_owner.post(f"{LIST}add/", {**typed, "company": rivals.pk})

    assert Job.objects.get().company == other
    assert "company" in refused.context["adminform"].form.errors
