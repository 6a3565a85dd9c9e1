"""Erasing an account: nothing of the person is left, and what is not theirs is whole."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from conftest import PASSWORD
from hiring import mails
from hiring.models import Application, Note, StatusChange
from hiring.services import add_note, move_application
from nexus.core.audit import AuditAct
from nexus.core.models import OutgoingMail
from nexus.core.storages import private_storage, public_storage
from people import personal_data
from people.choices import AccessKind, Role
from people.models import AccountDeletion, AuditEntry, Membership, PersonToken, Profile, User
from people.services import (
    erase_account,
    erase_due_accounts,
    record_access,
    request_deletion,
    request_export,
    restore_account,
)
from people.services.deletion import TIME_TO_RECONSIDER
from people.services.invitations import invite
from people.services.profiles import update_profile
from people.tests.test_account_pages import SECRET

if TYPE_CHECKING:
    from collections.abc import Callable

    from people.models import Company

pytestmark = pytest.mark.django_db

MARK = "Zwölfboxkämpfer"
"""What is entered everywhere, and looked for everywhere afterwards."""


@pytest.fixture
def later(time_machine: Any) -> Callable[[], None]:
    def go() -> None:
        """Let the time pass in which a deletion can be taken back."""
        time_machine.move_to(timezone.now() + TIME_TO_RECONSIDER + timedelta(minutes=1))

    return go


@pytest.fixture
def person(
    make_user: Callable[..., User],
    make_application: Callable[..., Any],
    make_job: Callable[..., Any],
    admin_user: User,
    owner: User,
    company: Company,
    client: Client,
) -> User:
    """Somebody who has left traces wherever one can."""
    made: User = make_user(
        "zwolfbox",
        email="zwolfbox@example.com",
        first_name=MARK,
        last_name=MARK,
        full_name=MARK,
        phone_number="+49 40 7654321",
        address=MARK,
        language="de",
        time_zone="Europe/Berlin",
    )
    update_profile(
        made.profile,
        by=made,
        bio=MARK,
        city=MARK,
        job_title=MARK,
        education=MARK,
        date_of_birth=date(1980, 1, 1),
        skills=["Welding"],
        linkedin_url="https://example.com/zwolfbox",
    )
    Profile.objects.filter(user=made).update(
        profile_image=public_storage().save("profiles/z.jpg", ContentFile(b"photo")),
        resume=private_storage().save("profiles/z.pdf", ContentFile(b"cv")),
    )
    application = make_application(
        applicant=made,
        job=make_job(company=company),
        cover_letter=MARK,
        resume=private_storage().save("applications/z.pdf", ContentFile(b"cv")),
        resume_name=f"{MARK}.pdf",
    )
    move_application(application, "reviewed", by=owner, note=f"{MARK} is good")  # type: ignore[arg-type]
    add_note(application, by=owner, text=f"Ask {MARK} about it.")
    mails.announce(application)
    invite(company, made.email, role=Role.VIEWER, by=owner)
    SocialAccount.objects.create(user=made, provider="github", uid="7", extra_data={"n": MARK})
    client.post("/accounts/login/", {"login": "zwolfbox", "password": PASSWORD})
    TOTP.activate(made, SECRET)
    made.groups.add(Group.objects.create(name="Some editors"))
    LogEntry.objects.log_actions(admin_user.pk, [made], CHANGE, change_message="[]")
    record_access(
        viewer=owner, subject=made, kind=AccessKind.DOWNLOADED_CV, target="x:1", company=company
    )
    request_export(made)
    return made


def traces() -> list[str]:
    """Return every column of every table in which something of the person can be read."""
    marks = (MARK.casefold(), "zwolfbox", "7654321")
    found = []
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label in {"sessions.Session"}:  # sealed, and ended
            continue
        for row in model._base_manager.all():
            for field in model._meta.concrete_fields:
                text = str(getattr(row, field.attname)).casefold()
                if any(mark in text for mark in marks):
                    found.append(f"{model._meta.label}.{field.name} {row.pk}")
    return found


def erase(person: User, later: Callable[[], None]) -> User:
    request_deletion(person)
    later()
    assert erase_due_accounts() == 1
    erased: User = User.objects.get(pk=person.pk)
    return erased


def test_nothing_of_the_person_can_be_read_anywhere(
    person: User, later: Callable[[], None]
) -> None:
    assert len(traces()) > 15

    erase(person, later)

    assert traces() == []


def test_account_is_a_number_that_nobody_can_sign_in_to(
    person: User, later: Callable[[], None], client: Client
) -> None:
    erased = erase(person, later)

    assert erased.username == f"deleted-{person.pk}"
    assert erased.get_full_name() == ""
    assert erased.email == erased.phone_number == erased.language == erased.time_zone == ""
    assert not erased.has_usable_password()
    flags = (erased.is_active, erased.is_staff, erased.is_admin, erased.is_superuser)
    assert not any(flags)
    assert erased.last_login is None
    for model in (EmailAddress, Authenticator, SocialAccount, Membership, PersonToken):
        assert not model._base_manager.filter(user=erased).exists()
    assert not OutgoingMail.objects.filter(recipient=erased).exists()
    assert not erased.groups.exists()
    response = client.post("/accounts/login/", {"login": "zwolfbox", "password": PASSWORD})
    assert response.status_code == 200


def test_files_are_gone(person: User, later: Callable[[], None]) -> None:
    export = person.data_exports.get()
    held = [
        (public_storage(), person.profile.profile_image.name),
        (private_storage(), Profile.objects.get(user=person).resume.name),
        (private_storage(), Application.objects.get().resume.name),
        (private_storage(), export.archive.name),
    ]
    held[0] = (public_storage(), Profile.objects.get(user=person).profile_image.name)
    assert all(storage.exists(str(name)) for storage, name in held)

    erase(person, later)

    assert not any(storage.exists(str(name)) for storage, name in held)
    profile = Profile.objects.get(user=person)
    assert not profile.profile_image
    assert not profile.resume
    assert profile.skills.count() == 0


def test_company_keeps_a_nameless_record_of_the_stages(
    person: User, later: Callable[[], None]
) -> None:
    steps = list(StatusChange.objects.values_list("from_status", "to_status", "at"))

    erase(person, later)

    application = Application.objects.get()
    assert application.applicant_id == person.pk
    assert application.withdrawn_at is not None
    assert (application.cover_letter, application.resume_name) == ("", "")
    assert list(StatusChange.objects.values_list("from_status", "to_status", "at")) == steps
    assert {str(change.note) for change in StatusChange.objects.all()} == {""}
    assert not Note.objects.exists()


def test_decided_applications_are_not_withdrawn(
    candidate: User, make_application: Callable[..., Any], later: Callable[[], None]
) -> None:
    hired = make_application(applicant=candidate, status="hired")

    erase(candidate, later)

    hired.refresh_from_db()
    assert (hired.status, hired.withdrawn_at) == ("hired", None)


def test_who_looked_at_whose_data_stays_on_record(
    person: User, later: Callable[[], None], owner: User
) -> None:
    erase(person, later)

    look = AuditEntry.objects.get(act=AuditAct.DOWNLOADED)
    assert (look.subject_id, look.actor) == (person.pk, owner)


def test_address_and_name_are_free_again(
    person: User, later: Callable[[], None], make_user: Callable[..., User]
) -> None:
    erase(person, later)

    assert make_user("zwolfbox", email="zwolfbox@example.com").pk != person.pk


def test_others_keep_everything(
    person: User, later: Callable[[], None], other_candidate: User, owner: User
) -> None:
    before = [
        (user.username, str(user.first_name), user.email, user.is_active)
        for user in User.objects.exclude(pk=person.pk).order_by("pk")
    ]

    erase(person, later)

    assert before == [
        (user.username, str(user.first_name), user.email, user.is_active)
        for user in User.objects.exclude(pk=person.pk).order_by("pk")
    ]


def test_company_of_a_sole_owner_stays_without_members(
    owner: User, company: Company, make_job: Callable[..., Any], later: Callable[[], None]
) -> None:
    request_deletion(owner)
    reopened = make_job(company=company)  # by an administrator, meanwhile
    later()
    erase_due_accounts()

    reopened.refresh_from_db()
    assert reopened.status == "closed"
    assert not company.memberships.exists()


def test_nothing_is_erased_before_its_time(candidate: User, time_machine: Any) -> None:
    deletion = request_deletion(candidate)
    time_machine.move_to(timezone.now() + TIME_TO_RECONSIDER - timedelta(minutes=1))

    assert erase_due_accounts() == 0
    erase_account(deletion.pk)

    candidate.refresh_from_db()
    assert candidate.email == "candidate@example.com"


def test_restored_account_is_not_erased(candidate: User, later: Callable[[], None]) -> None:
    deletion = request_deletion(candidate)
    restore_account(candidate)
    later()

    assert erase_due_accounts() == 0
    erase_account(deletion.pk)

    candidate.refresh_from_db()
    assert candidate.email == "candidate@example.com"


def test_account_that_an_admin_opened_again_is_not_erased(
    candidate: User, later: Callable[[], None]
) -> None:
    request_deletion(candidate)
    User.objects.filter(pk=candidate.pk).update(is_active=True)
    later()

    erase_due_accounts()

    candidate.refresh_from_db()
    assert candidate.email == "candidate@example.com"
    assert not AccountDeletion.objects.exists()


def test_erasing_twice_does_no_harm(person: User, later: Callable[[], None]) -> None:
    erased = erase(person, later)
    AccountDeletion.objects.update(erased_at=None)

    assert erase_due_accounts() == 1

    assert User.objects.get(pk=person.pk).username == erased.username
    assert AccountDeletion.objects.get().erased_at is not None
    assert erase_due_accounts() == 0


@pytest.mark.parametrize("app", ["careers", "hiring", "jobs", "people"])
def test_what_fails_halfway_is_finished_by_the_next_run(
    app: str, person: User, later: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = personal_data._registered[app]
    assert data.erase is not None
    work = data.erase

    def fail_after_the_work(who: User) -> None:
        work(who)
        raise OSError("The storage is away.")

    broken = personal_data.PersonalData(app=app, erase=fail_after_the_work)
    deletion = request_deletion(person)
    later()
    with monkeypatch.context() as patch:
        patch.setitem(personal_data._registered, app, broken)
        with pytest.raises(OSError, match="away"):
            erase_account(deletion.pk)
    deletion.refresh_from_db()
    assert deletion.erasing_at is not None
    assert deletion.erased_at is None

    assert erase_due_accounts() == 1

    deletion.refresh_from_db()
    assert deletion.erased_at is not None
    assert User.objects.get(pk=person.pk).username == f"deleted-{person.pk}"


def test_storage_that_is_away_loses_no_file_name(
    person: User, later: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = str(Application.objects.get().resume.name)
    deletion = request_deletion(person)
    later()

    def away(name: str) -> None:
        raise OSError("away")

    with monkeypatch.context() as patch:
        patch.setattr(private_storage(), "delete", away)
        with pytest.raises(OSError, match="away"):
            erase_account(deletion.pk)
    assert Application.objects.get().resume.name == stored

    erase_account(deletion.pk)
    assert not private_storage().exists(stored)


def test_one_that_fails_does_not_hold_up_the_others(
    candidate: User,
    other_candidate: User,
    later: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    request_deletion(candidate)
    request_deletion(other_candidate)
    later()

    def fail_for_one(person: User) -> None:
        if person.pk == candidate.pk:
            raise ValueError

    monkeypatch.setitem(
        personal_data._registered,
        "last",
        personal_data.PersonalData(app="last", erase=fail_for_one),
    )
    erase_due_accounts()

    assert User.objects.get(pk=candidate.pk).username == "candidate"
    assert User.objects.get(pk=other_candidate.pk).username.startswith("deleted-")


def test_taken_name_does_not_keep_anybody(
    candidate: User, make_user: Callable[..., User], later: Callable[[], None]
) -> None:
    make_user(f"deleted-{candidate.pk}")

    assert erase(candidate, later).username.startswith(f"deleted-{candidate.pk}-")


# Everything that refers to a person, and what becomes of it when they are erased. Whoever adds a
# model with a person in it says here which it is, and registers its erasure (people.personal_data).
ERASED = {
    "core.ExportRun.by",
    "people.KnownDevice.user",
    "account.EmailAddress.user",
    "core.OutgoingMail.about",  # the row stays, without its contents
    "core.OutgoingMail.recipient",
    "hiring.Application.applicant",  # the row stays, without its contents
    "hiring.ApplicationDraft.owner",
    "careers.Subscriber.user",
    "hiring.ColumnChoice.user",
    "hiring.DigestEntry.user",
    "hiring.Invitation.candidate",
    "hiring.SavedJob.user",
    "hiring.SavedSearch.user",
    "jobs.JobReport.reporter",
    "mfa.Authenticator.user",
    "people.CompanyRegistration.user",
    "people.Invitation.accepted_by",
    "people.DataExport.user",
    "people.MailChoice.user",
    "people.Membership.user",
    "people.Reminder.user",
    "people.PersonToken.user",
    "people.SavedFilter.user",
    "people.Profile.user",  # the row stays, without its contents
    "people.User_groups.user",
    "people.User_user_permissions.user",
    "socialaccount.SocialAccount.user",
    "usersessions.UserSession.user",
    "wagtailusers.UserProfile.user",
}
KEPT_AS_A_NUMBER = {
    "admin.LogEntry.user",
    "hiring.Batch.by",
    "hiring.Batch.undone_by",
    "hiring.Invitation.by",
    "hiring.Note.author",
    "hiring.Note_mentioned.user",
    "hiring.Rating.reviewer",
    "hiring.StatusChange.by",
    "jobs.Job.posted_by",
    "jobs.Job.scheduled_by",
    "jobs.JobReport.decided_by",
    "jobs.JobVersion.by",
    "core.ImportRun.by",
    "people.AccountDeletion.user",
    "people.AuditEntry.actor",
    "people.CompanyVerification.decided_by",
    "people.CompanyVerification.requested_by",
    "people.AuditEntry.subject",
    "people.Invitation.invited_by",
    "people.MailWording.changed_by",
}


def test_everything_that_refers_to_a_person_is_accounted_for() -> None:
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_concrete_fields
        if field.related_model is User
    }
    # Who owns or locks a page, or wrote a revision: a number as well.
    wagtails = {name for name in found if name.startswith("wagtail")} - ERASED

    assert found - wagtails - ERASED - KEPT_AS_A_NUMBER == set()
    assert (ERASED | KEPT_AS_A_NUMBER) - found == set()
