"""Setting in the back office when a job opens by itself, and where that is to be read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from jobs import services
from jobs.choices import JobStatus
from jobs.models import Job

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from people.models import Company, User

pytestmark = pytest.mark.django_db

NOW = datetime(2031, 3, 10, 9, 30, tzinfo=UTC)
NINE = datetime(2031, 3, 12, 9, 0, tzinfo=UTC)
SCHEDULE, UNSCHEDULE = "/admin/jobs/job/schedule/", "/admin/jobs/job/unschedule/"
LONG = "<p>" + "You look after thirty people on a ward, in a team of eight. " * 8 + "</p>"


@pytest.fixture(autouse=True)
def clock(time_machine: Any) -> Any:
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def draft(make_job: Callable[..., Job], company: Company, recruiter: User) -> Job:
    return make_job(
        company=company,
        status=JobStatus.DRAFT,
        posted_by=recruiter,
        title="Nurse",
        description=LONG,
    )


@pytest.fixture
def desk(client: Client, recruiter: User) -> Client:
    recruiter.time_zone = "Europe/Berlin"
    recruiter.save(update_fields=["time_zone"])
    client.force_login(recruiter)
    return client


def _set(client: Client, job: Job, at: str, **more: str) -> Any:
    sent = {"ids": job.pk, "opens_at": at, "anyway": "1", **more}
    return client.post(SCHEDULE, sent, follow=True)


def test_a_time_is_typed_and_read_in_the_time_zone_of_the_person(desk: Client, draft: Job) -> None:
    asked = desk.get(f"{SCHEDULE}?ids={draft.pk}").content.decode()
    page = _set(desk, draft, "2031-03-12T10:00").content.decode()

    asked_again = desk.get(f"{SCHEDULE}?ids={draft.pk}").content.decode()

    assert 'value="2031-03-12T10:00"' in asked_again
    assert "In your time zone: Europe/Berlin." in asked
    assert 'value="2031-03-11T09:00"' in asked
    assert Job.objects.get().opens_at == NINE
    assert "“Nurse” opens 12 Mar, 10:00, by itself." in page
    assert "Opens 12 Mar, 10:00" in page
    assert "Opens 12 Mar, 10:00" in desk.get("/admin/jobs/job/").content.decode()
    history = desk.get(f"/admin/jobs/job/{draft.pk}/history/").content.decode()
    assert "Set to open by itself" in history
    assert "To open by itself on 12 March 2031, 10:00" in history
    preview = desk.get(draft.get_absolute_url()).content.decode()
    assert "the job opens by itself on 12 March 2031, 10:00" in preview


@pytest.mark.parametrize("typed", ["", "soon", "2031-03-10T09:00", "2050-01-01T09:00"])
def test_a_wrong_time_is_refused_beside_its_field(desk: Client, draft: Job, typed: str) -> None:
    page = _set(desk, draft, typed)

    assert page.status_code == 200
    assert "opens_at" in page.context["form"].errors
    assert Job.objects.get().status == JobStatus.DRAFT


def test_saving_leads_to_the_question_when_it_opens(
    desk: Client, draft: Job, company: Company
) -> None:
    sent = {
        "title": "Night nurse",
        "category": draft.category_id,
        "location": "Ghent",
        "workplace": "on_site",
        "employment_type": "full_time",
        "experience_level": "mid",
        "description": LONG,
        "salary_currency": "EUR",
        "salary_period": "year",
        "application_deadline": "2031-04-01",
        "_schedule": "1",
    }

    answer = desk.post(f"/admin/jobs/job/{draft.pk}/change/", sent)

    assert answer["Location"] == f"{SCHEDULE}?ids={draft.pk}"
    assert Job.objects.get().title == "Night nurse"


def test_the_time_is_taken_away_again(desk: Client, draft: Job, recruiter: User) -> None:
    services.schedule_job(draft, at=NINE, by=recruiter)

    desk.post(UNSCHEDULE, {"ids": draft.pk})

    assert Job.objects.get().status == JobStatus.DRAFT


@pytest.mark.parametrize(
    ("role", "status"), [("viewer", 404), ("rival", 404), ("candidate", 403), (None, 302)]
)
@pytest.mark.parametrize("url", [SCHEDULE, UNSCHEDULE])
def test_nobody_else_sets_or_takes_away_a_time(
    request: pytest.FixtureRequest,
    client: Client,
    draft: Job,
    recruiter: User,
    rival_company: Company,
    role: str | None,
    status: int,
    url: str,
) -> None:
    services.schedule_job(draft, at=NINE, by=recruiter)
    if role:
        client.force_login(request.getfixturevalue(role))

    read = client.get(f"{url}?ids={draft.pk}")
    written = client.post(url, {"ids": draft.pk, "opens_at": "2031-03-20T10:00", "anyway": "1"})

    assert (read.status_code, written.status_code) == (status, status)
    assert Job.objects.get().opens_at == NINE


@pytest.mark.parametrize(("role", "status"), [("viewer", 200), ("rival", 404), ("candidate", 404)])
def test_who_sees_the_page_of_a_job_that_is_yet_to_open(
    request: pytest.FixtureRequest,
    client: Client,
    draft: Job,
    recruiter: User,
    role: str,
    status: int,
) -> None:
    services.schedule_job(draft, at=NINE, by=recruiter)
    client.force_login(request.getfixturevalue(role))

    assert client.get(draft.get_absolute_url()).status_code == status
    assert client.get(f"/api/jobs/{draft.pk}/").status_code == 404
    assert client.get("/api/jobs/").json()["count"] == 0


def test_what_opens_this_week_is_listed_and_counted(
    desk: Client, draft: Job, make_job: Callable[..., Job], company: Company, recruiter: User
) -> None:
    later = make_job(company=company, status=JobStatus.DRAFT, title="Cook")
    services.schedule_job(draft, at=NINE, by=recruiter)
    services.schedule_job(later, at=NINE + timedelta(days=14), by=recruiter)

    tasks = {task.what: task for task in desk.get("/admin/").context["tasks"]}
    listed = desk.get(tasks["Opening this week"].url).context["cl"].result_list

    assert tasks["Opening this week"].number == 1
    assert [job.title for job in listed] == ["Nurse"]


def test_it_is_said_at_the_job_why_it_did_not_open(
    desk: Client, draft: Job, recruiter: User, clock: Any
) -> None:
    services.schedule_job(draft, at=NINE, by=recruiter)
    draft.category.unpublish()
    clock.move_to(NINE, tick=False)
    services.open_due_jobs()

    page = desk.get(f"/admin/jobs/job/{draft.pk}/change/").content.decode()
    listed = desk.get("/admin/jobs/job/").content.decode()
    history = desk.get(f"/admin/jobs/job/{draft.pk}/history/").content.decode()

    assert "It should have opened on 12 March 2031, 10:00 and did not." in page
    for shown in (page, listed, history):
        assert "Its category is not in use any more." in shown
