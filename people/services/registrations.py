"""Companies that people register: named at sign-up, and theirs once their address is confirmed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nexus.core.errors import Conflict, Invalid, NotAllowed
from people.choices import Role
from people.models import Company, CompanyRegistration
from people.services.companies import create_company, free_company_name

if TYPE_CHECKING:
    from people.models import User


MAX_COMPANIES_A_DAY = 5


def plan_company(name: str, *, by: User) -> CompanyRegistration:
    """Keep the name of the company that `by` will own as soon as their address is confirmed.

    Nobody is kept from using the name until then. Raises as `create_company`.
    """
    registration, _created = CompanyRegistration.objects.update_or_create(
        user=by, defaults={"name": free_company_name(name)}
    )
    return registration


def found_planned_company(user: User) -> Company | None:
    """Create the company that `user` named at sign-up, with them as its owner, and return it.

    Returns None where they named none, and where somebody else has taken the name meanwhile: what
    they entered stays, until they choose another name or give it up.
    """
    with transaction.atomic():
        registration = CompanyRegistration.objects.select_for_update().filter(user=user).first()
        if registration is None:
            return None
        try:
            company = create_company(registration.name, by=user)
        except Invalid:
            return None
        registration.delete()
    return company


def register_company(name: str, *, by: User) -> Company:
    """Create a company of which `by` is the owner, in place of one they named before.

    Raises NotAllowed for people without a confirmed e-mail address, Conflict under `company_name`
    for a company of theirs and above the limit of a day, else as `create_company`.
    """
    if not EmailAddress.objects.filter(user=by, verified=True).exists():
        raise NotAllowed(_("Confirm an e-mail address of yours before you register a company."))
    theirs = by.memberships.filter(company__in=Company.objects.named(name))
    if theirs.exists():
        raise _refusal(_("You belong to this company already."))
    # Names are taken by whoever comes first: nobody is to take many of them.
    yesterday = timezone.now() - timedelta(days=1)
    owned = by.memberships.filter(role=Role.OWNER, created_at__gt=yesterday)
    if owned.count() >= MAX_COMPANIES_A_DAY:
        raise _refusal(_("You have become the owner of several companies today. Try tomorrow."))
    with transaction.atomic():
        company = create_company(name, by=by)
        give_up_planned_company(by)
    return company


def give_up_planned_company(user: User) -> None:
    """Forget the company that `user` named at sign-up. Nothing else changes."""
    CompanyRegistration.objects.filter(user=user).delete()


def _refusal(sentence: str) -> Conflict:
    return Conflict(sentence, details={"company_name": [sentence]})
