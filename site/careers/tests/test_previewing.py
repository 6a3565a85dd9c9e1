"""A posting that is being written, shown as candidates will see it; and the page that features it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from careers.models import FeaturedJobPage
from careers.services import ensure_site_tree
from jobs.models import Job

if TYPE_CHECKING:
    from people.models import Company, User

LIST = "/admin/jobs/job/"
MakeJob = Callable[..., Job]


@pytest.fixture
def as_owner(client: Client, company: Company, owner: User) -> Client:
    client.force_login(owner)
    return client


# --- Preview -----------------------------------------------------------------------------------
def test_preview_shows_what_was_typed_and_saves_nothing(
    as_owner: Client, make_job: MakeJob, company: Company
) -> None:
    job = make_job(company=company, title="Baker", status="draft")

    page = as_owner.post(
        f"{LIST}{job.pk}/preview/",
        {
            "title": "Pastry baker",
            "description": "<p>Sugar<script>alert(1)</script></p>",
            "skills": "Cake, Cream",
            "salary_min": "not a number",
        },
    )

    text = page.content.decode()
    assert "Pastry baker" in text
    assert "Sugar" in text
    assert "alert(1)" not in text
    assert "Cream" in text
    assert page.headers["Cache-Control"].count("no-store") == 1
    job.refresh_from_db()
    assert (job.title, job.status) == ("Baker", "draft")


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"title": "\0", "category": "x", "company": "9" * 40, "application_deadline": "0001-01-01"},
        {"title": "x" * 5000, "description": "<p>" * 300, "skills": "," * 3000},
        {"employment_type": "remote", "salary_min": "9" * 40, "salary_currency": "XXX"},
    ],
)
def test_preview_of_a_new_job_bears_anything(as_owner: Client, sent: dict[str, str]) -> None:
    page = as_owner.post(f"{LIST}preview/", sent)

    assert page.status_code == 200
    assert "Acme Works" in page.content.decode()
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("role", "status"), [("viewer", 404), ("candidate", 403), ("recruiter", 200)]
)
def test_preview_is_for_those_who_may_write(
    client: Client,
    make_job: MakeJob,
    company: Company,
    role: str,
    status: int,
    request: pytest.FixtureRequest,
) -> None:
    job = make_job(company=company)
    client.force_login(request.getfixturevalue(role))

    assert client.post(f"{LIST}{job.pk}/preview/", {"title": "X"}).status_code == status
    assert client.post(f"{LIST}preview/", {"title": "X"}).status_code == status


def test_preview_is_not_fetched_by_an_address_alone(as_owner: Client) -> None:
    assert as_owner.get(f"{LIST}preview/").status_code == 405


# --- Feature -----------------------------------------------------------------------------------
@pytest.fixture
def tree(db: None) -> Any:
    return ensure_site_tree()


def test_admin_who_features_a_job_goes_on_to_its_draft(
    client: Client, make_job: MakeJob, admin_user: User, tree: Any
) -> None:
    job = make_job(title="Baker")
    client.force_login(admin_user)

    done = client.post(f"{LIST}{job.pk}/feature/")

    page = FeaturedJobPage.objects.get()
    assert done.headers["Location"] == f"/cms/pages/{page.pk}/edit/"
    assert (page.job, page.title, page.live) == (job, "Baker", False)


def test_owner_who_features_a_job_hands_a_draft_to_the_editors_once(
    as_owner: Client, make_job: MakeJob, company: Company, owner: User, tree: Any
) -> None:
    job = make_job(company=company)

    done = as_owner.post(f"{LIST}{job.pk}/feature/")
    as_owner.post(f"{LIST}{job.pk}/feature/")

    page = FeaturedJobPage.objects.get()
    assert (page.live, page.owner) == (False, owner)
    assert done.headers["Location"] == f"{LIST}{job.pk}/change/"
    assert "editors" in str(next(iter(get_messages(done.wsgi_request))))


@pytest.mark.parametrize("status", ["draft", "in_review", "closed"])
def test_job_that_is_not_open_cannot_be_featured(
    as_owner: Client, make_job: MakeJob, company: Company, tree: Any, status: str
) -> None:
    job = make_job(company=company, status=status)

    done = as_owner.post(f"{LIST}{job.pk}/feature/")

    assert [str(m) for m in get_messages(done.wsgi_request)] == [
        "Only an open job can be featured."
    ]
    assert not FeaturedJobPage.objects.exists()


def test_viewer_can_feature_nothing(
    client: Client, make_job: MakeJob, company: Company, viewer: User, tree: Any
) -> None:
    job = make_job(company=company)
    client.force_login(viewer)

    client.post(f"{LIST}{job.pk}/feature/")

    assert not FeaturedJobPage.objects.exists()
