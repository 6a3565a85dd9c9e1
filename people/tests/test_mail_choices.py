"""Which mails somebody gets: chosen in the account, or ended from the mail itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

from nexus.core.errors import Invalid
from people.mail_events import Words
from people.mail_kinds import HowOften, mail_kind
from people.models import Company, MailChoice, User
from people.services import set_preferences
from people.services.mail_choices import (
    choose_mails,
    end_path,
    how_often,
    kinds_for,
    letter,
    wanting,
)

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db

PAGE = "/accounts/mails/"
KIND = "invitations"


def held(person: User, kind: str = KIND) -> HowOften:
    return how_often(kind, [person.pk])[person.pk]


def test_everybody_chooses_among_what_they_may_get(
    candidate: User, recruiter: User, admin_user: User
) -> None:
    def names(person: User) -> set[str]:
        return {kind.name for kind in kinds_for(person)}

    assert KIND in names(candidate)
    assert "new_applications" not in names(candidate)
    assert "new_applications" in names(recruiter)
    assert "new_applications" not in names(admin_user)


def test_page_saves_and_shows_the_choice(client: Client, recruiter: User) -> None:
    client.force_login(recruiter)
    chosen = {kind.name: kind.default.value for kind in kinds_for(recruiter)} | {KIND: "never"}

    answer = client.post(PAGE, chosen, follow=True)

    assert "Your choice is saved." in answer.content.decode()
    assert '<option value="never" selected>' in answer.content.decode()
    assert held(recruiter) == HowOften.NEVER
    assert held(recruiter, "new_applications") == HowOften.AT_ONCE


def test_page_refuses_what_a_kind_does_not_offer(client: Client, candidate: User) -> None:
    client.force_login(candidate)
    chosen = {kind.name: kind.default.value for kind in kinds_for(candidate)} | {KIND: "hourly"}

    answer = client.post(PAGE, chosen)

    assert "hourly is not one of the available choices" in answer.content.decode()
    assert not MailChoice.objects.exists()
    with pytest.raises(Invalid) as refused:
        choose_mails(candidate, {KIND: "hourly"})
    assert list(refused.value.details) == [KIND]


def test_page_is_for_whoever_is_signed_in(client: Client) -> None:
    assert client.get(PAGE).headers["Location"].startswith("/accounts/login/")


def test_a_mail_program_ends_the_mails_without_a_session(candidate: User) -> None:
    client = Client(enforce_csrf_checks=True)
    path = end_path(candidate, KIND)

    assert held(candidate) == HowOften.AT_ONCE
    asked = client.get(path)
    assert held(candidate) == HowOften.AT_ONCE
    assert "End these mails?" in asked.content.decode()
    answer = client.post(path, {"List-Unsubscribe": "One-Click"})

    assert (answer.status_code, held(candidate)) == (200, HowOften.NEVER)
    assert "Invitations to apply" in answer.content.decode()
    # What has ended stays so, whoever asks again.
    client.post(path, {"List-Unsubscribe": "One-Click"})
    assert "No more of these mails" in client.get(path).content.decode()


def test_ending_them_can_be_taken_back(client: Client, candidate: User) -> None:
    path = end_path(candidate, KIND)
    client.post(path)

    answer = client.post(path, {"action": "begin"})

    assert "The mails come again" in answer.content.decode()
    assert held(candidate) == HowOften.AT_ONCE


def test_taking_back_leaves_another_choice_alone(client: Client, recruiter: User) -> None:
    choose_mails(recruiter, {"new_applications": "daily"})

    client.post(end_path(recruiter, "new_applications"), {"action": "begin"})

    assert held(recruiter, "new_applications") == HowOften.DAILY


@pytest.mark.parametrize("wrong", ["x", "1.invitations:forged", "é", "{}x", "1.nothing"])
def test_no_other_address_ends_anything(wrong: str, client: Client, candidate: User) -> None:
    path = end_path(candidate, KIND)
    forged = f"{path.rstrip('/')}x/" if wrong == "{}x" else f"/accounts/mails/end/{wrong}/"

    assert client.post(forged).status_code == 404
    assert not MailChoice.objects.exists()


def test_the_address_is_of_one_person_and_one_kind(candidate: User, recruiter: User) -> None:
    paths = {
        end_path(candidate, KIND),
        end_path(recruiter, KIND),
        end_path(recruiter, "new_applications"),
    }
    assert len(paths) == 3
    Client().post(end_path(recruiter, KIND))
    assert held(candidate) == held(recruiter, "new_applications") == HowOften.AT_ONCE


def test_a_closed_account_has_no_such_page(client: Client, candidate: User) -> None:
    path = end_path(candidate, KIND)
    User.objects.filter(pk=candidate.pk).update(is_active=False)

    assert client.get(path).status_code == 404


def test_page_is_in_the_language_of_its_reader(client: Client, candidate: User) -> None:
    set_preferences(candidate, language="de", time_zone="")

    answer = client.get(end_path(candidate, KIND))

    assert (answer.headers["Content-Language"], 'lang="de"' in answer.content.decode()) == (
        "de",
        True,
    )


def test_a_mail_says_in_its_header_text_and_html_how_it_is_ended(candidate: User) -> None:
    owed = letter(
        "job_invitation", Words("S", "Hello {{name}}"), {"name": "A"}, kind=KIND, to=candidate
    )

    assert owed.unsubscribe_url.endswith(end_path(candidate, KIND))
    assert owed.unsubscribe_url in owed.text
    assert owed.unsubscribe_url in owed.html
    assert (owed.to, owed.text.startswith("Hello A\n")) == (candidate.email, True)


def test_only_those_are_written_to_who_can_be_and_want_it(
    make_user: Callable[..., User], company: Company
) -> None:
    wants, refuses, gone = make_user("wants"), make_user("refuses"), make_user("gone")
    choose_mails(refuses, {KIND: "never"})
    User.objects.filter(pk=gone.pk).update(is_active=False)
    nameless = make_user("nameless")
    User.objects.filter(pk=nameless.pk).update(email="")
    people = User.objects.filter(username__in=["wants", "refuses", "gone", "nameless"])

    assert list(wanting(KIND, people)) == [wants]


def test_a_choice_that_is_no_longer_offered_does_not_count(candidate: User) -> None:
    MailChoice.objects.create(user=candidate, kind=KIND, how_often="weekly")

    kind = mail_kind(KIND)
    assert kind
    assert held(candidate) == kind.default
