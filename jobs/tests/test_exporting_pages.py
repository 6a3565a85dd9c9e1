"""The pages of exports: from the list to the file, for whom they are, and what they say when wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jobs.models import Job
from jobs.tests.exports import asked_for, rows_in
from nexus.core.exporting import services
from nexus.core.models import ExportRun

if TYPE_CHECKING:
    from people.models import Company, User

pytestmark = pytest.mark.django_db

NEW = "/admin/exports/new/jobs/"
MINE = "/admin/exports/"
MakeJob = Callable[..., Job]


@pytest.fixture
def as_owner(client: Client, company: Company, owner: User) -> Client:
    client.force_login(owner)
    return client


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_link_of_the_list_keeps_filter_and_search(
    as_owner: Client, company: Company, make_job: MakeJob
) -> None:
    make_job(company=company, title="Baker")
    make_job(company=company, title="Baker", status="draft")

    listed = as_owner.get("/admin/jobs/job/?status__exact=open&q=baker&p=1")
    link = listed.context["export_url"]
    page = as_owner.get(link)

    assert f'href="{link.replace("&", "&amp;")}"' in listed.content.decode()
    assert page.context["counted"] == "1 job"
    assert page.context["narrowed_by"] == [("Search", "baker"), ("Status", "Open")]


@pytest.mark.parametrize("role", ["owner", "viewer"])
def test_ticked_rows_are_exported_and_no_others(
    role: str,
    client: Client,
    company: Company,
    make_job: MakeJob,
    request: pytest.FixtureRequest,
) -> None:
    client.force_login(request.getfixturevalue(role))
    first, second, _third = (make_job(company=company) for _ in range(3))

    sent = client.post(
        "/admin/jobs/job/",
        {"action": "export", "_selected_action": [first.pk, second.pk], "index": "0"},
    )
    done = client.post(sent["Location"], {"format": "json", "columns": ["id"]}, follow=True)

    assert parse_qs(urlsplit(sent["Location"]).query)["ids"] == [str(second.pk), str(first.pk)]
    file = client.get(f"{done.request['PATH_INFO']}file/")
    assert [row["id"] for row in rows_in(body(file))] == [second.pk, first.pk]


def test_file_is_handed_over_so_that_no_browser_keeps_or_runs_it(
    as_owner: Client, owner: User, company: Company, make_job: MakeJob
) -> None:
    make_job(company=company)
    run = asked_for(owner)

    file = as_owner.get(f"{MINE}{run.pk}/file/")

    assert file["Content-Disposition"].startswith('attachment; filename="jobs-20')
    assert "no-store" in file["Cache-Control"]
    assert file["X-Content-Type-Options"] == "nosniff"
    assert int(file["Content-Length"]) == len(body(file))


def test_wrong_choices_come_back_beside_the_fields(
    as_owner: Client, company: Company, make_job: MakeJob
) -> None:
    make_job(company=company)

    for sent in ({}, {"format": "doc", "columns": ["password"]}):
        page = as_owner.post(NEW, sent)
        assert page.status_code == 200
        assert set(page.context["form"].errors) == {"format", "columns"}
        assert page.content.count(b"errorlist") == 2
    assert not ExportRun.objects.exists()


def test_last_choice_is_offered_again(
    as_owner: Client, owner: User, company: Company, make_job: MakeJob
) -> None:
    make_job(company=company)
    asked_for(owner, columns=("id", "closed_at"))

    form = as_owner.get(NEW).context["form"]

    assert form["format"].value() == "json"
    assert form["columns"].value() == ["id", "closed_at"]


def test_empty_list_says_so(as_owner: Client) -> None:
    page = as_owner.get(NEW)

    assert page.status_code == 200
    assert b"There is nothing to export" in page.content


def test_lists_that_cannot_be_read_lead_back(as_owner: Client) -> None:
    answer = as_owner.get(NEW, {"list": "status__in__bad=1&deadline=x"})

    assert answer.status_code in {302, 400}
    assert as_owner.get(NEW, {"list": "category__exact=%00&q=%00", "ids": "x"}).status_code < 500


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("", 302),
        ("candidate", 403),
        ("owner", 200),
        ("recruiter", 200),
        ("viewer", 200),
        ("rival", 200),
        ("admin_user", 200),
    ],
)
def test_who_gets_to_the_pages(
    role: str,
    expected: int,
    client: Client,
    company: Company,
    rival_company: Company,
    owner: User,
    make_job: MakeJob,
    request: pytest.FixtureRequest,
) -> None:
    make_job(company=company)
    run = asked_for(owner)
    if role:
        client.force_login(request.getfixturevalue(role))

    assert client.get(NEW).status_code == expected
    assert client.get(MINE).status_code == expected
    theirs = expected if role in {"", "candidate", "owner"} else 404
    for part in ("", "progress/", "file/"):
        assert client.get(f"{MINE}{run.pk}/{part}").status_code == theirs, part
    assert client.get(f"{MINE}new/nothing/").status_code == (404 if expected == 200 else expected)


def test_progress_is_told_and_the_work_can_be_stopped(
    as_owner: Client,
    owner: User,
    company: Company,
    make_job: MakeJob,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(services, "MOST_AT_ONCE", 1)
    monkeypatch.setattr(services, "_enqueue", lambda run: None)
    for _ in range(2):
        make_job(company=company)
    run = asked_for(owner)
    ExportRun.objects.filter(pk=run.pk).update(position=1, total=2)

    page = as_owner.get(f"{MINE}{run.pk}/")
    told = as_owner.get(f"{MINE}{run.pk}/progress/").json()
    stopped = as_owner.post(f"{MINE}{run.pk}/stop/", follow=True)

    assert b"1 of 2 rows" in page.content
    assert told == {"percent": 50, "words": "1 of 2 rows", "isOver": False}
    assert b"You stopped this export" in stopped.content
    assert as_owner.get(f"{MINE}{run.pk}/progress/").json()["isOver"]


def test_pages_cost_the_same_however_many_rows(
    as_owner: Client, owner: User, company: Company, make_job: MakeJob
) -> None:
    spent = []
    for more in (10, 30):
        for _ in range(more):
            make_job(company=company)
        for _ in range(more // 5):
            run = asked_for(owner)
        paths = (MINE, NEW, f"{NEW}?list=q%3Da", f"{MINE}{run.pk}/")
        for path in paths:
            as_owner.get(path)
        found = []
        for path in paths:
            with CaptureQueriesContext(connection) as queries:
                assert as_owner.get(path).status_code == 200
            found.append(len(queries))
        spent.append(found)

    assert spent[0] == spent[1]
