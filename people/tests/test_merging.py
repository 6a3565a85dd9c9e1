"""Two accounts of one person made one: nothing is lost, nothing is there twice, nobody else may."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from careers.alerts.models import Subscriber
from hiring.choices import ApplicationStatus, BatchKind
from hiring.digest_models import DigestEntry
from hiring.models import (
    Application,
    ApplicationDraft,
    Batch,
    ColumnChoice,
    Invitation,
    Note,
    Rating,
    SavedJob,
    SavedSearch,
    StatusChange,
)
from jobs.models import JobReport, JobVersion
from nexus.core.audit import AuditAct
from nexus.core.errors import NotAllowed
from nexus.core.models import ExportRun, ImportRun, OutgoingMail
from nexus.core.storages import private_storage
from people.mail_models import MailChoice, Reminder
from people.models import (
    AccountDeletion,
    AuditEntry,
    Company,
    CompanyRegistration,
    CompanyVerification,
    MailWording,
    Profile,
    SavedFilter,
    User,
)
from people.models import Invitation as TeamInvitation
from people.personal_data import held_of
from people.services import (
    CannotMerge,
    merge_accounts,
    preview_merge,
    request_deletion,
    update_profile,
)
from people.tests.test_account_pages import SECRET

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]

# Everything that refers to a person, and what becomes of it when they are merged into another.
# Whoever adds a model with a person in it says here which it is, and hands its rows over in the
# `merge` of the app's `PersonalData`.
MERGED = {
    "account.EmailAddress.user",
    "careers.Subscriber.user",
    "core.ExportRun.by",
    "core.ImportRun.by",
    "core.OutgoingMail.about",
    "core.OutgoingMail.recipient",
    "hiring.Application.applicant",
    "hiring.ApplicationDraft.owner",
    "hiring.Batch.by",
    "hiring.Batch.undone_by",
    "hiring.ColumnChoice.user",
    "hiring.DigestEntry.user",
    "hiring.Invitation.by",
    "hiring.Invitation.candidate",
    "hiring.Note.author",
    "hiring.Note_mentioned.user",
    "hiring.Rating.reviewer",
    "hiring.SavedJob.user",
    "hiring.SavedSearch.user",
    "hiring.StatusChange.by",
    "jobs.Job.posted_by",
    "jobs.Job.scheduled_by",
    "jobs.JobReport.decided_by",
    "jobs.JobReport.reporter",
    "jobs.JobVersion.by",
    "people.CompanyRegistration.user",
    "people.CompanyVerification.decided_by",
    "people.CompanyVerification.requested_by",
    "people.Invitation.accepted_by",
    "people.Invitation.invited_by",
    "people.MailChoice.user",
    "people.MailWording.changed_by",
    "people.Membership.user",
    "people.Reminder.user",
    "people.SavedFilter.user",
}
# Ways to sign in, and what is made of the account itself: they end with it.
ENDS = {
    "mfa.Authenticator.user",
    "people.DataExport.user",
    "people.KnownDevice.user",
    "people.PersonToken.user",
    "people.Profile.user",  # what the kept one lacks has been taken from it
    "people.User_groups.user",  # such accounts are not merged
    "people.User_user_permissions.user",
    "socialaccount.SocialAccount.user",
    "usersessions.UserSession.user",
}
KEPT_AS_A_NUMBER = {
    "admin.LogEntry.user",
    "people.AccountDeletion.user",
    "people.AuditEntry.actor",
    "people.AuditEntry.subject",
}


def references() -> dict[str, Any]:
    """Return every column that refers to a person, by its name; the CMS's stand for its editors."""
    return {
        f"{model._meta.label}.{field.name}": (model, field)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_concrete_fields
        if field.related_model is User and not model._meta.label.startswith("wagtail")
    }


def those_of(person: User) -> set[str]:
    """Return the columns in which something refers to the person."""
    return {
        name
        for name, (model, field) in references().items()
        if model._base_manager.filter(**{field.name: person}).exists()
    }


@pytest.fixture
def gone(
    other_candidate: User,
    owner: User,
    company: Company,
    make_job: Make,
    make_application: Make,
) -> User:
    """Somebody of whom there is a row in every column that refers to people."""
    user, now = other_candidate, timezone.now()
    job = make_job(company=company, posted_by=user, scheduled_by=user)
    JobVersion.objects.filter(job=job).delete()
    JobVersion.objects.create(
        job=job, number=1, by=user, action="created", status="open", fields={}
    )
    foreign = make_application(job=make_job(company=company))
    mine = make_application(applicant=user, job=make_job())
    batch = Batch.objects.create(kind=BatchKind.MAIL, by=user, undone_by=user)
    note = Note.objects.create(application=foreign, author=user, text="Fine.")
    note.mentioned.add(user)
    Rating.objects.create(application=foreign, reviewer=user, score=4)
    StatusChange.objects.create(application=mine, to_status="pending", by=user, batch=batch)
    ApplicationDraft.objects.create(job=job, visitor="x", owner=user, expires_at=now)
    ColumnChoice.objects.create(user=user, columns=["job"])
    Invitation.objects.create(job=job, candidate=user, by=user, message="Come")
    SavedJob.objects.create(user=user, job=job)
    SavedSearch.objects.create(user=user, name="Nights", query="q=night")
    JobReport.objects.create(
        job=job, who="w", reporter=user, decided_by=user, outcome="dismissed", decided_at=now
    )
    Subscriber.objects.create(user=user, address=user.email, address_token="t")
    SavedFilter.objects.create(user=user, model="jobs.job", name="Mine", query="q=x")
    CompanyRegistration.objects.create(user=user, name="Later Ltd")
    CompanyVerification.objects.create(
        company=company, requested_by=user, decided_by=user, state="verified", decided_at=now
    )
    TeamInvitation.objects.create(
        company=company,
        email="x@example.com",
        email_token="e",
        token_hash="h",
        state="accepted",
        invited_by=user,
        accepted_by=user,
        sent_at=now,
        expires_at=now,
        closed_at=now,
    )
    MailWording.objects.create(
        event="invitation", language="en", subject="s", body="b", changed_by=user
    )
    company.memberships.create(user=user, role="recruiter")
    ExportRun.objects.create(kind="jobs", by=user, format="csv", asked="{}")
    ImportRun.objects.create(kind="jobs", by=user, file_name="x.csv")
    OutgoingMail.objects.create(
        kind="x", to_address=user.email, recipient=user, about=user, message_id="<m>"
    )
    MailChoice.objects.create(user=user, kind="jobs", how_often="never")
    Reminder.objects.create(user=user, kind="x", about="job:1")
    DigestEntry.objects.create(user=user, application=foreign)
    SocialAccount.objects.create(user=user, provider="github", uid="7")
    TOTP.activate(user, SECRET)
    return user


@pytest.fixture
def merged(
    candidate: User, admin_user: User, django_capture_on_commit_callbacks: Any
) -> Callable[..., None]:
    def merge(other: User, **chosen: Any) -> None:
        """Merge `other` into the candidate, and let the erasure in the background run."""
        with django_capture_on_commit_callbacks(execute=True):
            merge_accounts(candidate, other, by=admin_user, **chosen)

    return merge


def test_everything_that_refers_to_a_person_is_merged_or_said_to_end() -> None:
    assert references().keys() == MERGED | ENDS | KEPT_AS_A_NUMBER


def test_all_rows_of_the_one_are_those_of_the_other(
    candidate: User, gone: User, merged: Make
) -> None:
    assert MERGED - those_of(gone) == set()  # or the rest would prove nothing
    TOTP.activate(candidate, SECRET)

    merged(gone)

    assert those_of(gone) & MERGED == set()
    assert MERGED - those_of(candidate) == set()
    gone.refresh_from_db()
    assert gone.username == f"deleted-{gone.pk}"
    assert (gone.is_active, gone.email) == (False, "")
    assert those_of(gone) & ENDS == {"people.Profile.user"}
    candidate.refresh_from_db()
    assert (candidate.username, candidate.is_staff) == ("candidate", True)
    assert Authenticator.objects.filter(user=candidate).count() == 1


def test_preview_says_exactly_what_will_be_and_changes_nothing(
    candidate: User, gone: User, admin_user: User
) -> None:
    before = those_of(gone), those_of(candidate)

    preview = preview_merge(candidate, gone, by=admin_user)

    assert (those_of(gone), those_of(candidate)) == before
    assert AuditEntry.objects.filter(act=AuditAct.MERGED).count() == 0
    assert OutgoingMail.objects.filter(kind="accounts_merged").count() == 0
    merge_accounts(candidate, gone, by=admin_user)
    held = {str(one.label): one.number for one in held_of(User.objects.get(pk=candidate.pk))}
    promised = {str(one.label): one.number for one in preview.merged}
    for label in ("Mails to them", "Entries of the audit, under a number"):  # of the merger itself
        held.pop(label, None)
        promised.pop(label, None)
    assert held == promised


@pytest.mark.parametrize(
    ("own", "other", "stays"),
    [
        ("pending", "shortlisted", "other"),
        ("rejected", "reviewed", "own"),
        ("shortlisted", "rejected", "own"),
        ("hired", "pending", "own"),
        ("pending", "pending", "own"),  # the earlier one
    ],
)
def test_of_two_applications_to_one_job_the_further_one_stays(
    own: str,
    other: str,
    stays: str,
    candidate: User,
    other_candidate: User,
    admin_user: User,
    make_application: Make,
    make_job: Make,
) -> None:
    job = make_job(title="Night watch")
    made = {
        "own": make_application(applicant=candidate, job=job, status=own),
        "other": make_application(applicant=other_candidate, job=job, status=other),
    }
    (sentence,) = preview_merge(candidate, other_candidate, by=admin_user).said
    assert "Night watch" in sentence
    assert sentence.index(made[stays].reference) < sentence.index("marked as withdrawn")

    merge_accounts(candidate, other_candidate, by=admin_user)

    live = Application.objects.live().get(job=job)
    assert (live.pk, live.applicant) == (made[stays].pk, candidate)
    assert Application.objects.filter(applicant=candidate, job=job).count() == 2
    withdrawn = Application.objects.exclude(withdrawn_at=None).get(job=job)
    assert withdrawn.status in ApplicationStatus.values


def test_what_is_there_once_is_not_there_twice(
    candidate: User, other_candidate: User, merged: Make, make_job: Make, owner: User
) -> None:
    job = make_job()
    for user in (candidate, other_candidate):
        SavedJob.objects.create(user=user, job=job)
        ApplicationDraft.objects.create(
            job=job, visitor=user.username, owner=user, expires_at=timezone.now()
        )
        ColumnChoice.objects.create(user=user)
        MailChoice.objects.create(user=user, kind="jobs", how_often=user.username[:5])
    Invitation.objects.create(job=job, candidate=candidate, by=owner, message="m")
    Invitation.objects.create(
        job=job,
        candidate=other_candidate,
        by=owner,
        message="m",
        answer="declined",
        answered_at=timezone.now(),
    )

    merged(other_candidate)

    assert SavedJob.objects.get().user == candidate
    assert ApplicationDraft.objects.get().visitor == "candidate"
    assert MailChoice.objects.get().how_often == "candi"
    assert (Invitation.objects.get().candidate, Invitation.objects.get().answer) == (
        candidate,
        "declined",
    )


@pytest.mark.parametrize(
    ("own", "other", "stays"),
    [
        (("recruiter", True), ("recruiter", False), ("recruiter", True)),
        (("recruiter", False), ("recruiter", True), ("recruiter", True)),
        (("recruiter", True), ("viewer", False), ("recruiter", True)),
        (("viewer", False), ("recruiter", True), ("recruiter", True)),
        (("recruiter", True), ("owner", False), ("owner", False)),
    ],
)
def test_of_two_memberships_the_higher_stays_with_its_right_to_take_people_out(
    candidate: User,
    other_candidate: User,
    admin_user: User,
    company: Company,
    own: tuple[str, bool],
    other: tuple[str, bool],
    stays: tuple[str, bool],
) -> None:
    for user, (role, may_export) in ((candidate, own), (other_candidate, other)):
        company.memberships.create(user=user, role=role, may_export_people=may_export)

    merge_accounts(candidate, other_candidate, by=admin_user)

    left = company.memberships.get(user=candidate)
    assert (left.role, left.may_export_people) == stays


def test_both_who_rated_one_application_count_once(
    owner: User, recruiter: User, admin_user: User, company: Company, make_application: Make
) -> None:
    rated = make_application()
    for user, score in ((owner, 5), (recruiter, 1)):
        Rating.objects.create(application=rated, reviewer=user, score=score)
    Application.objects.filter(pk=rated.pk).update(rating=3)

    merge_accounts(recruiter, owner, by=admin_user)

    rated.refresh_from_db()
    assert (Rating.objects.get().reviewer, float(rated.rating)) == (recruiter, 1.0)
    # The higher role stays, and the company keeps an owner.
    assert company.memberships.get(user=recruiter).role == "owner"
    assert company.memberships.of_owners().count() == 1


def test_words_that_differ_are_chosen_and_what_is_missing_is_taken(
    candidate: User, other_candidate: User, admin_user: User, merged: Make
) -> None:
    update_profile(candidate.profile, by=candidate, bio="Mine", skills=["Welding"])
    update_profile(
        other_candidate.profile, by=other_candidate, bio="Other", city="Bonn", skills=["Baking"]
    )
    stored = private_storage().save("profiles/z.pdf", ContentFile(b"cv"))
    Profile.objects.filter(user=other_candidate).update(resume=stored, resume_name="cv.pdf")
    for user in (candidate, other_candidate):
        user.refresh_from_db()
    names = {
        one.name for one in preview_merge(candidate, other_candidate, by=admin_user).differences
    }
    assert "bio" in names
    assert "place" not in names

    merged(other_candidate, take={"bio"})

    profile = Profile.objects.get(user=candidate)
    assert (profile.bio, profile.city, profile.resume_name) == ("Other", "Bonn", "cv.pdf")
    assert set(profile.skills.values_list("name", flat=True)) == {"Welding", "Baking"}
    assert private_storage().exists(stored)  # the erasure of the other has left it
    assert Profile.objects.get(user=other_candidate).bio == ""


def test_confirmed_addresses_are_handed_over_and_both_are_told(
    candidate: User, other_candidate: User, admin_user: User
) -> None:
    EmailAddress.objects.create(user=other_candidate, email="claimed@example.com", verified=False)
    address = other_candidate.email

    merge_accounts(candidate, other_candidate, by=admin_user)

    held = dict(EmailAddress.objects.filter(user=candidate).values_list("email", "verified"))
    assert held == {"candidate@example.com": True, address: True}
    assert EmailAddress.objects.filter(user=candidate, primary=True).count() == 1
    told = OutgoingMail.objects.filter(kind="accounts_merged")
    assert {str(mail.to_address) for mail in told} == {"candidate@example.com", address}
    assert User.objects.matching(candidate.email).get() == candidate


def test_an_address_that_nobody_has_confirmed_is_no_way_into_the_merged_account(
    candidate: User, other_candidate: User, admin_user: User, client: Client
) -> None:
    EmailAddress.objects.filter(user=other_candidate).update(verified=False)
    mistyped = other_candidate.email
    said = preview_merge(candidate, other_candidate, by=admin_user).said
    assert said == [f"{mistyped} was never confirmed and is not taken along."]

    merge_accounts(candidate, other_candidate, by=admin_user)

    told = OutgoingMail.objects.filter(kind="accounts_merged")
    assert [str(mail.to_address) for mail in told] == ["candidate@example.com"]
    client.post(reverse("account_reset_password"), {"email": mistyped})
    assert not OutgoingMail.objects.filter(kind="password_reset_code").exists()


def test_the_only_address_is_kept_though_nobody_has_confirmed_it(
    candidate: User, other_candidate: User, admin_user: User
) -> None:
    EmailAddress.objects.filter(user=candidate).delete()
    User.objects.filter(pk=candidate.pk).update(email="")
    EmailAddress.objects.filter(user=other_candidate).update(verified=False)

    merge_accounts(candidate, other_candidate, by=admin_user)

    row = EmailAddress.objects.get(user=candidate)
    candidate.refresh_from_db()
    assert (row.email, row.primary) == (candidate.email, True)
    assert candidate.email == other_candidate.email


def test_sign_ins_of_the_other_end_and_the_audit_says_who_did_it(
    candidate: User, other_candidate: User, admin_user: User
) -> None:
    theirs = Client()
    theirs.force_login(other_candidate)
    assert theirs.get("/accounts/email/").status_code == 200

    merge_accounts(candidate, other_candidate, by=admin_user)

    assert theirs.get("/accounts/email/").status_code == 302
    entries = AuditEntry.objects.filter(act=AuditAct.MERGED, actor=admin_user)
    assert {entry.subject_id for entry in entries} == {candidate.pk, other_candidate.pk}
    assert {entry.label for entry in entries} == {""}


def test_nothing_is_merged_if_a_part_of_it_fails(
    candidate: User, gone: User, admin_user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = those_of(gone)

    def fail(*_args: Any) -> None:
        raise OSError("away")

    monkeypatch.setattr("people.services.merging.tell_merged", fail)
    with pytest.raises(OSError, match="away"):
        merge_accounts(candidate, gone, by=admin_user)

    assert those_of(gone) == before
    gone.refresh_from_db()
    assert gone.is_active


def test_refused_for_those_who_look_after_the_site_and_for_what_is_gone(
    candidate: User, other_candidate: User, admin_user: User, owner: User, make_user: Make
) -> None:
    boss, editor, left = make_user("boss-2", is_admin=True), make_user("editor"), make_user("left")
    editor.groups.add(Group.objects.create(name="Writers"))
    out = make_user("out", is_active=False)
    request_deletion(left)
    for kept, gone in (
        (candidate, candidate),
        (candidate, admin_user),
        (candidate, boss),
        (boss, candidate),
        (editor, candidate),
        (candidate, editor),
        (candidate, left),
        (left, candidate),
        (out, candidate),  # nobody is let in by a merger
    ):
        with pytest.raises(CannotMerge):
            merge_accounts(kept, gone, by=admin_user)
    with pytest.raises(NotAllowed):
        merge_accounts(candidate, other_candidate, by=owner)
    assert AccountDeletion.objects.count() == 1  # that of who left


# --- the pages -------------------------------------------------------------------------------------


@pytest.fixture
def boss(client: Client, admin_user: User) -> Client:
    client.force_login(admin_user)
    return client


def page(person: User) -> str:
    return f"/admin/people/user/{person.pk}/merge/"


def test_other_account_is_found_by_its_address_and_compared(
    boss: Client, candidate: User, gone: User
) -> None:
    found = boss.get(page(candidate), {"q": gone.email})
    assert found.context["found"] == [gone]
    assert f"?with={gone.pk}" in found.content.decode()
    assert AuditEntry.objects.filter(act=AuditAct.FOUND, subject=gone).exists()

    shown = boss.get(page(candidate), {"with": gone.pk})

    rows = {str(label): rest for label, *rest in shown.context["rows"]}
    assert rows["E-mail addresses"] == [1, 1, 2]
    assert boss.get(page(candidate), {"with": "x"}).status_code == 200
    assert boss.get(page(candidate), {"with": 999999}).status_code == 404


def test_typed_name_merges_and_nothing_chosen_is_lost_before(
    boss: Client, candidate: User, other_candidate: User
) -> None:
    for user, words in ((candidate, "Mine"), (other_candidate, "Other")):
        update_profile(user.profile, by=user, bio=words)
    path = f"{page(candidate)}?with={other_candidate.pk}"
    shown = boss.get(path)
    choices = {name: "kept" for name in shown.context["form"].fields if name != "confirm"}
    sent = {**choices, "take-bio": "gone"}

    wrong = boss.post(path, {**sent, "confirm": "nobody"})

    assert wrong.context["form"].errors.keys() == {"confirm"}
    assert wrong.context["form"]["take-bio"].value() == "gone"
    other_candidate.refresh_from_db()
    assert other_candidate.is_active

    answer = boss.post(path, {**sent, "confirm": other_candidate.username})

    assert answer["Location"] == f"/admin/people/user/{candidate.pk}/change/"
    assert Profile.objects.get(user=candidate).bio == "Other"
    assert boss.get(path).status_code == 200  # says that it is erased
    assert "One of the two is erased" in boss.get(path).content.decode()


@pytest.mark.parametrize("role", ["owner", "viewer", "candidate"])
def test_only_administrators_open_it(
    role: str, client: Client, other_candidate: User, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(role)
    client.force_login(user)

    answer = client.post(f"{page(user)}?with={other_candidate.pk}", {"confirm": "x"})

    assert answer.status_code in {302, 403}
    other_candidate.refresh_from_db()
    assert other_candidate.is_active
