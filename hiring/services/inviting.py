"""Inviting somebody who looks for work to apply, and their answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hiring import mails
from hiring.choices import InvitationAnswer
from hiring.models import Application, Invitation
from hiring.services.permissions import roles_of
from hiring.services.trail import note_invited
from jobs.models import Job
from nexus.core.errors import Conflict, Invalid, Missing, NotAllowed
from people.choices import WRITING_ROLES
from people.models import Company, Profile

if TYPE_CHECKING:
    from people.models import User

NO_SUCH_INVITATION = gettext_lazy("There is no such invitation.")
_DAY = timedelta(days=1)


class TooManyInvitations(Conflict):
    """The company has invited as many people as it may within a day."""


@transaction.atomic
def invite_to_apply(profile: Profile, job: Job, *, by: User, message: str) -> Invitation:
    """Ask the person of `profile` to apply to `job`, by mail and in their own area.

    Raises NotAllowed to those who do not write for the company, Missing where the person is not
    to be approached (any more) or the job is not theirs, Invalid under `job` or `message`, and
    TooManyInvitations beyond `INVITATIONS_PER_DAY` of the company.
    """
    _ensure_writes_for(job, by)
    person = _approachable(profile, by)
    # Of two at the same moment the second one counts the first.
    Company.objects.select_for_update(no_key=True).get(pk=job.company_id)
    fresh = Job.objects.select_related("company").get(pk=job.pk)
    _refuse_if_pointless(fresh, person)
    _refuse_if_too_many(fresh)
    invitation = Invitation(job=fresh, candidate=person, by=by, message=message.strip())
    invitation.clean_fields(exclude={"job", "candidate", "by"})
    try:
        with transaction.atomic():
            invitation.save(force_insert=True)
    except IntegrityError as exc:
        raise _already_invited() from exc
    note_invited(invitation, by=by)
    mails.invite(invitation)
    return invitation


@transaction.atomic
def decline_invitation(invitation_id: int, *, by: User) -> Invitation:
    """Say "no, thanks"; saying it again changes nothing.

    Raises Missing for an invitation of somebody else, Conflict where they have applied.
    """
    mine = Invitation.objects.sent_to(by).select_related("job__company")
    found = mine.select_for_update(of=("self",)).filter(pk=invitation_id).first()
    if found is None:
        raise Missing(NO_SUCH_INVITATION)
    if found.answer == InvitationAnswer.APPLIED:
        raise Conflict(_("You have applied to this job already."))
    if not found.answer:
        found.answer, found.answered_at = InvitationAnswer.DECLINED, timezone.now()
        found.save(update_fields=["answer", "answered_at"])
    return found


def note_application(application: Application) -> None:
    """Mark the invitation, where there was one, as accepted. One statement."""
    Invitation.objects.filter(job=application.job_id, candidate=application.applicant_id).update(
        answer=InvitationAnswer.APPLIED, answered_at=application.applied_at
    )


def _ensure_writes_for(job: Job, by: User) -> None:
    if by.is_admin:
        return
    role = roles_of(by).get(job.company_id)
    if role is None:
        raise Missing(_("There is no such job."))
    if role not in WRITING_ROLES:
        raise NotAllowed(_("You may look at candidates, but not invite them."))


def _approachable(profile: Profile, by: User) -> User:
    rows = Profile.objects.open_to_employers(by).select_related("user")
    found: Profile | None = rows.filter(pk=profile.pk).first()
    if found is None:
        raise Missing(_("This person is not looking for work any more."))
    return found.user


def _refuse_if_pointless(job: Job, person: User) -> None:
    if not job.is_open():
        raise Invalid.field("job", _("This job takes no applications any more."))
    if person.memberships.filter(company=job.company_id).exists():
        raise Invalid.field("job", _("This person works for the company of this job."))
    if Application.objects.live().filter(job=job, applicant=person).exists():
        raise Invalid.field("job", _("This person has applied to this job already."))
    if Invitation.objects.filter(job=job, candidate=person).exists():
        raise _already_invited()


def _refuse_if_too_many(job: Job) -> None:
    most = settings.INVITATIONS_PER_DAY
    sent = Invitation.objects.of_company_since(job.company_id, timezone.now() - _DAY)
    if sent.count() >= most:
        raise TooManyInvitations(
            ngettext(
                "Your company has invited %(number)d person within a day, as many as it may. Try again tomorrow.",
                "Your company has invited %(number)d people within a day, as many as it may. Try again tomorrow.",
                most,
            )
            % {"number": most}
        )


def _already_invited() -> Invalid:
    return Invalid.field("job", _("This person has been invited to this job already."))
