"""The form by which anybody reports a job, without scripts and without an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache

from jobs.models import JobReport

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import Settings

    from jobs.models import Job
    from people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(make_job: Callable[..., Job]) -> Job:
    return make_job()


@pytest.fixture
def path(job: Job) -> str:
    cache.clear()
    return f"{job.get_absolute_url()}report/"


def test_a_stranger_reports_from_the_page_of_the_job(client: Client, job: Job, path: str) -> None:
    assert f'href="{path}"' in client.get(job.get_absolute_url()).text
    assert "noindex" in client.get(path).text

    done = client.post(path, {"reason": "fraud", "text": "A fee", "email": "ada@example.org"})

    assert done["Location"] == f"{path}sent/"
    assert "Thank you" in client.get(done["Location"]).text
    held = JobReport.objects.get()
    assert (held.reason, held.text, held.email, held.reporter) == (
        "fraud",
        "A fee",
        "ada@example.org",
        None,
    )


def test_a_second_report_is_thanked_for_and_changes_nothing(client: Client, path: str) -> None:
    for _ in range(2):
        assert client.post(path, {"reason": "fraud"})["Location"] == f"{path}sent/"

    assert JobReport.objects.count() == 1


def test_who_is_signed_in_is_remembered_and_asked_for_no_name(
    client: Client, path: str, candidate: User
) -> None:
    client.force_login(candidate)
    client.post(path, {"reason": "unfair"})

    assert JobReport.objects.get().reporter == candidate


def test_faults_stand_beside_their_fields_and_nothing_is_lost(client: Client, path: str) -> None:
    page = client.post(path, {"text": "Still here", "email": "no address"})
    assert "Choose what is wrong with the job." in page.text
    assert "Enter a valid email address." in page.text
    assert "Still here" in page.text

    page = client.post(path, {"reason": "other", "email": "ada@example.org"})
    assert "Say in a few words what is wrong." in page.text
    assert "ada@example.org" in page.text
    assert not JobReport.objects.exists()


def test_many_reports_from_one_address_have_to_wait(
    client: Client, make_job: Callable[..., Job], path: str, settings: Settings
) -> None:
    settings.JOB_REPORT_RATE = "1/h"
    client.post(path, {"reason": "fraud"})
    other = f"{make_job().get_absolute_url()}report/"

    page = client.post(other, {"reason": "fraud", "text": "Still here"})

    assert page.status_code == 429
    assert int(page["Retry-After"]) > 0
    assert "Still here" in page.text
    assert JobReport.objects.count() == 1


@pytest.mark.parametrize("status", ["draft", "in_review", "closed", "archived"])
def test_what_is_not_open_has_no_such_page(
    client: Client, make_job: Callable[..., Job], status: str
) -> None:
    path = f"{make_job(status=status).get_absolute_url()}report/"

    assert client.get(path).status_code == 404
    assert client.post(path, {"reason": "fraud"}).status_code == 404
    assert client.get(f"{path}sent/").status_code == 404
