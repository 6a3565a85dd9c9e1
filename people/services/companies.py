"""Companies and who belongs to them."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from nexus.core.errors import Conflict, Invalid, Missing, NotAllowed
from nexus.core.mail import cancel_mail
from people import mails
from people.choices import InvitationState, Role
from people.company_followers import tell_followers
from people.models import Company, Membership, VerificationState
from people.services.accounts import derive_staff_flags
from people.services.auditing import AuditAct, changes_between, record
from people.services.company_changes import note_company, note_member
from taxonomy.names import tidy

if TYPE_CHECKING:
    from people.models import User

_SLUG_LENGTH = 200


class CompanyFields(TypedDict, total=False):
    """What a company says of itself."""

    description: str
    website: str
    location: str
    answer_days: int
    reply_address: str
    keep_days: int | None
    keep_withdrawn_days: int | None
    keep_hired_days: int | None
    is_verified: bool


class CompanyChanges(CompanyFields, total=False):
    """What may change of a company; a key that is missing stays as it is."""

    name: str


class LastOwner(Conflict):
    """A company always keeps an owner."""


def create_company(
    name: str,
    *,
    by: User | None,
    noted_as: User | None = None,
    **fields: Unpack[CompanyFields],
) -> Company:
    """Create a company of which `by` is the owner; without `by` it has no members yet.

    `noted_as` is who did it in the audit, where that is not the owner.

    Raises Invalid, under `company_name`, for a name that is empty, too long or in use in any case.
    """
    company = Company(name=_tidied(name), **fields)
    stem = slugify(company.name)[:_SLUG_LENGTH].strip("-") or "company"
    with transaction.atomic():
        for number in count(1):
            company.slug = stem if number == 1 else f"{stem}-{number}"
            if Company.objects.filter(slug=company.slug).exists():
                continue
            company.full_clean(validate_unique=False, validate_constraints=False)
            if _saved(company):
                break
            if Company.objects.named(company.name).exists():
                raise _name_taken()
        if by is not None:
            Membership.objects.create(company=company, user=by, role=Role.OWNER)
            derive_staff_flags(by)
        record(
            actor=by or noted_as,
            act=AuditAct.ADDED,
            thing=f"company:{company.pk}",
            label=company.name,
            company=company,
        )
    return company


def update_company(company: Company, *, by: User, **changes: Unpack[CompanyChanges]) -> Company:
    """Change what a company says of itself; whoever registered as a follower hears of a new name.

    Raises NotAllowed unless `by` is an owner, or for `is_verified` unless an admin, and Invalid
    under the fields that are not right.
    """
    with transaction.atomic():
        fresh = Company.objects.select_for_update().get(pk=company.pk)
        ensure_owner(fresh, by)
        if changes.get("is_verified", fresh.is_verified) != fresh.is_verified and not by.is_admin:
            raise NotAllowed(_("Only an administrator may verify a company."))
        name_before = fresh.name
        before = {field: getattr(fresh, field) for field in changes}
        was_verified = fresh.is_verified
        given: dict[str, Any] = {**changes}
        for column in Company._meta.concrete_fields:
            if column.name in given:
                # Keeps what no key opens, which a form shows as empty.
                column.save_form_data(fresh, given[column.name])
        fresh.name = tidy(fresh.name)
        try:
            fresh.full_clean(exclude=["slug", "logo"])
        except ValidationError as exc:
            raise Invalid.fields(_by_field(exc)) from exc
        fresh.save(update_fields=[*changes])
        if fresh.is_verified != was_verified:
            _record_verification(fresh, by)
        changed = changes_between(before, {field: getattr(fresh, field) for field in changes})
        if changed:
            note_company(fresh, by, **changed)
        if fresh.name != name_before:
            tell_followers(fresh)
    return fresh


def _record_verification(company: Company, by: User) -> None:
    """Keep who has set the flag, and when, as if it had been asked for and decided."""
    states = VerificationState
    state = states.VERIFIED if company.is_verified else states.TAKEN_BACK
    waiting = company.verifications.filter(state=states.PENDING)
    decision = {"state": state, "decided_by": by, "decided_at": timezone.now()}
    if not (company.is_verified and waiting.update(**decision)):
        company.verifications.create(**decision)


def _by_field(exc: ValidationError) -> dict[str, list[str]]:
    details = dict(exc.message_dict)
    # The one thing that concerns the whole row and not a field is that its name is taken.
    taken = details.pop(NON_FIELD_ERRORS, [])
    return {**details, "name": [*details.get("name", []), *taken]} if taken else details


def free_company_name(name: str) -> str:
    """Return `name` tidied, if a company may be created under it now. Raises as `create_company`."""
    tidied = _tidied(name)
    if Company.objects.named(tidied).exists():
        raise _name_taken()
    return tidied


def add_member(company: Company, user: User, *, role: Role, by: User) -> Membership:
    """Make `user` a member. Raises NotAllowed unless `by` is an owner, Conflict for a member."""
    with transaction.atomic():
        lock_company(company)
        ensure_owner(company, by)
        if company.memberships.filter(user=user).exists():
            raise Conflict(_("This person is a member already."))
        membership = Membership.objects.create(company=company, user=user, role=role)
        derive_staff_flags(user)
        note_member(membership, by, AuditAct.ADDED, role=role)
    return membership


def set_role(company: Company, user: User, *, role: Role, by: User) -> Membership:
    """Give a member another role. What somebody invited who is no owner any more is withdrawn.

    Raises NotAllowed unless `by` is an owner, Missing for people who are no members, LastOwner
    where no owner would be left.
    """
    with transaction.atomic():
        lock_company(company)
        ensure_owner(company, by)
        membership = _membership(company, user)
        if role != Role.OWNER:
            _keep_an_owner(membership)
            _withdraw_invitations(company, user)
        before, membership.role = membership.role, role
        if before != role:
            # What was granted to a recruiter is not there again when they become one anew.
            membership.may_export_people = False
        membership.save(update_fields=["role", "may_export_people"])
        if before != role:
            note_member(membership, by, AuditAct.CHANGED, role=[before, role])
    return membership


def remove_member(company: Company, user: User, *, by: User) -> None:
    """End a membership: an owner ends anybody's, everybody may leave.

    Access ends at once, the person's own account stays, and their invitations are withdrawn. Whoever
    is removed by somebody else is told by mail.
    Raises as `set_role`.
    """
    with transaction.atomic():
        lock_company(company)
        if user.pk != by.pk:
            ensure_owner(company, by)
        membership = _membership(company, user)
        _keep_an_owner(membership)
        _withdraw_invitations(company, user)
        note_member(membership, by, AuditAct.DELETED, role=membership.role)
        membership.delete()
        derive_staff_flags(user)
        if user.pk != by.pk:
            mails.tell_removed(company, user)


def hand_over(company: Company, member: User, *, then: Role | None, by: User) -> None:
    """Make `member` an owner in place of `by`, who stays as `then`, or leaves where that is None.

    Raises as `set_role`, and Missing where `by` is no member.
    """
    if member.pk == by.pk:
        raise Conflict(_("Choose somebody else than yourself."))
    with transaction.atomic():
        lock_company(company)
        _membership(company, by)
        set_role(company, member, role=Role.OWNER, by=by)
        if then is None:
            remove_member(company, by, by=by)
        else:
            set_role(company, by, role=then, by=by)


def lock_company(company: Company) -> Company:
    """Return the company as it is now; changes to its members wait until the transaction ends.

    Two owners who leave at the same moment must not both see the other one stay.
    """
    return Company.objects.select_for_update().get(pk=company.pk)


def ensure_owner(company: Company, by: User) -> None:
    """Raise NotAllowed unless `by` may change the company's members."""
    if by.is_admin:
        return
    if not company.memberships.active().filter(user=by, role=Role.OWNER).exists():
        raise NotAllowed(_("Only owners of the company may change its members."))


def _name_taken() -> Invalid:
    sentence = _(
        "A company of this name exists already. Ask one of its owners to invite you, or choose "
        "another name."
    )
    return Invalid.field("company_name", sentence)


def _tidied(name: str) -> str:
    tidied = tidy(name)
    if not tidied:
        raise Invalid.field("company_name", _("A company needs a name."))
    if "\x00" in tidied or len(tidied) > 200:
        raise Invalid.field("company_name", _("A company's name may have at most 200 characters."))
    return tidied


def _saved(company: Company) -> bool:
    """Insert the company, or return False where somebody has taken its name or slug meanwhile."""
    try:
        with transaction.atomic():
            company.save(force_insert=True)
    except IntegrityError:
        company.pk = None
        return False
    return True


def _membership(company: Company, user: User) -> Membership:
    membership = company.memberships.filter(user=user).first()
    if membership is None:
        raise Missing(_("This person is not a member of the company."))
    return membership


def _keep_an_owner(membership: Membership) -> None:
    # One who is about to delete their account, or has been shut out, looks after nothing.
    others = membership.company.memberships.of_owners().exclude(pk=membership.pk)
    if membership.role == Role.OWNER and not others.exists():
        raise LastOwner(_("A company needs an owner: make somebody else an owner first."))


def _withdraw_invitations(company: Company, user: User) -> None:
    # Or an owner who sees it coming could leave a way back in.
    theirs = company.invitations.filter(invited_by=user, state=InvitationState.PENDING)
    for mail_id in theirs.exclude(mail=None).values_list("mail_id", flat=True):
        cancel_mail(mail_id)
    theirs.update(state=InvitationState.WITHDRAWN, closed_at=timezone.now())
