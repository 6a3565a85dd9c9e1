"""The list of applications in the back office: whose rows, by what found, what is chosen."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from careers.branding import frame
from hiring.models import Application, ColumnChoice
from people.choices import AccessKind
from people.models import AuditEntry

if TYPE_CHECKING:
    from collections.abc import Callable

    from jobs.models import Job
    from people.models import Company, User

pytestmark = pytest.mark.django_db

LIST = "/admin/hiring/application/"


@pytest.fixture
def at_work(client: Client, recruiter: User) -> Client:
    client.force_login(recruiter)
    return client


def shown(client: Client, query: str = "") -> list[int]:
    response = client.get(f"{LIST}{query}")
    assert response.status_code == 200
    return [row.pk for row in response.context["cl"].result_list]


def test_list_holds_the_applications_of_the_own_company_alone(
    at_work: Client,
    application: Application,
    make_application: Callable[..., Application],
    make_job: Callable[..., Job],
    rival_company: Company,
) -> None:
    make_application(job=make_job(company=rival_company))

    assert shown(at_work) == [application.pk]


def test_people_do_not_meet_their_own_applications(
    at_work: Client, make_application: Callable[..., Application], job: Job, recruiter: User
) -> None:
    make_application(job=job, applicant=recruiter)

    assert shown(at_work) == []


@pytest.mark.parametrize(
    "words", ["Carla", "candidate car", "candidate@example.com", "0171 234567"]
)
def test_search_finds_people_by_what_is_encrypted(
    at_work: Client, application: Application, candidate: User, words: str
) -> None:
    from people.services import rebuild_tokens

    candidate.phone_number = "+49 171 234567"
    candidate.save()
    rebuild_tokens([candidate])

    assert shown(at_work, f"?q={words}") == [application.pk]
    assert shown(at_work, "?q=somebody") == []


def test_search_finds_the_number_people_speak_of(at_work: Client, application: Application) -> None:
    assert shown(at_work, f"?q={application.reference.lower()}") == [application.pk]


def test_search_finds_nobody_of_another_company(
    client: Client, application: Application, rival: User, rival_company: Company
) -> None:
    client.force_login(rival)

    assert shown(client, "?q=Carla") == []
    assert shown(client, f"?q={application.reference}") == []


def test_filters_narrow_the_list(
    at_work: Client, make_application: Callable[..., Application], job: Job
) -> None:
    now = timezone.now()
    new = make_application(job=job, resume="applications/a.pdf", source="api")
    old = make_application(
        job=job, status="reviewed", rating=4, applied_at=now - timedelta(days=40)
    )
    gone = make_application(job=job, withdrawn_at=now, applied_at=now - timedelta(days=8))
    skill = job.skills.create(name="Welding")
    old.applicant.profile.skills.add(skill)

    assert shown(at_work, "?stage=pending") == [new.pk]
    assert shown(at_work, "?stage=withdrawn") == [gone.pk]
    assert shown(at_work, "?waiting=new") == [new.pk]
    assert shown(at_work, "?age=7") == [new.pk]
    assert shown(at_work, "?age=older") == [old.pk]
    assert shown(at_work, "?rating=4") == [old.pk]
    assert shown(at_work, "?rating=none") == [new.pk, gone.pk]
    assert shown(at_work, "?cv=yes") == [new.pk]
    assert shown(at_work, f"?skill={skill.pk}") == [old.pk]
    assert shown(at_work, "?source__exact=api") == [new.pk]
    assert shown(at_work, f"?job__id__exact={job.pk}") == [new.pk, gone.pk, old.pk]
    assert shown(at_work, "?order=oldest") == [old.pk, gone.pk, new.pk]


@pytest.mark.parametrize("query", ["?skill=x", "?skill=99999999999999999999", "?stage=none"])
def test_filters_that_nobody_offers_change_nothing(
    at_work: Client, application: Application, query: str
) -> None:
    assert shown(at_work, query) == [application.pk]


def test_columns_are_remembered_for_each_person(
    at_work: Client, application: Application, recruiter: User
) -> None:
    back = f"{LIST}?stage=pending"
    response = at_work.post(
        f"{LIST}columns/", {"column": ["email", "skills", "nonsense"], "back": back}
    )

    assert response["Location"] == back
    assert ColumnChoice.objects.get(user=recruiter).columns == ["email", "skills"]
    page = at_work.get(LIST).content.decode()
    assert application.applicant.email in page
    assert "column-stage" not in page


def test_list_notes_whom_it_has_shown_once_a_day(
    at_work: Client, application: Application, candidate: User
) -> None:
    at_work.get(LIST)
    at_work.get(LIST)

    assert [look.access_kind for look in AuditEntry.objects.looks().filter(subject=candidate)] == [
        AccessKind.VIEWED_APPLICATION
    ]


def test_viewers_are_offered_nothing_but_the_export(
    client: Client, application: Application, viewer: User
) -> None:
    client.force_login(viewer)

    page = client.get(LIST).content.decode()

    assert 'value="export"' in page
    assert 'value="reject"' not in page
    ids = {"ids": str(application.pk), "_do": "1"}
    assert client.post(f"{LIST}act/reject/", ids).status_code == 403


def test_buttons_alone_say_what_is_done(at_work: Client, application: Application) -> None:
    """A field of the same name beside them would be sent first, and empty."""
    page = at_work.get(LIST).content.decode()

    assert 'name="action" value="reject"' in page
    assert not re.search(r'<(select|input)[^>]*name="action"', page)


def test_cost_of_the_list_does_not_grow_with_its_rows(
    at_work: Client, make_application: Callable[..., Application], job: Job, recruiter: User
) -> None:
    frame()
    ColumnChoice.objects.create(user=recruiter, columns=["job", "company", "skills", "phone"])
    costs = []
    for count in (10, 30):
        for _number in range(count):
            make_application(job=job)
        at_work.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            at_work.get(LIST)
        costs.append(len(queries))

    assert costs[0] == costs[1]
