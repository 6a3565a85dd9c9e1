"""Pages and answers of the API that are kept: made once, new as soon as their content is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import resolve
from django.utils import timezone

from jobs.models import Job
from jobs.services import close_job, update_job
from jobs.view_counts import counter
from nexus.core import content_version, kept_answers
from people.services import update_company

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

    from conftest import ApiClient
    from people.models import Company, User

pytestmark = pytest.mark.django_db(transaction=True)
FIREFOX = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


@pytest.fixture(autouse=True)
def _keeping(settings: Any) -> Iterator[None]:
    settings.KEEP_ANSWERS_SECONDS = 600
    kept_answers.answers.clear()
    yield
    kept_answers.answers.clear()


@pytest.fixture
def job(make_job: Callable[..., Job], company: Company, owner: User) -> Job:
    return make_job(title="Baker", company=company, posted_by=owner)


@pytest.fixture
def paths(job: Job) -> list[str]:
    category = job.category.pk
    return [
        "/",
        "/jobs/",
        "/jobs/?q=baker",
        "/categories/",
        job.category.get_url(),
        "/companies/",
        "/featured/",
        job.get_absolute_url(),
        "/de" + job.get_absolute_url(),
        "/api/jobs/",
        f"/api/jobs/{job.pk}/",
        "/api/jobs/facets/",
        "/api/jobs/stats/",
        "/api/jobs/featured/",
        "/api/categories/",
        "/api/categories/stats/",
        f"/api/categories/{category}/",
        f"/api/categories/{category}/jobs/",
    ]


def text_of(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_a_second_answer_asks_the_database_nothing(
    client: Client,
    paths: list[str],
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: Any,
) -> None:
    # The index of the tests follows the database by asking it.
    monkeypatch.setattr(content_version, "_parts", [])
    first = {path: client.get(path) for path in paths}

    with django_assert_num_queries(0):
        second = {path: client.get(path) for path in paths}

    for path in paths:
        assert first[path].status_code == second[path].status_code == 200, path
        assert first[path].content == second[path].content, path
        assert first[path].headers["ETag"] == second[path].headers["ETag"], path
        assert "Content-Security-Policy" in second[path].headers or path.startswith("/api/")


def test_a_change_of_a_job_is_seen_at_once(
    client: Client, paths: list[str], job: Job, owner: User
) -> None:
    of_the_job = [path for path in paths if "Baker" in text_of(client, path)]

    update_job(job, by=owner, title="Confectioner")

    now = [path.replace("-baker", "-confectioner") for path in of_the_job if "q=" not in path]
    assert len(now) >= 6
    for path in now:
        assert "Confectioner" in text_of(client, path), path
        assert "Baker" not in text_of(client, path), path


def test_a_closed_job_is_gone_at_once(client: Client, job: Job, owner: User) -> None:
    page, answer = job.get_absolute_url(), f"/api/jobs/{job.pk}/"
    for path in (page, answer):
        assert client.get(path).status_code == 200

    close_job(job, by=owner)

    for path in (page, answer):
        assert client.get(path).status_code == 410
    assert "Baker" not in text_of(client, "/jobs/")


def test_a_deadline_ends_what_was_kept_to_the_second(
    client: Client, job: Job, time_machine: Any
) -> None:
    deadline = timezone.now().replace(microsecond=0) + timedelta(seconds=90)
    Job.objects.filter(pk=job.pk).update(application_deadline=deadline, changed_at=timezone.now())
    time_machine.move_to(deadline - timedelta(seconds=1), tick=False)
    assert "Baker" in text_of(client, "/jobs/")
    assert client.get(job.get_absolute_url()).status_code == 200

    time_machine.move_to(deadline, tick=False)

    assert "Baker" not in text_of(client, "/jobs/")
    assert client.get(job.get_absolute_url()).status_code == 410


def test_a_change_of_a_company_is_seen_at_once(
    client: Client, job: Job, company: Company, owner: User
) -> None:
    assert "Acme Works" in text_of(client, job.get_absolute_url())

    update_company(company, by=owner, name="Acme Bakeries")

    assert "Acme Bakeries" in text_of(client, job.get_absolute_url())
    assert "Acme Bakeries" in text_of(client, f"/api/jobs/{job.pk}/")


def test_a_category_that_is_unpublished_is_gone_at_once(client: Client, job: Job) -> None:
    page, answer = job.category.get_url(), f"/api/categories/{job.category.pk}/"
    assert client.get(page).status_code == client.get(answer).status_code == 200

    job.category.unpublish()

    assert client.get(page).status_code == client.get(answer).status_code == 404


def test_each_visitor_of_a_kept_page_is_counted(
    client: Client, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: list[int] = []
    monkeypatch.setattr(counter, "note", noted.append)

    for _ in range(3):
        client.get(job.get_absolute_url(), headers=FIREFOX)
    client.get(job.get_absolute_url(), headers={"User-Agent": "Googlebot"})

    assert noted == [job.pk] * 3


def test_a_kept_page_goes_by_its_route_in_the_figures(client: Client, job: Job) -> None:
    client.get(job.get_absolute_url())

    match = client.get(job.get_absolute_url()).wsgi_request.resolver_match

    assert match is not None
    assert match.view_name == resolve(job.get_absolute_url()).view_name


def test_who_is_signed_in_reads_the_latest_and_their_own(
    api: ApiClient, client: Client, job: Job, owner: User, candidate: User, make_application: Any
) -> None:
    api.get(f"/api/jobs/{job.pk}/")
    make_application(job=job, applicant=candidate)

    assert api.get(f"/api/jobs/{job.pk}/", as_=candidate).json()["has_applied"] is True
    client.force_login(owner)
    assert client.get(job.get_absolute_url()).headers["Cache-Control"].startswith("private")


def test_limits_count_answers_that_were_kept(api: ApiClient, job: Job, settings: Any) -> None:
    settings.API_RATE_ANON = "3/h"

    statuses = [api.get("/api/jobs/").status_code for _ in range(5)]

    assert statuses == [200, 200, 200, 429, 429]
