"""Erasing what identifies a person at once: what goes, what stays, and for whom it is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from hiring.models import Application
from hiring.services import add_note, save_search
from jobs.services.reporting import report_job
from nexus.core.errors import Gone, NotAllowed
from nexus.core.storages import private_storage
from people.choices import ShutOutReason
from people.models import AccountDeletion, AuditEntry, Company, User
from people.personal_data import held_of
from people.services import (
    Erased,
    OwnAccount,
    OwnerNeeded,
    anonymise_account,
    deactivate_account,
    request_deletion,
    restore_account,
)

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]


@pytest.fixture
def boss(client: Client, admin_user: User) -> Client:
    client.force_login(admin_user)
    return client


def page(person: User) -> str:
    return f"/admin/people/user/{person.pk}/anonymise/"


@pytest.fixture
def applied(
    candidate: User, owner: User, company: Company, make_application: Make, make_job: Make
) -> Application:
    stored = private_storage().save("applications/z.pdf", ContentFile(b"cv"))
    made: Application = make_application(
        applicant=candidate, job=make_job(company=company), cover_letter="Dear all", resume=stored
    )
    add_note(made, by=owner, text="Seems fine.")
    save_search(name="Nights", query="q=night", by=candidate)
    report_job(made.job, reason="filled", by=candidate, caller="192.0.2.1")
    return made


def test_page_counts_what_goes_and_what_stays(
    boss: Client, applied: Application, candidate: User
) -> None:
    shown = boss.get(page(candidate))

    goes = {str(one.label): one.number for one in shown.context["goes"]}
    assert (goes["Letters of applications"], goes["CVs of applications"]) == (1, 1)
    assert goes["Notes and ratings about them"] == 1
    assert goes["Saved searches"] == 1
    assert goes["What they wrote in reports of jobs"] == 1
    assert goes["E-mail addresses"] == 1
    stays = {str(one.label): one.number for one in shown.context["stays"]}
    assert stays["Applications with their stages, for the statistics"] == 1
    candidate.refresh_from_db()
    assert candidate.is_active


def test_only_a_typed_name_erases_at_once(
    boss: Client,
    applied: Application,
    candidate: User,
    admin_user: User,
    django_capture_on_commit_callbacks: Any,
) -> None:
    theirs = Client()
    theirs.force_login(candidate)
    wrong = boss.post(page(candidate), {"confirm": "somebody"})
    assert wrong.context["form"].errors["confirm"] == ["This is not the user name. Type candidate."]
    assert not AccountDeletion.objects.exists()

    with django_capture_on_commit_callbacks(execute=True):
        answer = boss.post(page(candidate), {"confirm": " Candidate "})

    assert answer.status_code == 302
    candidate.refresh_from_db()
    assert candidate.username == f"deleted-{candidate.pk}"
    assert (candidate.email, candidate.is_active) == ("", False)
    assert theirs.get("/accounts/email/").status_code == 302
    applied.refresh_from_db()
    assert (applied.cover_letter, applied.resume.name) == ("", "")
    assert applied.applicant == candidate
    entry = AuditEntry.objects.get(act="deleted", thing=f"user:{candidate.pk}")
    assert (entry.actor, entry.label, entry.details) == (admin_user, "", {"account": "erased"})
    held = [one for one in held_of(candidate) if not one.stays]
    assert [str(one.label) for one in held] == ["Name, phone, address and user name"]  # its number
    shown = boss.get(f"/admin/people/user/{candidate.pk}/change/").content.decode()
    assert "What identified this person was erased" in shown
    assert "erased already" in boss.get(page(candidate)).content.decode()


def test_there_is_no_way_back(candidate: User, admin_user: User) -> None:
    request_deletion(candidate)
    anonymise_account(candidate, by=admin_user)

    with pytest.raises(Gone):
        restore_account(candidate)
    with pytest.raises(Erased):
        anonymise_account(candidate, by=admin_user)


def test_refused_for_oneself_by_others_and_where_a_company_would_lose_its_owner(
    boss: Client,
    admin_user: User,
    owner: User,
    recruiter: User,
    company: Company,
    make_user: Make,
) -> None:
    with pytest.raises(OwnAccount):
        anonymise_account(admin_user, by=admin_user)
    with pytest.raises(NotAllowed):
        anonymise_account(recruiter, by=owner)
    with pytest.raises(OwnerNeeded):
        anonymise_account(owner, by=admin_user)
    shown = boss.get(page(owner)).content.decode()
    assert "Make somebody else an owner first" in shown
    assert f"/admin/people/company/{company.pk}/#members" in shown
    assert 'name="confirm"' not in shown
    assert boss.post(page(owner), {"confirm": "owner"}).status_code == 200
    assert 'name="confirm"' not in boss.get(page(admin_user)).content.decode()
    other = make_user("other-boss", is_admin=True)
    deactivate_account(other, by=admin_user, reason=ShutOutReason.OTHER)
    with pytest.raises(NotAllowed):  # who is out decides nothing: one is always left
        anonymise_account(admin_user, by=other)
    assert not AccountDeletion.objects.exists()


def test_company_without_other_members_is_told_beforehand_and_closes_its_jobs(
    boss: Client, owner: User, company: Company, make_job: Make, admin_user: User
) -> None:
    job = make_job(company=company)
    assert "Acme Works" in boss.get(page(owner)).content.decode()

    anonymise_account(owner, by=admin_user)

    job.refresh_from_db()
    assert job.status == "closed"


@pytest.mark.parametrize("role", ["owner", "viewer", "candidate"])
def test_only_administrators_open_it(
    role: str, client: Client, other_candidate: User, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))

    client.post(page(other_candidate), {"confirm": other_candidate.username})

    other_candidate.refresh_from_db()
    assert other_candidate.is_active
