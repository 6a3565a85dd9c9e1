"""That a company is who it says it is: asked for, decided, taken back, and kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nexus.core.errors import Conflict, Invalid, NotAllowed
from nexus.core.storages import private_storage
from nexus.core.tests.documents import docx_bytes
from people.models import Company, CompanyVerification, User
from people.services import (
    decline_verification,
    request_verification,
    take_verification_back,
    update_company,
    verify_company,
    withdraw_request,
)

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]


def page(company: Company, part: str) -> str:
    return f"/admin/people/company/{company.pk}/{part}/"


def asked(company: Company, owner: User) -> CompanyVerification:
    return request_verification(company, note_to_admins="HRB 1234, Hamburg", by=owner)


def states(company: Company) -> list[str]:
    return list(company.verifications.order_by("pk").values_list("state", flat=True))


def test_request_waits_until_an_administrator_verifies(
    owner: User, company: Company, admin_user: User
) -> None:
    asked(company, owner)
    verify_company(company, by=admin_user)

    company.refresh_from_db()
    decision = company.verifications.get()
    assert company.is_verified
    assert (decision.state, decision.requested_by, decision.decided_by) == (
        "verified",
        owner,
        admin_user,
    )
    assert decision.note == "HRB 1234, Hamburg"


def test_owners_are_told_of_each_decision_and_why(
    owner: User,
    company: Company,
    admin_user: User,
    recruiter: User,
    django_capture_on_commit_callbacks: Make,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        asked(company, owner)
        decline_verification(company, reason="The number is another's.", by=admin_user)
        verify_company(company, by=admin_user)
        take_verification_back(company, reason="The company was sold.", by=admin_user)

    assert {m.to[0] for m in mail.outbox} == {"owner@example.com"}
    declined, verified, taken_back = mail.outbox
    assert declined.subject == "Acme Works could not be verified"
    assert "The number is another's." in str(declined.body)
    assert verified.subject == "Acme Works is verified"
    assert "The company was sold." in str(taken_back.body)
    assert states(company) == ["declined", "verified", "taken_back"]


def test_rules_of_asking(owner: User, company: Company, admin_user: User, viewer: User) -> None:
    for note in ("", "  ", "x" * 2001, "a\x00b"):
        with pytest.raises(Invalid) as refused:
            request_verification(company, note_to_admins=note, by=owner)
        assert set(refused.value.details) == {"note"}
    with pytest.raises(NotAllowed):
        asked(company, viewer)
    asked(company, owner)
    with pytest.raises(Conflict):
        asked(company, owner)
    withdraw_request(company, by=owner)
    with pytest.raises(Conflict):
        withdraw_request(company, by=owner)
    verify_company(company, by=admin_user)
    with pytest.raises(Conflict):
        asked(company, owner)


def test_owners_decide_nothing_themselves(owner: User, company: Company) -> None:
    asked(company, owner)

    with pytest.raises(NotAllowed):
        verify_company(company, by=owner)
    with pytest.raises(NotAllowed):
        decline_verification(company, reason="No", by=owner)
    with pytest.raises(NotAllowed):
        update_company(company, by=owner, is_verified=True)
    assert states(company) == ["pending"]


@pytest.mark.parametrize("reason", ["", "   ", "x" * 1001])
def test_declining_needs_a_reason(
    reason: str, owner: User, company: Company, admin_user: User
) -> None:
    asked(company, owner)

    with pytest.raises(Invalid) as refused:
        decline_verification(company, reason=reason, by=admin_user)
    assert set(refused.value.details) == {"reason"}
    assert states(company) == ["pending"]


def test_flag_that_comes_with_other_fields_is_kept_as_a_decision(
    company: Company, owner: User, admin_user: User
) -> None:
    asked(company, owner)
    update_company(company, by=admin_user, is_verified=True)
    update_company(company, by=admin_user, is_verified=True)
    update_company(company, by=admin_user, is_verified=False)

    assert states(company) == ["verified", "taken_back"]
    assert set(company.verifications.values_list("decided_by", flat=True)) == {admin_user.pk}


def test_document_is_for_administrators_alone_and_goes_with_the_decision(
    client: Client, owner: User, company: Company, admin_user: User, rival: User
) -> None:
    client.force_login(owner)
    upload = SimpleUploadedFile("extract.docx", docx_bytes())
    sent = client.post(
        page(company, "verification"), {"note": "See the register", "document": upload}
    )
    assert sent.status_code == 302
    stored = company.verifications.get().document.name
    assert stored
    assert client.get(page(company, "document")).status_code == 403
    client.force_login(rival)
    assert client.get(page(company, "document")).status_code in {403, 404}

    client.force_login(admin_user)
    answer = client.get(page(company, "document"))
    assert answer["Content-Disposition"] == 'attachment; filename="extract.docx"'
    assert answer["Cache-Control"].startswith("private, no-store")
    overview = client.get(f"/admin/people/company/{company.pk}/").content.decode()
    assert "See the register" in overview
    assert "Open the document" in overview


@pytest.mark.django_db(transaction=True)
def test_document_is_deleted_once_it_is_decided(
    client: Client, owner: User, company: Company, admin_user: User
) -> None:
    client.force_login(owner)
    upload = SimpleUploadedFile("extract.docx", docx_bytes())
    client.post(page(company, "verification"), {"note": "See it", "document": upload})
    stored = str(company.verifications.get().document.name)
    client.force_login(admin_user)

    client.post(page(company, "verify"))

    assert company.verifications.get().document_name == ""
    assert not private_storage().exists(stored)


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00 a program", b"<svg onload=alert(1)>"])
def test_hostile_documents_are_refused_with_what_was_typed(
    content: bytes, client: Client, owner: User, company: Company
) -> None:
    client.force_login(owner)
    upload = SimpleUploadedFile("extract.pdf", content)

    answer = client.post(page(company, "verification"), {"note": "Typed", "document": upload})

    assert answer.status_code == 200
    assert answer.context["form"].errors["document"]
    assert "Typed" in answer.content.decode()
    assert not company.verifications.exists()


def test_verified_company_bears_its_badge_on_the_site(
    client: Client, company: Company, admin_user: User
) -> None:
    address = f"/companies/{company.slug}/"
    assert "Verified company" not in client.get(address).content.decode()

    verify_company(company, by=admin_user)

    assert "Verified company" in client.get(address).content.decode()
