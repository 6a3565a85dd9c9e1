"""The page of a person in the back office, and who is shut out and let in again from there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nexus.core.audit import AuditAct
from nexus.core.errors import NotAllowed
from nexus.core.models import OutgoingMail
from people.choices import LetInReason, ShutOutReason
from people.models import AuditEntry, Company, User
from people.services import (
    ClosedByThemselves,
    OwnAccount,
    deactivate_account,
    reactivate_account,
    request_deletion,
)
from people.services.auditing import record

if TYPE_CHECKING:
    from conftest import ApiClient

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]
LIST = "/admin/people/user/"


@pytest.fixture
def boss(client: Client, admin_user: User) -> Client:
    client.force_login(admin_user)
    return client


def page(person: User, step: str = "change/") -> str:
    return f"{LIST}{person.pk}/{step}"


def test_page_says_where_they_belong_what_they_sent_and_how_they_sign_in(
    boss: Client, candidate: User, company: Company, make_application: Make, make_job: Make
) -> None:
    make_application(applicant=candidate, job=make_job(title="Night watch", company=company))
    company.memberships.create(user=candidate, role="viewer")
    Client().force_login(candidate)

    shown = boss.get(page(candidate))

    text = shown.content.decode()
    for words in ("Night watch", "Acme Works", "Viewer", "candidate@example.com", "Confirmed"):
        assert words in text, words
    assert f"/admin/hiring/application/?applicant={candidate.pk}" in text
    assert "/admin/people/auditentry/?whose=candidate" in text
    assert candidate.password not in text


def test_list_of_applications_is_narrowed_to_the_person(
    boss: Client, candidate: User, make_application: Make
) -> None:
    theirs = make_application(applicant=candidate)
    make_application()

    shown = boss.get("/admin/hiring/application/", {"applicant": candidate.pk})

    assert [row.pk for row in shown.context["cl"].result_list] == [theirs.pk]
    for odd in ("x", "-1", "9" * 30, "²"):
        answer = boss.get("/admin/hiring/application/", {"applicant": odd})
        assert answer.context["cl"].result_count == 2, odd


def test_company_is_not_told_whom_it_knows_nothing_of(
    client: Client, rival: User, rival_company: Company, candidate: User, make_application: Make
) -> None:
    make_application(applicant=candidate)
    client.force_login(rival)

    shown = client.get("/admin/hiring/application/", {"applicant": candidate.pk})

    assert shown.context["cl"].result_count == 0
    assert "candidate" not in shown.content.decode().lower().replace("/candidate", "").replace(
        "candidates", ""
    )


def test_page_costs_the_same_however_much_there_is_of_them(
    boss: Client, admin_user: User, candidate: User, make_application: Make, make_company: Make
) -> None:
    def spent(rows: int) -> int:
        for _ in range(rows):
            make_application(applicant=candidate)
            make_company().memberships.create(user=candidate, role="viewer")
            record(
                actor=admin_user,
                act=AuditAct.CHANGED,
                thing=f"user:{candidate.pk}",
                subject=candidate,
            )
        boss.get(page(candidate))
        with CaptureQueriesContext(connection) as queries:
            boss.get(page(candidate))
        return len(queries)

    assert spent(10) == spent(30)


@pytest.mark.parametrize("role", ["owner", "recruiter", "viewer"])
@pytest.mark.parametrize("step", ["change/", "deactivate/", "activate/"])
def test_only_administrators_open_it(
    role: str, step: str, client: Client, candidate: User, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))

    assert client.get(page(candidate, step)).status_code == 403
    assert client.post(page(candidate, step), {"reason": "abuse"}).status_code == 403
    assert client.get(f"{LIST}deactivate/?ids={candidate.pk}").status_code == 403
    candidate.refresh_from_db()
    assert candidate.is_active


def test_nothing_is_sent_to_the_page_itself(boss: Client, candidate: User) -> None:
    assert boss.post(page(candidate), {"username": "other"}).status_code == 403
    assert boss.get(f"{LIST}999999/change/").status_code == 404
    assert boss.get(f"{LIST}999999/deactivate/").status_code == 404


def test_page_offers_what_can_be_done_with_them(
    boss: Client, admin_user: User, candidate: User, make_user: Make
) -> None:
    gone, left = make_user("gone", is_active=False), make_user("left")
    request_deletion(left)

    def offered(person: User) -> list[bool]:
        shown = boss.get(page(person)).content.decode()
        return [page(person, f"{step}/") in shown for step in ("deactivate", "activate")]

    assert offered(candidate) == [True, False]
    assert offered(gone) == [False, True]
    assert offered(admin_user) == [False, False]
    assert offered(left) == [False, False]


def test_shutting_out_ends_sessions_and_tokens_at_once_and_keeps_the_reason(
    boss: Client, api: ApiClient, candidate: User, admin_user: User
) -> None:
    theirs = Client()
    theirs.force_login(candidate)
    assert api.get("/api/profiles/my_stats/", as_=candidate).status_code == 200

    boss.post(page(candidate, "deactivate/"), {"reason": "security"})

    assert theirs.get("/accounts/email/").status_code == 302
    assert api.get("/api/profiles/my_stats/", as_=candidate).status_code == 401
    entry = AuditEntry.objects.get(act="changed", thing=f"user:{candidate.pk}")
    assert (entry.actor, entry.subject) == (admin_user, candidate)
    assert entry.details == {"is_active": [True, False], "reason": "security"}
    assert not OutgoingMail.objects.filter(kind="account_deactivated").exists()
    assert "Somebody else may be using it" in boss.get(page(candidate)).content.decode()

    boss.post(page(candidate, "activate/"), {"reason": "cleared"})

    candidate.refresh_from_db()
    assert candidate.is_active


def test_mail_is_shown_before_it_is_sent(boss: Client, candidate: User) -> None:
    sent = {"reason": "abuse", "mail": "on", "words": "Write to help@example.com."}
    path = page(candidate, "deactivate/")

    first = boss.post(path, sent)

    candidate.refresh_from_db()
    assert candidate.is_active
    (to, subject, text) = first.context["letters"][0]
    assert to == "candidate@example.com"
    assert "deactivated" in subject
    assert "Write to help@example.com." in text
    # Other words are another mail, which is shown as well.
    other = boss.post(path, {**sent, "words": "Bye.", "seen": first.context["seen"]})
    assert other.status_code == 200
    assert not OutgoingMail.objects.filter(kind="account_deactivated").exists()

    boss.post(path, {**sent, "seen": first.context["seen"]})

    mail = OutgoingMail.objects.get(kind="account_deactivated")
    assert (mail.to_address, str(mail.text_body)) == (to, text)
    candidate.refresh_from_db()
    assert not candidate.is_active
    assert "help@" not in str(list(AuditEntry.objects.values_list("details", flat=True)))


def test_reason_is_asked_for_and_nothing_typed_is_lost(boss: Client, candidate: User) -> None:
    answer = boss.post(page(candidate, "deactivate/"), {"mail": "on", "words": "Half a letter"})

    assert answer.status_code == 200
    assert answer.context["form"].errors["reason"] == ["This field is required."]
    assert "Half a letter" in answer.content.decode()
    candidate.refresh_from_db()
    assert candidate.is_active


def test_several_are_shut_out_together_or_none_of_them(
    boss: Client, admin_user: User, candidate: User, other_candidate: User
) -> None:
    def ticked(*people: User) -> Any:
        ids = [one.pk for one in people]
        sent = {"action": "deactivate", "_selected_action": ids, "index": 0}
        return boss.post(LIST, sent)["Location"]

    refused = boss.post(ticked(candidate, admin_user), {"reason": "abuse"})
    assert "You cannot deactivate your own account." in refused.content.decode()
    candidate.refresh_from_db()
    assert candidate.is_active

    boss.post(ticked(candidate, other_candidate), {"reason": "abuse"})

    assert User.objects.filter(is_active=False).count() == 2
    assert boss.get(f"{LIST}deactivate/?ids=x,,99999999").status_code == 302


def test_nobody_shuts_themselves_out_or_others_without_being_one_who_may(
    admin_user: User, candidate: User, make_user: Make
) -> None:
    other = make_user("other-boss", is_admin=True)
    with pytest.raises(OwnAccount):
        deactivate_account(admin_user, by=admin_user, reason=ShutOutReason.OTHER)
    with pytest.raises(NotAllowed):
        deactivate_account(admin_user, by=candidate, reason=ShutOutReason.OTHER)
    deactivate_account(admin_user, by=other, reason=ShutOutReason.LEFT)
    # Whoever is out shuts out nobody: one administrator is always left.
    with pytest.raises(NotAllowed):
        deactivate_account(other, by=admin_user, reason=ShutOutReason.OTHER)


def test_who_left_by_themselves_is_not_let_in_by_others(
    boss: Client, admin_user: User, candidate: User
) -> None:
    request_deletion(candidate)

    with pytest.raises(ClosedByThemselves):
        reactivate_account(candidate, by=admin_user, reason=LetInReason.OTHER)
    answer = boss.post(page(candidate, "activate/"), {"reason": "asked"})

    assert "closed their account themselves" in answer.content.decode()
    candidate.refresh_from_db()
    assert not candidate.is_active
