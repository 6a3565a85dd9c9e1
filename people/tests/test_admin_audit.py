"""The audit in the back office: who reads what of it, how it is narrowed, and that nobody changes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.models import AuditEntry
from people.services.auditing import AuditAct, record

if TYPE_CHECKING:
    from hiring.models import Application
    from people.models import Company, User

pytestmark = pytest.mark.django_db

LIST = "/admin/people/auditentry/"


@pytest.fixture
def boss(client: Client, admin_user: User) -> Client:
    client.force_login(admin_user)
    return client


def seen_by(client: Client, query: str = "") -> list[AuditEntry]:
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 200
    found: list[AuditEntry] = answer.context["cl"].result_list
    return found


def note(act: AuditAct = AuditAct.SEEN, thing: str = "company:1", **more: Any) -> AuditEntry:
    record(actor=more.pop("actor", None), act=act, thing=thing, **more)
    return AuditEntry.objects.latest("pk")


def dated(entry: AuditEntry, **ago: Any) -> AuditEntry:
    """Return an entry like this one, of another time: none is ever changed."""
    entry.pk, entry._state.adding = None, True
    entry.at = timezone.now() - timedelta(**ago)
    entry.save()
    return entry


# --- who reads what ----------------------------------------------------------------------------


def test_administrators_read_everything_and_owners_what_concerns_their_company(
    client: Client,
    admin_user: User,
    owner: User,
    company: Company,
    make_company: Callable[..., Company],
) -> None:
    ours = note(company=company)
    note(company=make_company())
    note(thing="user:1")

    client.force_login(owner)
    read_by_owner = seen_by(client)
    client.force_login(admin_user)
    read_by_admin = seen_by(client)

    assert read_by_owner == [ours]
    assert len(read_by_admin) == 3


@pytest.mark.parametrize("role", ["recruiter", "viewer", "candidate"])
def test_nobody_else_reads_anything(
    role: str, client: Client, company: Company, request: pytest.FixtureRequest
) -> None:
    entry = note(company=company)
    client.force_login(request.getfixturevalue(role))

    for path in (LIST, f"{LIST}{entry.pk}/change/"):
        assert client.get(path).status_code in {302, 403}
    home = client.get("/admin/")
    assert LIST not in home.content.decode()


def test_owner_of_a_company_that_is_shut_reads_nothing_of_it(
    client: Client, owner: User, company: Company
) -> None:
    note(company=company)
    company.deactivated_at = timezone.now()
    company.save()
    client.force_login(owner)

    assert client.get(LIST).status_code == 403


def test_entry_of_another_company_is_not_there(
    client: Client, owner: User, company: Company, make_company: Callable[..., Company]
) -> None:
    note(company=company)
    foreign = note(company=make_company())
    client.force_login(owner)

    assert client.get(f"{LIST}{foreign.pk}/change/").status_code == 404


# --- what it says ------------------------------------------------------------------------------


def test_list_says_who_did_what_to_what_and_whose_it_was(
    boss: Client, owner: User, company: Company, make_application: Callable[..., Application]
) -> None:
    application = make_application()
    note(
        actor=owner,
        thing=f"application:{application.pk}",
        company=company,
        subject=application.applicant,
    )

    (entry,) = seen_by(boss)
    told = entry.told  # type: ignore[attr-defined]

    assert told.who == (owner.get_full_name() or owner.username)
    assert (told.act, told.kind, told.name) == ("Saw", "Application", application.job.title)
    assert told.url == reverse("admin:hiring_application_change", args=[application.pk])
    assert (told.whose, told.company) == (application.applicant.username, company.name)


def test_list_names_nobody_whose_data_it_was(
    client: Client, owner: User, company: Company, make_user: Callable[..., User]
) -> None:
    person = make_user("pia23", full_name="Pia Person", phone_number="+4930123456")
    note(company=company, subject=person, thing=f"applicant:{person.pk}")
    client.force_login(owner)

    words = client.get(LIST).content.decode()

    assert "pia23" in words
    assert "Pia Person" not in words
    assert person.email not in words


def test_what_is_gone_is_called_by_its_number_and_leads_nowhere(
    boss: Client, make_user: Callable[..., User]
) -> None:
    entry = note(actor=make_user(), thing="application:987654", subject=876543, company=765432)

    answer = boss.get(f"{LIST}{entry.pk}/change/")

    words = answer.content.decode()
    assert answer.context["told"].url == ""
    assert "#876543" in words
    assert "765432" in words
    assert "application:987654" in words


def test_entry_says_in_words_what_was_changed(boss: Client, company: Company) -> None:
    entry = note(
        AuditAct.CHANGED,
        f"company:{company.pk}",
        label=company.name,
        details={"is_verified": [False, True], "location": ["", "Kiel"], "logo": [], "x_y": 3},
    )

    details = boss.get(f"{LIST}{entry.pk}/change/").context["details"]

    # PostgreSQL keeps the keys of JSON in an order of its own.
    assert {(d.label, d.before, d.value) for d in details} == {
        ("Verified", "no", "yes"),
        ("Place", "nothing", "Kiel"),
        ("Logo", "", "changed"),
        ("X y", "", "3"),
    }


def test_every_kind_of_thing_that_is_noted_is_known(boss: Client) -> None:
    from nexus.core.backoffice.things import thing_of

    for kind in ("application", "applicant", "profile", "user", "company", "membership"):
        assert thing_of(kind) is not None, kind


# --- by what it is narrowed --------------------------------------------------------------------


def test_each_filter_narrows_the_list(
    boss: Client, make_user: Callable[..., User], company: Company
) -> None:
    edda, pia = make_user("edda"), make_user("pia")
    wanted = note(AuditAct.EXPORTED, f"user:{pia.pk}", actor=edda, subject=pia)
    note(AuditAct.SEEN, f"company:{company.pk}", actor=pia)
    old = dated(note(AuditAct.MOVED, "job:7"), days=40)
    today = timezone.localdate()

    assert seen_by(boss, "act=exported") == [wanted]
    assert seen_by(boss, "kind=user") == [wanted]
    assert seen_by(boss, "who=EDDA") == [wanted]
    assert seen_by(boss, "whose=pia") == [wanted]
    assert seen_by(boss, f"whose=%23{pia.pk}") == [wanted]
    assert old not in seen_by(boss, f"since={today - timedelta(days=39)}")
    assert seen_by(boss, f"until={today - timedelta(days=39)}") == [old]
    assert seen_by(boss, f"since={today - timedelta(days=41)}&act=exported&who=edda") == [wanted]
    assert seen_by(boss, "who=nobody-of-this-name") == []


def test_search_finds_people_by_user_name_and_things_by_number(
    boss: Client, make_user: Callable[..., User], make_application: Callable[..., Application]
) -> None:
    edda, application = make_user("edda"), make_application()
    by_edda = note(actor=edda, thing="job:7")
    of_edda = note(subject=edda, thing=f"profile:{edda.profile.pk}")
    opened = note(thing=f"application:{application.pk}")

    assert set(seen_by(boss, "q=edda")) == {by_edda, of_edda}
    assert seen_by(boss, f"q={application.reference}") == [opened]
    assert seen_by(boss, "q=job:7") == [by_edda]
    assert seen_by(boss, "q=%23" + "9" * 30) == []


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("since=tomorrow", "Enter a valid date."),
        ("since=2026-02-02&until=2026-01-01", "This is before the day on which it begins."),
        ("act=nothing", "Select a valid choice."),
        ("since=0001-01-01", "Enter a valid date."),
        ("until=9999-12-31", "Enter a valid date."),
    ],
)
def test_what_is_typed_wrong_is_said_beside_the_field(
    query: str, sentence: str, boss: Client
) -> None:
    note()

    answer = boss.get(f"{LIST}?{query}")

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    typed = query.partition("=")[2].partition("&")[0]
    assert f'value="{typed}"' in answer.content.decode() or "act=" in query


# --- that nobody changes it --------------------------------------------------------------------


def test_nobody_adds_changes_or_deletes_an_entry_at_any_address(
    client: Client, admin_user: User, owner: User, company: Company
) -> None:
    entry = note(company=company)
    before = AuditEntry.objects.values().get()

    for user in (admin_user, owner):
        client.force_login(user)
        for path in ("add/", f"{entry.pk}/change/", f"{entry.pk}/delete/"):
            assert client.post(f"{LIST}{path}", {"post": "yes", "act": "seen"}).status_code == 403
        sent = {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"}
        client.post(LIST, sent, follow=True)

    assert AuditEntry.objects.values().get() == before


def test_list_holds_a_page_of_entries_at_most(boss: Client) -> None:
    for _ in range(120):
        note()

    assert len(seen_by(boss)) == 50
    assert len(seen_by(boss, "all=")) == 50
