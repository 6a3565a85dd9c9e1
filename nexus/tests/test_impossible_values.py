"""Edited addresses and forms that hold what no row of the database can."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection

from nexus.core.impossible import is_impossible

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from hiring.models import Application
    from jobs.models import Job
    from people.models import Company, User

pytestmark = pytest.mark.django_db
LARGE, LONG = "9" * 19, "9" * 4301


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"/admin/hiring/application/?job={LARGE}", 404),
        (f"/admin/hiring/application/?job__in={LARGE}", 404),
        (f"/admin/hiring/application/?job__gt={LONG}", 302),
        (f"/admin/jobs/job/?company__in={LARGE}", 404),
        ("/admin/jobs/job/?company__name=%00", 400),
        (f"/admin/jobs/job/{LONG}/history/", 404),
        (f"/admin/exports/new/applications/?list=job%3D{LARGE}", 404),
        (f"/cms/pages/?content_type={LARGE}9", 404),
        (f"/cms/reports/site-history/?user={LARGE}9", 200),
        (f"/documents/{LONG}/x.pdf", 404),
    ],
)
def test_an_address_finds_nothing_by_it(
    client: Client,
    make_job: Callable[..., Job],
    make_application: Callable[..., Application],
    admin_user: User,
    address: str,
    status: int,
) -> None:
    make_application(job=make_job(title="Underwater welder"))
    client.force_login(admin_user)

    answer = client.get(address)

    # Some lists say that the filter means nothing or is none, and one asks for another choice.
    assert answer.status_code in {status, _found_nothing(status)}
    assert "Underwater welder" not in answer.text


def test_neither_does_the_page_of_a_row_that_keeps_the_filter_of_its_list(
    client: Client, make_application: Callable[..., Application], admin_user: User
) -> None:
    client.force_login(admin_user)
    path = f"/admin/hiring/application/{make_application().pk}/change/"

    answer = client.get(f"{path}?_changelist_filters=job%3D{LARGE}")

    assert answer.status_code in {404, _found_nothing(404)}


def _found_nothing(status: int) -> int:
    """Return how a database answers that can ask for such a number: with a list that is empty."""
    return 200 if status == 404 and connection.vendor == "postgresql" else status


@pytest.mark.parametrize("number", [LARGE, LONG, "-1", "1e3", "٣"])
def test_a_form_finds_nothing_by_it(
    client: Client, company: Company, recruiter: User, number: str
) -> None:
    client.force_login(recruiter)

    answer = client.post("/admin/hiring/application/undo/", {"batch": number})

    assert answer.status_code == 404


def test_our_own_faults_are_told_as_such() -> None:
    assert not is_impossible(ValueError("invalid literal for int() with base 10: 'x'"))
    assert not is_impossible(OverflowError("math range error"))
    assert not is_impossible(KeyError("NUL (0x00)"))
