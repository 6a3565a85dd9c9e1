"""What is done with jobs from their list and their page: asked, done, and told where it cannot be."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from jobs.admin.steps import STEPS, steps_for
from jobs.models import Job

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

    from people.models import Company, User

LIST = "/admin/jobs/job/"
MakeJob = Callable[..., Job]


@pytest.fixture
def as_owner(client: Client, company: Company, owner: User) -> Client:
    client.force_login(owner)
    return client


def said(response: Response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def in_days(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


@pytest.mark.parametrize(
    ("status", "role", "expected"),
    [
        ("draft", "owner", ["publish", "schedule", "review", "extend", "copy"]),
        ("in_review", "owner", ["schedule", "send_back", "extend", "copy"]),
        (
            "in_review",
            "admin_user",
            ["schedule", "approve", "send_back", "decline", "extend", "copy"],
        ),
        ("open", "admin_user", ["decline", "close", "extend", "copy"]),
        ("open", "recruiter", ["close", "extend", "copy"]),
        ("closed", "owner", ["reopen", "copy"]),
        ("open", "viewer", []),
        ("open", "rival", []),
    ],
)
def test_each_role_is_offered_what_it_can_do(
    make_job: MakeJob,
    company: Company,
    rival_company: Company,
    status: str,
    role: str,
    expected: list[str],
    request: pytest.FixtureRequest,
) -> None:
    job = make_job(company=company, status=status)

    assert [step.name for step in steps_for(job, request.getfixturevalue(role))] == expected


@pytest.mark.parametrize("step", [step.name for step in STEPS])
def test_step_without_jobs_of_one_s_own_is_not_found(
    as_owner: Client, make_job: MakeJob, rival_company: Company, step: str
) -> None:
    theirs = make_job(company=rival_company, status="draft")

    assert as_owner.get(f"{LIST}{step}/").headers["Location"] == LIST
    for ids in ([theirs.pk], ["x"], ["9" * 30]):
        assert as_owner.get(f"{LIST}{step}/", {"ids": ids}).status_code == 404
    for ids in ([], [theirs.pk], ["x"], ["9" * 30]):
        assert as_owner.post(f"{LIST}{step}/", {"ids": ids}).status_code == 404


def test_close_asks_for_a_reason_and_keeps_it(
    as_owner: Client, make_job: MakeJob, company: Company
) -> None:
    job = make_job(company=company)

    asked = as_owner.post(f"{LIST}close/", {"ids": job.pk})
    done = as_owner.post(f"{LIST}close/", {"ids": job.pk, "reason": "filled", "note": "Jo"})

    assert asked.context["form"].errors["reason"]
    assert done.headers["Location"] == f"{LIST}{job.pk}/change/"
    job.refresh_from_db()
    assert (job.status, job.close_reason, job.close_note) == ("closed", "filled", "Jo")


def test_extend_of_several_says_which_could_not_and_why(
    as_owner: Client, make_job: MakeJob, company: Company
) -> None:
    near = make_job(company=company, title="Near")
    far = make_job(
        company=company, title="Far", application_deadline=timezone.now() + timedelta(days=300)
    )
    chosen = {"action": "extend", "_selected_action": [near.pk, far.pk]}
    asking = as_owner.post(LIST, chosen)

    done = as_owner.post(
        asking.headers["Location"],
        {"ids": [near.pk, far.pk], "application_deadline": in_days(60), "next": LIST},
    )

    assert done.headers["Location"] == LIST
    assert said(done) == [
        "1 job was extended.",
        "Far: The job is open until then already. Choose a later day.",
    ]
    near.refresh_from_db()
    assert timezone.localtime(near.application_deadline).date().isoformat() == in_days(60)


@pytest.mark.parametrize("day", ["", "yesterday", "2001-01-01", "9999-12-31"])
def test_extend_to_a_bad_day_is_told_beside_the_field(
    as_owner: Client, make_job: MakeJob, company: Company, day: str
) -> None:
    job = make_job(company=company)

    page = as_owner.post(f"{LIST}extend/", {"ids": job.pk, "application_deadline": day})

    assert page.status_code == 200
    assert page.context["form"].errors["application_deadline"]


def test_post_again_leads_to_the_new_draft(
    as_owner: Client, make_job: MakeJob, company: Company
) -> None:
    job = make_job(company=company, status="closed", title="Baker")

    done = as_owner.post(f"{LIST}copy/", {"ids": job.pk, "application_deadline": in_days(30)})

    copy = Job.objects.exclude(pk=job.pk).get()
    assert done.headers["Location"] == f"{LIST}{copy.pk}/change/"
    assert (copy.title, copy.status) == ("Baker", "draft")


def test_reopen_after_the_deadline_is_refused_with_the_reason(
    as_owner: Client, make_job: MakeJob, company: Company
) -> None:
    past = timezone.now() - timedelta(days=1)
    job = make_job(company=company, status="closed", application_deadline=past)

    done = as_owner.post(f"{LIST}reopen/", {"ids": job.pk})

    assert said(done) == ["The deadline has passed. Set a later one."]
    job.refresh_from_db()
    assert job.status == "closed"


def test_bulk_step_without_a_question_is_taken_at_once(
    as_owner: Client, make_job: MakeJob, company: Company
) -> None:
    drafts = [make_job(company=company, status="draft") for _ in range(3)]
    taken = make_job(company=company, title="Taken")

    done = as_owner.post(
        LIST, {"action": "review", "_selected_action": [j.pk for j in (*drafts, taken)]}
    )

    assert said(done)[0] == "3 jobs were sent to review."
    assert said(done)[1].startswith("Taken: ")
    assert Job.objects.filter(status="in_review").count() == 3


def test_review_is_approved_by_admins_alone(
    client: Client, make_job: MakeJob, company: Company, owner: User, admin_user: User
) -> None:
    job = make_job(company=company, status="in_review")
    client.force_login(owner)
    refused = client.post(f"{LIST}approve/", {"ids": job.pk})
    assert said(refused) == ["Only an administrator may approve a job."]

    client.force_login(admin_user)
    client.post(f"{LIST}send_back/", {"ids": job.pk, "note": "Say the pay"})
    job.refresh_from_db()
    assert job.status == "draft"
    assert job.versions.latest("number").note == "Say the pay"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_step_never_leads_to_another_site(
    as_owner: Client, make_job: MakeJob, company: Company, elsewhere: str
) -> None:
    job = make_job(company=company, status="draft")

    done = as_owner.post(f"{LIST}review/", {"ids": job.pk, "next": elsewhere})

    assert done.headers["Location"] == f"{LIST}{job.pk}/change/"


def test_question_begins_in_its_field(
    as_owner: Client, make_job: MakeJob, company: Company
) -> None:
    job = make_job(company=company)

    page = as_owner.get(f"{LIST}copy/?ids={job.pk}").content.decode()

    assert re.search(r'<input type="date"[^>]* autofocus', page)
