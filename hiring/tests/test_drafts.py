"""What people enter to apply is kept, and sent once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connection

from hiring.models import Application, ApplicationDraft, SavedJob, SavedSearch
from hiring.services import (
    CodeRefused,
    check_code,
    erase_applicant,
    find_draft,
    keep_draft,
    new_code,
    remove_old_drafts,
    save_job,
    save_search,
    send_draft,
    send_for_proven_address,
)
from hiring.tests.conftest import make_cv
from nexus.core.errors import Invalid
from nexus.core.models import OutgoingMail
from nexus.core.storages import private_storage
from people.models import User
from people.services import confirm_address

if TYPE_CHECKING:
    from jobs.models import Job

pytestmark = pytest.mark.django_db
KEY = "a" * 64


def keep(job: Job, **entered: Any) -> ApplicationDraft:
    fields = {"full_name": "Ada Byron", "email": "ada@example.com", "cover_letter": "Dear all"}
    return keep_draft(job, visitor=KEY, user=None, **(fields | entered))


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
