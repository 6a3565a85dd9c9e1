"""Applying and withdrawing: what is recorded, what is refused, what is left behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone

from hiring import mails as mails_module
from hiring.choices import FINAL_FOR_APPLICANT, ApplicationStatus
from hiring.models import Application, StatusChange
from hiring.services import (
    AlreadyApplied,
    CannotWithdraw,
    DeadlinePassed,
    OwnCompany,
    submit_application,
    withdraw_application,
)
from hiring.tests.conftest import PDF, make_cv
from jobs.models import Job
from nexus.core.errors import Invalid, Missing, NotAllowed
from nexus.core.models import OutgoingMail
from nexus.core.storages import private_storage
from people.models import Company, Profile, User

pytestmark = pytest.mark.django_db

Mails = Callable[[], list[tuple[str, str]]]
Make = Callable[..., Any]


def _stored() -> set[str]:
    storage = private_storage()
    return set(storage.listdir("applications")[1]) if storage.exists("applications") else set()


def _give_profile_cv(user: User, content: bytes = PDF) -> None:
    name = private_storage().save("profiles/cv.pdf", ContentFile(content))
    Profile.objects.filter(user=user).update(resume=name, resume_name="My CV.pdf")


def test_submit_records_a_pending_application_with_its_history(job: Job, candidate: User) -> None:
    application = submit_application(job, applicant=candidate, cover_letter="Dear all")

    assert (application.status, application.cover_letter) == ("pending", "Dear all")
    change = application.status_changes.get()
    assert (change.from_status, change.to_status, change.by) == ("", "pending", candidate)


def test_submit_tells_the_applicant_and_the_companys_writers(
    job: Job, candidate: User, owner: User, recruiter: User, viewer: User, mails: Mails
) -> None:
    submit_application(job, applicant=candidate)

    assert mails() == [
        ("application_received", candidate.email),
        ("application_new", owner.email),
        ("application_new", recruiter.email),
    ]


def test_mails_carry_names_and_titles_as_they_are(
    make_job: Make, company: Company, candidate: User
) -> None:
    job = make_job(company=company, title="R&D <engineer>")

    submit_application(job, applicant=candidate)

    mail = OutgoingMail.objects.get(kind="application_received")
    assert mail.subject == "We have your application for R&D <engineer> at Acme Works"
    assert "Hello Carla Candidate" in mail.text_body
    assert f"/jobs/{job.pk}-rd-engineer/" in mail.text_body


def test_mails_have_an_html_part_in_which_titles_are_text(
    make_job: Make, company: Company, candidate: User
) -> None:
    submit_application(make_job(company=company, title="<b>Cook</b>"), applicant=candidate)

    mail = OutgoingMail.objects.get(kind="application_received")
    assert "&lt;b&gt;Cook&lt;/b&gt; at Acme Works has arrived." in mail.html_body
    assert "<b>Cook" not in mail.html_body


def test_submit_by_a_person_without_an_address_owes_them_no_mail(
    job: Job, make_user: Make, mails: Mails, owner: User
) -> None:
    submit_application(job, applicant=make_user("mute", email=""))

    assert mails() == [("application_new", owner.email)]


def test_submit_with_a_file_stores_its_bytes_under_a_name_of_its_own(
    job: Job, candidate: User
) -> None:
    application = submit_application(job, applicant=candidate, resume=make_cv("Carla CV.pdf"))

    name = str(application.resume.name)
    assert name.startswith("applications/")
    assert "Carla" not in name
    assert application.resume_name == "Carla CV.pdf"
    assert application.resume.read() == PDF


def test_submit_without_a_file_copies_the_cv_of_the_profile(job: Job, candidate: User) -> None:
    _give_profile_cv(candidate)

    application = submit_application(job, applicant=candidate)

    profile = Profile.objects.get(user=candidate)
    assert application.resume.name != profile.resume.name
    private_storage().delete(profile.resume.name or "")
    assert application.resume.read() == PDF
    assert application.resume_name == "My CV.pdf"


def test_submit_without_any_cv_records_none(job: Job, candidate: User) -> None:
    application = submit_application(job, applicant=candidate)

    assert not application.resume


def test_submit_with_a_profile_cv_that_cannot_be_read_says_so(job: Job, candidate: User) -> None:
    Profile.objects.filter(user=candidate).update(resume="profiles/vanished.pdf")

    with pytest.raises(Invalid) as refusal:
        submit_application(job, applicant=candidate)

    assert list(refusal.value.details) == ["resume"]


def test_submit_with_a_file_that_is_no_cv_leaves_nothing_behind(job: Job, candidate: User) -> None:
    before = _stored()

    with pytest.raises(Invalid) as refusal:
        submit_application(job, applicant=candidate, resume=make_cv("cv.pdf", b"<html>hello"))

    assert list(refusal.value.details) == ["resume"]
    assert _stored() == before
    assert not Application.objects.exists()


def test_submit_that_fails_after_the_file_is_stored_leaves_nothing_behind(
    job: Job, candidate: User, monkeypatch: pytest.MonkeyPatch, mails: Mails
) -> None:
    def fail(application: Application) -> None:
        raise RuntimeError("The mail cannot be owed.")

    monkeypatch.setattr(mails_module, "announce", fail)
    before = _stored()

    with pytest.raises(RuntimeError):
        submit_application(job, applicant=candidate, resume=make_cv())

    assert _stored() == before
    assert not Application.objects.exists()
    assert mails() == []


def test_submit_with_a_letter_too_long_leaves_nothing_behind(job: Job, candidate: User) -> None:
    before = _stored()

    with pytest.raises(ValidationError) as refusal:
        submit_application(job, applicant=candidate, cover_letter="x" * 20_001, resume=make_cv())

    assert list(refusal.value.message_dict) == ["cover_letter"]
    assert _stored() == before


@pytest.mark.parametrize("status", ["draft", "in_review", "closed", "archived"])
def test_submit_to_a_job_that_is_not_open_is_missing(
    make_job: Make, candidate: User, status: str
) -> None:
    with pytest.raises(Missing):
        submit_application(make_job(status=status), applicant=candidate)


@pytest.mark.parametrize("status", ["open", "closed"])
def test_submit_after_the_deadline_says_so(make_job: Make, candidate: User, status: str) -> None:
    job = make_job(status=status, application_deadline=timezone.now() - timedelta(seconds=1))

    with pytest.raises(DeadlinePassed, match="deadline"):
        submit_application(job, applicant=candidate)


def test_submit_to_a_draft_whose_deadline_has_passed_tells_nothing_of_it(
    make_job: Make, candidate: User
) -> None:
    job = make_job(status="draft", application_deadline=timezone.now() - timedelta(days=1))

    with pytest.raises(Missing):
        submit_application(job, applicant=candidate)


@pytest.mark.parametrize("role", ["owner", "recruiter", "viewer"])
def test_submit_to_a_job_of_the_own_company_is_refused(
    job: Job, role: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(OwnCompany):
        submit_application(job, applicant=request.getfixturevalue(role))


def test_submit_by_a_member_of_another_company_is_accepted(
    job: Job, rival: User, rival_company: Company
) -> None:
    assert submit_application(job, applicant=rival).pk


def test_submit_twice_is_refused_and_leaves_no_second_file(job: Job, candidate: User) -> None:
    submit_application(job, applicant=candidate)
    before = _stored()

    with pytest.raises(AlreadyApplied, match="already"):
        submit_application(job, applicant=candidate, resume=make_cv())

    assert _stored() == before
    assert Application.objects.count() == 1


def test_submit_to_a_job_that_closed_after_it_was_read_is_missing(
    job: Job, candidate: User
) -> None:
    stale = Job.objects.get(pk=job.pk)
    Job.objects.filter(pk=job.pk).update(status="closed")

    with pytest.raises(Missing):
        submit_application(stale, applicant=candidate)


def test_submit_again_after_withdrawing_is_a_new_application(job: Job, candidate: User) -> None:
    first = submit_application(job, applicant=candidate)
    withdraw_application(first, by=candidate)

    second = submit_application(job, applicant=candidate)

    assert second.pk != first.pk
    assert Application.objects.live().get() == second


def test_withdraw_keeps_the_record_marked(application: Application, candidate: User) -> None:
    withdraw_application(application, by=candidate)

    kept = Application.objects.get(pk=application.pk)
    assert kept.withdrawn_at is not None
    assert kept.status == "pending"
    assert StatusChange.objects.filter(application=kept).exists()


@pytest.mark.parametrize("status", sorted(FINAL_FOR_APPLICANT))
def test_withdraw_once_decided_is_refused(
    make_application: Make, candidate: User, status: ApplicationStatus
) -> None:
    application = make_application(applicant=candidate, status=status)

    with pytest.raises(CannotWithdraw):
        withdraw_application(application, by=candidate)

    assert Application.objects.get(pk=application.pk).withdrawn_at is None


def test_withdraw_twice_is_refused(application: Application, candidate: User) -> None:
    withdraw_application(application, by=candidate)

    with pytest.raises(CannotWithdraw, match="already"):
        withdraw_application(application, by=candidate)


@pytest.mark.parametrize(
    ("role", "refusal"),
    [
        ("owner", NotAllowed),
        ("viewer", NotAllowed),
        ("admin_user", NotAllowed),
        ("other_candidate", Missing),
    ],
)
def test_withdraw_by_anybody_but_the_applicant_is_refused(
    application: Application,
    role: str,
    refusal: type[Exception],
    request: pytest.FixtureRequest,
) -> None:
    with pytest.raises(refusal):
        withdraw_application(application, by=request.getfixturevalue(role))
