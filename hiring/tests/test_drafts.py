"""What people enter to apply is kept, and sent once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.utils import timezone

from hiring.models import Application, ApplicationDraft, SavedJob, SavedSearch
from hiring.services import (
    CodeRefused,
    check_code,
    discard_draft,
    erase_applicant,
    find_draft,
    keep_draft,
    new_code,
    rebuild_draft_tokens,
    remove_old_drafts,
    save_job,
    save_search,
    send_draft,
    send_for_proven_address,
)
from hiring.tests.conftest import PDF, make_cv
from nexus.core.errors import Invalid
from nexus.core.models import OutgoingMail
from nexus.core.storages import private_storage
from people.models import Profile, User
from people.services import confirm_address, erase_due_accounts, request_deletion
from people.services.deletion import TIME_TO_RECONSIDER

if TYPE_CHECKING:
    from jobs.models import Job

pytestmark = pytest.mark.django_db
KEY = "a" * 64


def keep(job: Job, **entered: Any) -> ApplicationDraft:
    fields = {"full_name": "Ada Byron", "email": "ada@example.com", "cover_letter": "Dear all"}
    return keep_draft(job, visitor=KEY, user=None, **(fields | entered))


@pytest.fixture
def later(time_machine: Any) -> Callable[[], None]:
    def go() -> None:
        """Let the time pass in which a deletion can be taken back."""
        time_machine.move_to(timezone.now() + TIME_TO_RECONSIDER + timedelta(minutes=1))

    return go


def code_of_last_mail() -> str:
    mail = OutgoingMail.objects.filter(kind="application_code").latest("pk")
    found = re.search(r"^(\d{6})$", mail.text_body, re.MULTILINE)
    assert found
    return found[1]


def test_a_refused_cv_loses_neither_the_letter_nor_the_cv_before(job: Job) -> None:
    keep(job, resume=make_cv())
    with pytest.raises(Invalid):
        keep(job, cover_letter="Better", resume=make_cv(content=b"no document"))
    draft = find_draft(job, visitor=KEY, user=None)
    assert draft is not None
    assert (draft.cover_letter, draft.resume_name) == ("Better", "carla.pdf")


def test_the_texts_are_encrypted_and_the_key_is_not_stored(job: Job) -> None:
    keep(job)
    with connection.cursor() as cursor:
        cursor.execute("select * from hiring_applicationdraft")
        stored = repr(cursor.fetchall())
    assert not [word for word in ("Ada", "example.com", "Dear all", KEY) if word in stored]


def test_another_browser_does_not_find_it(job: Job) -> None:
    keep(job)
    assert find_draft(job, visitor="b" * 64, user=None) is None


def test_signing_in_takes_the_draft_along_with_the_cv_of_the_older_one(
    job: Job, candidate: User
) -> None:
    keep_draft(job, visitor=KEY, user=candidate, cover_letter="Old", resume=make_cv())
    keep(job, cover_letter="New")
    draft = find_draft(job, visitor=KEY, user=candidate)
    assert draft is not None
    assert (draft.cover_letter, draft.resume_name) == ("New", "carla.pdf")
    assert private_storage().exists(draft.resume.name or "")
    assert ApplicationDraft.objects.count() == 1


def test_old_drafts_go_with_their_files(
    job: Job, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    name = keep(job, resume=make_cv()).resume.name or ""
    ApplicationDraft.objects.update(expires_at="2020-01-01T00:00Z")
    with django_capture_on_commit_callbacks(execute=True):
        assert remove_old_drafts() == 1
    assert not private_storage().exists(name)


def test_a_code_is_good_once_mailed_and_a_wrong_one_counts(job: Job) -> None:
    draft = keep(job)
    assert new_code(draft)
    with pytest.raises(CodeRefused):
        check_code(draft, "000000x")
    check_code(draft, code_of_last_mail())
    assert ApplicationDraft.objects.get().code_tries == 2


def test_five_tries_use_a_code_up(job: Job) -> None:
    draft = keep(job)
    new_code(draft)
    for _ in range(5):
        with pytest.raises(CodeRefused):
            check_code(draft, "wrong")
    with pytest.raises(CodeRefused) as refused:
        check_code(draft, code_of_last_mail())
    assert refused.value.is_over


def test_an_hour_later_a_code_is_no_good(job: Job) -> None:
    draft = keep(job)
    new_code(draft)
    assert draft.code_sent_at is not None
    draft.code_sent_at -= timedelta(hours=1, seconds=1)
    with pytest.raises(CodeRefused) as refused:
        check_code(draft, code_of_last_mail())
    assert refused.value.is_over


def test_sending_the_form_twice_mails_one_code(job: Job) -> None:
    draft = keep(job)
    assert new_code(draft)
    assert not new_code(keep(job))


def test_a_code_proves_the_address_that_it_went_to_and_no_other(job: Job) -> None:
    new_code(keep(job))
    with pytest.raises(CodeRefused):
        check_code(keep(job, email="eve@example.com"), code_of_last_mail())


def test_a_new_address_gets_an_account_without_a_password(job: Job) -> None:
    application, user, is_new = send_for_proven_address(keep(job, resume=make_cv()))
    assert is_new
    assert not user.has_usable_password()
    assert user.full_name == "Ada Byron"
    assert EmailAddress.objects.get(user=user).verified
    assert (application.applicant, application.resume_name) == (user, "carla.pdf")


def test_an_address_with_an_account_applies_as_that_account(job: Job, candidate: User) -> None:
    confirm_address(candidate)
    before = (candidate.password, candidate.full_name)
    _, user, is_new = send_for_proven_address(keep(job, email=candidate.email.upper()))
    user.refresh_from_db()
    assert (user, is_new) == (candidate, False)
    assert (user.password, user.full_name) == before


def test_whoever_only_claimed_the_address_loses_the_password(
    job: Job, make_user: Callable[..., User]
) -> None:
    squatter = make_user(email="ada@example.com")
    EmailAddress.objects.filter(user=squatter).delete()
    _, user, is_new = send_for_proven_address(keep(job))
    user.refresh_from_db()
    assert (user, is_new) == (squatter, False)
    assert not user.has_usable_password()


def test_sending_twice_makes_one_application_and_empties_the_draft(
    job: Job, candidate: User
) -> None:
    draft = keep_draft(
        job,
        visitor=KEY,
        user=candidate,
        cover_letter="Dear all",
        consent_version="1",
        resume=make_cv(),
    )
    first = send_draft(draft, applicant=candidate)
    assert send_draft(draft, applicant=candidate) == first
    assert Application.objects.get().consent_version == "1"
    left = ApplicationDraft.objects.get()
    assert (left.cover_letter, left.resume.name, left.application) == ("", "", first)


def test_the_acknowledgement_names_the_reference(job: Job, candidate: User) -> None:
    application = send_draft(keep_draft(job, visitor=KEY, user=candidate), applicant=candidate)
    mail = OutgoingMail.objects.get(kind="application_received")
    assert application.reference in mail.text_body


def test_an_erased_person_leaves_no_draft_and_nothing_saved(job: Job, candidate: User) -> None:
    draft = keep_draft(job, visitor=KEY, user=candidate, cover_letter="Dear all", resume=make_cv())
    save_job(job, by=candidate)
    save_search(name="Mine", query="q=a", by=candidate)
    erase_applicant(candidate)
    assert not ApplicationDraft.objects.exists()
    assert not private_storage().exists(draft.resume.name or "")
    assert not SavedJob.objects.exists()
    assert not SavedSearch.objects.exists()


def test_visitors_are_kept_a_day_and_people_a_week(
    job: Job, candidate: User, time_machine: Any
) -> None:
    visitors = keep(job)
    time_machine.move_to(visitors.created_at + timedelta(hours=23))
    found = find_draft(job, visitor=KEY, user=None)
    assert found == visitors
    time_machine.move_to(visitors.created_at + timedelta(hours=25))
    assert find_draft(job, visitor=KEY, user=None) is None
    own = keep_draft(job, visitor=KEY, user=candidate, cover_letter="Dear all")
    time_machine.move_to(own.created_at + timedelta(days=6))
    assert find_draft(job, visitor=KEY, user=candidate) == own


def test_what_a_visitor_entered_is_kept_a_week_once_they_sign_in(
    job: Job, candidate: User, time_machine: Any
) -> None:
    draft = keep(job)
    find_draft(job, visitor=KEY, user=candidate)
    time_machine.move_to(draft.created_at + timedelta(days=6))
    assert find_draft(job, visitor=KEY, user=candidate) == draft


def test_discarding_leaves_neither_row_nor_file_nor_address(
    job: Job, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    draft = keep(job, resume=make_cv())
    new_code(draft)
    with django_capture_on_commit_callbacks(execute=True):
        discard_draft(job, visitor=KEY, user=None)
    assert not ApplicationDraft.objects.exists()
    assert not private_storage().exists(draft.resume.name or "")
    mail = OutgoingMail.objects.get()
    assert (mail.to_address, mail.text_body, mail.html_body) == ("", "", "")


def test_discarding_keeps_what_was_sent(job: Job, candidate: User) -> None:
    draft = keep_draft(job, visitor=KEY, user=candidate)
    application = send_draft(draft, applicant=candidate)
    discard_draft(job, visitor=KEY, user=candidate)
    assert ApplicationDraft.objects.get().application == application


def test_a_new_account_begins_with_the_cv_in_its_profile(job: Job) -> None:
    application, user, _ = send_for_proven_address(keep(job, resume=make_cv()))
    profile = Profile.objects.get(user=user)
    assert profile.resume_name == "carla.pdf"
    assert profile.resume.name != application.resume.name
    with profile.resume.open("rb") as file:
        assert file.read() == PDF
    assert not profile.is_profile_public


def test_an_account_that_was_there_keeps_its_own_cv(job: Job, candidate: User) -> None:
    confirm_address(candidate)
    send_for_proven_address(keep(job, email=candidate.email, resume=make_cv()))
    assert not Profile.objects.get(user=candidate).resume


def test_mails_with_codes_are_theirs_who_proved_the_address_and_go_with_them(
    job: Job, later: Callable[[], None]
) -> None:
    new_code(keep(job, email="typo@example.com"))
    draft = keep(job)
    ApplicationDraft.objects.update(code_sent_at=None)
    draft.refresh_from_db()
    new_code(draft)
    _, user, _ = send_for_proven_address(draft)
    assert OutgoingMail.objects.get(recipient=user, kind="application_code").to_address == (
        "ada@example.com"
    )
    request_deletion(user)
    later()
    erase_due_accounts()
    left = OutgoingMail.objects.exclude(recipient__isnull=False)
    assert [mail.to_address for mail in left if mail.kind == "application_code"] == [
        "typo@example.com"
    ]


def test_an_expired_draft_takes_the_address_out_of_its_mails(job: Job) -> None:
    new_code(keep(job))
    ApplicationDraft.objects.update(expires_at="2020-01-01T00:00Z")
    remove_old_drafts()
    mail = OutgoingMail.objects.get()
    assert (mail.to_address, mail.subject, mail.text_body) == ("", "", "")


def test_an_erased_person_leaves_no_draft_under_a_proven_address(
    job: Job, candidate: User, other_candidate: User
) -> None:
    draft = keep(job, email=candidate.email.upper(), resume=make_cv())
    keep_draft(job, visitor="b" * 64, user=None, email=other_candidate.email)
    erase_applicant(candidate)
    assert [left.email for left in ApplicationDraft.objects.all()] == [other_candidate.email]
    assert not private_storage().exists(draft.resume.name or "")


def test_a_claimed_address_takes_nobodys_draft_along(
    job: Job, make_user: Callable[..., User]
) -> None:
    keep(job)
    erase_applicant(make_user(email="ada@example.com", verified=False))
    assert ApplicationDraft.objects.exists()


def test_drafts_are_found_by_their_address_after_a_change_of_the_index_key(
    job: Job, candidate: User, settings: Any
) -> None:
    keep(job, email=candidate.email)
    settings.INDEX_KEY = "another-key-for-the-index-of-at-least-some-length"
    assert not ApplicationDraft.objects.of_person(candidate).exists()
    rebuild_draft_tokens()
    assert ApplicationDraft.objects.of_person(candidate).exists()
