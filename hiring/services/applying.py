"""Applying to a job and withdrawing from it."""

from __future__ import annotations

import logging
import uuid
from datetime import timedelta
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hiring import mails
from hiring.choices import FINAL_FOR_APPLICANT, Source
from hiring.models import Application, StatusChange
from hiring.services.inviting import note_application
from hiring.services.locks import lock_application
from hiring.services.permissions import ensure_is_applicant
from hiring.services.shown_cvs import prepare_cv
from hiring.statistics.writing import note_received
from jobs.choices import JobStatus
from jobs.models import Job
from nexus.core.errors import Conflict, Invalid, Missing
from nexus.core.files import FileRejected, check_cv
from nexus.core.storages import private_storage, saved_file
from people.models import Profile
from people.services import adopt_language

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from people.models import User

logger = logging.getLogger(__name__)

NO_SUCH_OPEN_JOB = _("There is no such open job.")
FOLDER = "applications"
# A day to think it over; later the company may have let others know.
UNDO_WITHIN = timedelta(days=1)


class AlreadyApplied(Invalid):
    """The person has a live application to this job."""


class DeadlinePassed(Invalid):
    """The job was open and takes no applications any more."""


class OwnCompany(Invalid):
    """The person works for the company of the job."""


class CannotWithdraw(Conflict):
    """The application is decided or withdrawn."""


class CannotRestore(Conflict):
    """The withdrawal can no longer be taken back."""


class _Cv(NamedTuple):
    name: str
    content: ContentFile[bytes]
    display_name: str


def submit_application(
    job: Job,
    *,
    applicant: User,
    cover_letter: str = "",
    resume: UploadedFile[bytes] | None = None,
    consent_version: str = "",
    source: Source = Source.SITE,
) -> Application:
    """Record an application with its own copy of the CV, and tell the applicant and the company.

    Without `resume` the CV of the profile is copied, where there is one. Of two at the same
    moment one wins, and a job that closes meanwhile takes no more. On any failure neither a row
    nor a file is left. Raises Missing where the job is not open (Invalid where its deadline has
    passed), Invalid under `job_id` for the applicant's own company and a second application, and
    under `resume` or `cover_letter` for what is wrong with them.
    """
    _refuse_if_impossible(job, applicant)
    cv = _uploaded(resume) if resume is not None else _copy_of_profile(applicant)
    if cv is None:
        return _record(job, applicant, cover_letter, "", "", consent_version, source)
    # The file is stored before the job is locked: others apply meanwhile.
    with saved_file(private_storage(), f"{FOLDER}/{cv.name}", cv.content) as stored:
        return _record(
            job, applicant, cover_letter, stored, cv.display_name, consent_version, source
        )


@transaction.atomic
def withdraw_application(application: Application, *, by: User) -> Application:
    """Mark an application as withdrawn and confirm it by mail; applying again is allowed.

    Raises CannotWithdraw once it is decided or withdrawn, NotAllowed unless `by` is the applicant.
    """
    fresh = lock_application(application)
    ensure_is_applicant(fresh, by=by)
    if fresh.withdrawn_at is not None:
        raise CannotWithdraw(_("This application is withdrawn already."))
    if fresh.emptied_at is not None:
        raise CannotWithdraw(_("The company has nothing of this application any more."))
    if fresh.status in FINAL_FOR_APPLICANT:
        raise CannotWithdraw(_("The company has decided, so the application cannot be withdrawn."))
    fresh.withdrawn_at = fresh.updated_at = timezone.now()
    fresh.save(update_fields=["withdrawn_at", "updated_at"])
    mails.confirm_withdrawal(fresh)
    return fresh


def may_restore(application: Application) -> bool:
    """Tell whether a withdrawal is recent enough to be taken back, whatever else there is."""
    withdrawn_at = application.withdrawn_at
    if withdrawn_at is None or application.emptied_at is not None:
        return False
    return timezone.now() - withdrawn_at <= UNDO_WITHIN


@transaction.atomic
def restore_application(application: Application, *, by: User) -> Application:
    """Take a withdrawal back; its history says so by a step from the status to itself.

    Raises CannotRestore where it was never withdrawn, too long ago, or the person has applied
    anew; NotAllowed unless `by` is the applicant.
    """
    fresh = lock_application(application)
    ensure_is_applicant(fresh, by=by)
    if fresh.withdrawn_at is None:
        raise CannotRestore(_("This application is not withdrawn."))
    if not may_restore(fresh):
        raise CannotRestore(_("This application was withdrawn too long ago to be restored."))
    now = timezone.now()
    fresh.withdrawn_at, fresh.updated_at = None, now
    try:
        with transaction.atomic():
            fresh.save(update_fields=["withdrawn_at", "updated_at"])
    except IntegrityError as exc:
        raise CannotRestore(_("You have applied to this job again since.")) from exc
    StatusChange.objects.create(
        application=fresh,
        from_status=fresh.status,
        to_status=fresh.status,
        by=by,
        is_undo=True,
        at=now,
    )
    return fresh


def refuse_if_closed(job: Job) -> None:
    """Raise DeadlinePassed, or Missing, unless the job takes applications."""
    if not job.is_open():
        was_open = job.was_published() and job.status in {JobStatus.OPEN, JobStatus.CLOSED}
        if was_open and job.application_deadline <= timezone.now():
            raise DeadlinePassed.field("job_id", _("The deadline for applications has passed."))
        raise Missing(NO_SUCH_OPEN_JOB)


def _refuse_if_impossible(job: Job, applicant: User) -> None:
    refuse_if_closed(job)
    if applicant.memberships.filter(company=job.company_id).exists():
        raise OwnCompany.field("job_id", _("You cannot apply to a job of your own company."))
    if Application.objects.live().filter(job=job, applicant=applicant).exists():
        raise _already_applied()


def _already_applied() -> Invalid:
    return AlreadyApplied.field("job_id", _("You have applied to this job already."))


def _uploaded(upload: UploadedFile[bytes]) -> _Cv:
    try:
        cv = check_cv(upload)
    except FileRejected as rejected:
        raise Invalid.field("resume", rejected.message) from rejected
    return _Cv(str(cv.name), cv, cv.display_name)


def _copy_of_profile(applicant: User) -> _Cv | None:
    profile = Profile.objects.filter(user=applicant).only("resume", "resume_name").first()
    if profile is None or not profile.resume:
        return None
    try:
        with profile.resume.open("rb") as file:
            content = file.read()
    except OSError as exc:
        logger.exception("The CV of profile %s cannot be read.", profile.pk)
        raise Invalid.field(
            "resume", _("The CV of your profile cannot be read. Upload it again.")
        ) from exc
    ending = PurePosixPath(profile.resume.name or "").suffix
    name = f"{uuid.uuid4().hex}{ending}"
    return _Cv(name, ContentFile(content, name=name), profile.resume_name or f"CV{ending}")


@transaction.atomic
def _record(
    job: Job,
    applicant: User,
    cover_letter: str,
    stored: str,
    display_name: str,
    consent_version: str,
    source: Source,
) -> Application:
    # Closing the job updates its row and so waits for us, or we for it.
    locked = Job.objects.select_for_update(of=("self",), no_key=True).select_related("company")
    fresh = locked.filter(pk=job.pk).first()
    if fresh is None:
        raise Missing(NO_SUCH_OPEN_JOB)
    _refuse_if_impossible(fresh, applicant)
    now = timezone.now()
    application = Application(
        job=fresh,
        applicant=applicant,
        cover_letter=cover_letter,
        resume=stored,
        resume_name=display_name,
        consent_version=consent_version,
        source=source,
        applied_at=now,
        updated_at=now,
    )
    # The related rows are in hand, and what is unique is asked above and held by a constraint.
    application.clean_fields(exclude={"job", "applicant"})
    try:
        with transaction.atomic():
            application.save(force_insert=True)
    except IntegrityError as exc:
        raise _already_applied() from exc
    StatusChange.objects.create(
        application=application, to_status=application.status, by=applicant, at=now
    )
    prepare_cv(application)
    note_application(application)
    note_received(application)
    # What the company does about it is told in the language in which they applied.
    adopt_language(applicant)
    mails.acknowledge(application)
    mails.announce(application)
    return application
