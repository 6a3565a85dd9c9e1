"""Who stands where towards an application, and what that allows."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from nexus.core.errors import Missing, NotAllowed
from people.choices import WRITING_ROLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hiring.models import Application
    from people.models import User

NO_SUCH_APPLICATION = _("There is no such application.")


class Standing(Enum):
    """How a person is concerned with an application; of several the first one counts."""

    APPLICANT = "applicant"  # even where they are a colleague or an admin by now
    DECIDES = "decides"  # the company's owners and recruiters, and admins
    READS = "reads"  # the company's viewers
    STRANGER = "stranger"


def roles_of(user: User) -> dict[int, str]:
    """Return the role of `user` by the id of the company. One query, for many applications."""
    return dict(user.memberships.active().values_list("company", "role"))


def standing(
    application: Application, user: User, *, roles: Mapping[int, str] | None = None
) -> Standing:
    """Tell how `user` is concerned with `application`.

    At most one query, two without its job, none with the `roles_of` the user.
    """
    if application.applicant_id == user.pk:
        return Standing.APPLICANT
    if application.emptied_at is not None:
        return Standing.STRANGER
    if user.is_admin:
        return Standing.DECIDES
    company_id = application.job.company_id
    if roles is None:
        theirs = user.memberships.active().filter(company=company_id)
        roles = dict(theirs.values_list("company", "role"))
    role = roles.get(company_id)
    if role is None:
        return Standing.STRANGER
    return Standing.DECIDES if role in WRITING_ROLES else Standing.READS


def ensure_may_decide(
    application: Application, *, by: User, roles: Mapping[int, str] | None = None
) -> None:
    """Raise Missing to strangers, NotAllowed to the applicant and to those who only read."""
    match standing(application, by, roles=roles):
        case Standing.STRANGER:
            raise Missing(NO_SUCH_APPLICATION)
        case Standing.APPLICANT:
            raise NotAllowed(_("Only the company decides on an application."))
        case Standing.READS:
            raise NotAllowed(_("You may read your company's applications, but not decide on them."))


def ensure_is_company_side(application: Application, *, by: User) -> None:
    """Raise Missing to strangers and NotAllowed to the applicant."""
    match standing(application, by):
        case Standing.STRANGER:
            raise Missing(NO_SUCH_APPLICATION)
        case Standing.APPLICANT:
            raise NotAllowed(_("What the company notes on an application is for itself."))


def ensure_is_applicant(application: Application, *, by: User) -> None:
    """Raise Missing to strangers and NotAllowed to the company."""
    match standing(application, by):
        case Standing.STRANGER:
            raise Missing(NO_SUCH_APPLICATION)
        case Standing.DECIDES | Standing.READS:
            raise NotAllowed(_("Only the applicant may withdraw an application."))
