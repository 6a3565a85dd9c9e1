"""Saving jobs from lists, and searches from their results, signed in and not."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from careers.branding import frame
from hiring.models import SavedJob
from hiring.services import saving

if TYPE_CHECKING:
    from jobs.models import Job
    from people.models import Company, User

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]


@pytest.fixture
def job(make_job: Make, company: Company) -> Job:
    found: Job = make_job(company=company, title="Ward nurse")
    return found


@pytest.fixture
def mine(candidate: User) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(candidate)
    return client


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def lists_with(job: Job) -> list[str]:
    category = job.category.get_absolute_url()
    return ["/", "/jobs/", "/jobs/?q=nurse", category, f"/companies/{job.company.slug}/"]


def token_in(html: str) -> str:
    return html.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]


def test_visitors_are_offered_to_save_without_a_form_or_a_token(client: Client, job: Job) -> None:
    for path in [*lists_with(job), job.get_absolute_url()]:
        html = text_of(client, path)

        assert f'href="/jobs/{job.pk}/save/"' in html, path
        assert "csrfmiddlewaretoken" not in html, path
        assert 'id="saving"' not in html, path
        assert not client.cookies, path


def test_lists_are_the_same_for_all_visitors(client: Client, job: Job, candidate: User) -> None:
    before = client.get("/jobs/")
    SavedJob.objects.create(user=candidate, job=job)
    after = Client().get("/jobs/")

    assert before["ETag"] == after["ETag"]
    assert "private" not in after["Cache-Control"]


def test_those_signed_in_save_from_every_list_and_come_back_to_it(mine: Client, job: Job) -> None:
    for path in lists_with(job):
        html = text_of(mine, path)
        assert "remove from saved jobs" not in html
        assert f'formaction="/jobs/{job.pk}/save/#list-1-{job.pk}"' in html, path
        assert f'id="list-1-{job.pk}"' in html, path

        sent = {"action": "save", "next": path, "csrfmiddlewaretoken": token_in(html)}
        assert mine.post(f"/jobs/{job.pk}/save/", sent)["Location"] == path
        assert "remove from saved jobs" in text_of(mine, path)

        mine.post(f"/jobs/{job.pk}/save/", sent | {"action": "remove"})
        assert not SavedJob.objects.exists()


def test_pages_for_those_signed_in_are_kept_by_no_shared_cache(mine: Client, job: Job) -> None:
    assert "private" in mine.get("/jobs/")["Cache-Control"]


def test_the_page_to_come_back_to_is_one_of_ours(client: Client, candidate: User, job: Job) -> None:
    client.force_login(candidate)
    for elsewhere in ("https://example.com/", "//example.com/", "javascript:alert(1)", "jobs/"):
        answer = client.post(f"/jobs/{job.pk}/save/", {"action": "save", "next": elsewhere})
        assert answer["Location"] == "/my/saved/"


def test_a_script_gets_the_new_button_alone(client: Client, candidate: User, job: Job) -> None:
    client.force_login(candidate)
    answer = client.post(f"/jobs/{job.pk}/save/", {"action": "save"}, headers={"X-Part": "button"})

    html = answer.content.decode()
    assert html.strip().startswith("<button")
    assert 'value="remove"' in html


def test_where_there_is_no_room_for_more_the_saved_jobs_say_so(
    client: Client, candidate: User, job: Job, make_job: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "MAX_JOBS", 1)
    SavedJob.objects.create(user=candidate, job=make_job())
    client.force_login(candidate)
    sent = {"action": "save", "next": "/jobs/"}
    answer = client.post(f"/jobs/{job.pk}/save/", sent, headers={"X-Part": "button"})

    assert answer["Location"] == "/my/saved/"
    assert "You have saved 1 jobs" in text_of(client, "/my/saved/")


def test_others_saved_jobs_do_not_show(mine: Client, job: Job, other_candidate: User) -> None:
    SavedJob.objects.create(user=other_candidate, job=job)

    assert "remove from saved jobs" not in text_of(mine, "/jobs/")


def test_lists_cost_one_query_more_for_those_signed_in(
    mine: Client, candidate: User, make_job: Make
) -> None:
    frame()
    for _ in range(10):
        SavedJob.objects.create(user=candidate, job=make_job())
    mine.get("/jobs/")

    def saved_lookups() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as queries:
            mine.get("/jobs/")
        saved = [one for one in queries if "hiring_savedjob" in one["sql"]]
        return len(saved), len(queries)

    few = saved_lookups()
    for _ in range(30):
        SavedJob.objects.create(user=candidate, job=make_job())
    assert few[0] == 1
    assert saved_lookups() == few


def test_visitors_sign_in_to_keep_a_search_and_lose_nothing_of_it(
    client: Client, job: Job, candidate: User
) -> None:
    html = text_of(client, "/jobs/?q=nurse+%26+co&workplace=on_site&workplace=remote")
    link = html.partition('class="results__save" href="')[2].partition('"')[0]
    login = client.get(link)["Location"]
    assert login.startswith("/accounts/login/?next=")
    wanted = parse_qs(urlsplit(login).query)["next"][0]
    client.force_login(candidate)

    assert wanted == link
    kept = "q=nurse+%26+co&amp;workplace=on_site&amp;workplace=remote"
    assert f'name="query" value="{kept}"' in text_of(client, wanted)
