"""Companies that people register: named at sign-up, and theirs once their address is confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db import transaction

from nexus.core.errors import Invalid, NotAllowed
from people.models import CompanyRegistration
from people.services.companies import create_company, free_company_name

if TYPE_CHECKING:
    from people.models import Company, User


def plan_company(name: str, *, by: User) -> CompanyRegistration:
    """Keep the name of the company that `by` will own as soon as their address is confirmed.

    Nobody is kept from using the name until then. Raises as `create_company`.
    """
    registration, _ = CompanyRegistration.objects.update_or_create(
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

    Raises NotAllowed for people without a confirmed e-mail address, else as `create_company`.
    """
    if not EmailAddress.objects.filter(user=by, verified=True).exists():
        raise NotAllowed("Confirm an e-mail address of yours before you register a company.")
    with transaction.atomic():
        company = create_company(name, by=by)
        give_up_planned_company(by)
    return company


def give_up_planned_company(user: User) -> None:
    """Forget the company that `user` named at sign-up. Nothing else changes."""
    CompanyRegistration.objects.filter(user=user).delete()
