"""A company that is deactivated: nobody acts for it, its jobs are shown nowhere, all comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from hiring.models import Application
from hiring.services import submit_application
from jobs.models import Job
from jobs.search.source import all_open_jobs, open_jobs
from jobs.services import create_job, publish_job
from nexus.core.errors import Gone, Invalid, NotAllowed, Refused
from people.choices import Role
from people.models import Company, User
from people.services import (
    accept_invitation,
    activate_company,
    deactivate_company,
    invite,
    set_role,
    update_company,
)

if TYPE_CHECKING:
    from conftest import ApiClient

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]


@pytest.fixture
def job(company: Company, make_job: Make) -> Job:
    found: Job = make_job(company=company, title="Night watch")
    return found


def shut(company: Company, by: User) -> None:
    deactivate_company(company, reason="It does not exist.", by=by)


def test_open_jobs_of_a_deactivated_company_are_shown_nowhere_and_come_back(
    client: Client, api: ApiClient, company: Company, admin_user: User, job: Job
) -> None:
    def shown() -> list[bool]:
        return [
            Job.objects.open().filter(pk=job.pk).exists(),
            bool(open_jobs([job.pk])),
            "Night watch" in client.get(job.get_absolute_url()).content.decode(),
            "Night watch" in client.get("/jobs/?q=night").content.decode(),
            api.get(f"/api/jobs/{job.pk}/").status_code == 200,
            "Night watch" in api.get("/api/jobs/").content.decode(),
            client.get(f"/companies/{company.slug}/").status_code == 200,
        ]

    before = shown()
    shut(company, admin_user)
    job.refresh_from_db()
    assert not job.is_open()
    assert not any(shown())
    activate_company(company, by=admin_user)

    assert shown() == before == [True] * 7
    assert Job.objects.get(pk=job.pk).is_open()
    assert Job.objects.get(pk=job.pk).status == "open"


def test_search_index_hears_of_it(company: Company, admin_user: User, job: Job) -> None:
    before = timezone.now()
    shut(company, admin_user)
    shut_at = Job.objects.get(pk=job.pk).changed_at
    activate_company(company, by=admin_user)

    assert before < shut_at < Job.objects.get(pk=job.pk).changed_at
    assert [row.id for piece in all_open_jobs() for row in piece] == [job.pk]


def test_nobody_acts_for_it(
    company: Company,
    owner: User,
    recruiter: User,
    admin_user: User,
    category: Any,
    job: Job,
    candidate: User,
) -> None:
    draft = create_job(
        by=owner,
        company=company,
        is_active=False,
        title="Draft",
        category=category,
        location="Bonn",
        description="<p>Work</p>",
        employment_type="full_time",
        experience_level="mid",
        application_deadline=job.application_deadline,
    )
    invitation = invite(company, "candidate@example.com", role=Role.VIEWER, by=owner)
    shut(company, admin_user)
    company.refresh_from_db()

    refused: list[Callable[[], Any]] = [
        lambda: publish_job(draft, by=owner),
        lambda: update_company(company, by=owner, location="Elsewhere"),
        lambda: set_role(company, recruiter, role=Role.OWNER, by=owner),
        lambda: invite(company, "x@example.com", role=Role.VIEWER, by=owner),
        lambda: submit_application(Job.objects.get(pk=job.pk), applicant=candidate),
    ]
    for act in refused:
        with pytest.raises(Refused):
            act()
    with pytest.raises(Gone):
        accept_invitation(invitation, by=candidate)
    owner.refresh_from_db()
    assert not owner.is_staff


def test_its_members_get_into_the_back_office_no_more_and_back_afterwards(
    client: Client,
    api: ApiClient,
    company: Company,
    owner: User,
    admin_user: User,
    make_application: Make,
    job: Job,
) -> None:
    application = make_application(job=job)
    client.force_login(owner)
    assert client.get("/admin/").status_code == 200

    shut(company, admin_user)
    assert client.get("/admin/").status_code == 403
    assert client.get(f"/accounts/team/{company.slug}/").status_code == 200
    assert api.get(f"/api/applications/{application.pk}/", as_=owner).status_code in {403, 404}
    assert Application.objects.filter(pk=application.pk).exists()

    activate_company(company, by=admin_user)
    assert client.get("/admin/").status_code == 200
    assert api.get(f"/api/applications/{application.pk}/", as_=owner).status_code == 200


def test_applicant_keeps_what_they_sent(
    client: Client,
    company: Company,
    admin_user: User,
    make_application: Make,
    job: Job,
    candidate: User,
) -> None:
    make_application(job=job, applicant=candidate)
    shut(company, admin_user)
    client.force_login(candidate)

    assert "Night watch" in client.get("/my/").content.decode()


def test_who_works_for_another_company_as_well_stays_in_the_back_office(
    client: Client,
    company: Company,
    owner: User,
    rival_company: Company,
    admin_user: User,
    job: Job,
    make_job: Make,
) -> None:
    rival_company.memberships.create(user=owner, role=Role.RECRUITER)
    make_job(company=rival_company, title="Day watch")
    shut(company, admin_user)
    client.force_login(owner)

    listed = client.get("/admin/jobs/job/").content.decode()
    assert "Day watch" in listed
    assert "Night watch" not in listed
    told = client.get(f"/admin/people/company/{company.pk}/").content.decode()
    assert "It does not exist." in told
    assert "Night watch" not in told
    assert "Invite somebody" not in told


def test_administrators_alone_decide_and_give_a_reason(
    company: Company, owner: User, admin_user: User
) -> None:
    with pytest.raises(NotAllowed):
        shut(company, owner)
    with pytest.raises(NotAllowed):
        activate_company(company, by=owner)
    for reason in ("", " ", "x" * 301, "a\x00"):
        with pytest.raises(Invalid):
            deactivate_company(company, reason=reason, by=admin_user)
    company.refresh_from_db()
    assert company.is_active


def test_owners_are_told_why(
    company: Company,
    owner: User,
    viewer: User,
    admin_user: User,
    django_capture_on_commit_callbacks: Make,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        shut(company, admin_user)
        shut(company, admin_user)
        activate_company(company, by=admin_user)
        activate_company(company, by=admin_user)

    assert [(m.to[0], m.subject) for m in mail.outbox] == [
        ("owner@example.com", "Acme Works has been deactivated"),
        ("owner@example.com", "Acme Works is active again"),
    ]
    assert "It does not exist." in str(mail.outbox[0].body)


def test_administrator_does_both_on_its_page(
    client: Client, company: Company, admin_user: User
) -> None:
    client.force_login(admin_user)
    address = f"/admin/people/company/{company.pk}"

    assert client.post(f"{address}/deactivate/", {"reason": ""}).status_code == 200
    client.post(f"{address}/deactivate/", {"reason": "It does not exist."})
    company.refresh_from_db()
    assert company.deactivation_reason == "It does not exist."
    assert "It does not exist." in client.get(f"{address}/").content.decode()
    client.post(f"{address}/activate/")
    company.refresh_from_db()
    assert company.is_active
