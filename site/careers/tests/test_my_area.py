"""A candidate's own pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hiring.models import Application, SavedJob, SavedSearch
from hiring.services import move_application
from people.models import User

if TYPE_CHECKING:
    from jobs.models import Job
    from people.models import Company

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(make_job: Callable[..., Job], company: Company) -> Job:
    return make_job(company=company, title="Ward nurse")


@pytest.fixture
def application(
    make_application: Callable[..., Application], job: Job, candidate: User
) -> Application:
    return make_application(job=job, applicant=candidate, cover_letter="Dear all")


@pytest.fixture
def mine(client: Client, candidate: User) -> Client:
    client.force_login(candidate)
    return client


@pytest.mark.parametrize("path", ["/my/", "/my/saved/", "/my/searches/"])
def test_visitors_are_sent_to_sign_in_and_back(client: Client, path: str) -> None:
    assert client.get(path)["Location"] == f"/accounts/login/?next={path}"


def test_others_applications_are_not_there(
    client: Client, application: Application, recruiter: User
) -> None:
    client.force_login(recruiter)
    base = f"/my/applications/{application.reference}/"
    assert client.get(base).status_code == 404
    assert client.get(f"{base}cv/").status_code == 404
    assert client.post(f"{base}withdraw/").status_code == 404
    assert client.post(f"{base}restore/").status_code == 404


def test_the_page_shows_history_without_names(
    mine: Client, application: Application, recruiter: User
) -> None:
    move_application(application, "shortlisted", by=recruiter, note="secret")  # type: ignore[arg-type]
    page = mine.get(f"/my/applications/{application.reference}/").content.decode()
    assert "Shortlisted" in page
    assert "Dear all" in page
    assert recruiter.username not in page
    assert "secret" not in page


def test_withdrawing_can_be_undone(mine: Client, application: Application) -> None:
    base = f"/my/applications/{application.reference}/"
    mine.post(f"{base}withdraw/")
    application.refresh_from_db()
    assert application.withdrawn_at is not None
    assert "Take the withdrawal back" in mine.get(base).content.decode()
    mine.post(f"{base}restore/")
    application.refresh_from_db()
    assert application.withdrawn_at is None
    assert "You took your withdrawal back" in mine.get(base).content.decode()


def test_visitors_sign_in_and_then_have_saved(client: Client, job: Job, candidate: User) -> None:
    assert client.get(f"/jobs/{job.pk}/save/").status_code == 200
    answer = client.post(f"/jobs/{job.pk}/save/")
    assert answer["Location"] == "/accounts/login/?next=%2Fmy%2Fsaved%2F"
    client.force_login(candidate)
    assert job.title in client.get("/my/saved/").content.decode()
    assert SavedJob.objects.get().user == candidate


def test_jobs_are_saved_once_and_removed(mine: Client, job: Job) -> None:
    for _ in range(2):
        mine.post(f"/jobs/{job.pk}/save/", {"action": "save"})
    assert SavedJob.objects.count() == 1
    mine.post(f"/jobs/{job.pk}/save/", {"action": "remove"})
    assert not SavedJob.objects.exists()


def test_searches_are_kept_by_name_run_again_and_deleted(
    mine: Client, make_user: Callable[..., User]
) -> None:
    assert (
        "location=Graz"
        in mine.get("/my/searches/?query=q%3Dnurse%26location%3DGraz").content.decode()
    )
    mine.post("/my/searches/", {"name": "Near", "query": "?q=nurse&location=Graz"})
    search = SavedSearch.objects.get()
    assert search.query == "q=nurse&location=Graz"
    assert 'jobs/?q=nurse&amp;location=Graz"' in mine.get("/my/searches/").content.decode()
    other = Client()
    other.force_login(make_user())
    other.post(f"/my/searches/{search.pk}/delete/")
    assert SavedSearch.objects.exists()
    mine.post(f"/my/searches/{search.pk}/delete/")
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize(
    "data", [{"name": "", "query": "q=a"}, {"name": "n" * 101, "query": "q=a"}]
)
def test_a_search_without_a_fitting_name_comes_back(mine: Client, data: dict[str, str]) -> None:
    page = mine.post("/my/searches/", data).content.decode()
    assert "Give the search a name" in page
    assert 'value="q=a"' in page


@pytest.mark.parametrize("path", ["/my/", "/my/saved/"])
def test_lists_cost_the_same_at_any_length(
    mine: Client,
    path: str,
    candidate: User,
    company: Company,
    make_job: Callable[..., Job],
    make_application: Callable[..., Any],
) -> None:
    def add(n: int) -> None:
        for _ in range(n):
            job = make_job(company=company)
            make_application(job=job, applicant=candidate)
            SavedJob.objects.create(user=candidate, job=job)

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert mine.get(path).status_code == 200
        return len(queries)

    add(10)
    mine.get(path)
    few = cost()
    add(30)
    assert cost() == few
