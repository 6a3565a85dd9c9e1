"""What somebody is in which company, read once a request: to decide what to show, not what to do.

Services ask the database themselves before they change anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from people.choices import WRITING_ROLES, Role

if TYPE_CHECKING:
    from people.models import Membership, User

_KEPT = "_kept_memberships"


def memberships_of(user: User) -> list[Membership]:
    """Return the memberships with their companies, by the company's name. At most one query."""
    kept: list[Membership] | None = getattr(user, _KEPT, None)
    if kept is None:
        kept = list(user.memberships.select_related("company").order_by("company__name", "pk"))
        setattr(user, _KEPT, kept)
    return kept


def companies_of(user: User) -> set[int]:
    """Return the ids of the companies of which `user` is a member."""
    return {membership.company_id for membership in memberships_of(user)}


def writes_for(user: User, company_id: int | None = None) -> bool:
    """Tell whether `user` may write for the company, or without one for any. Admins always may."""
    return user.is_admin or _has_role(user, WRITING_ROLES, company_id)


def owns(user: User, company_id: int | None = None) -> bool:
    """Tell whether `user` is an owner of the company, or without one of any. Admins count."""
    return user.is_admin or _has_role(user, frozenset({Role.OWNER}), company_id)


def _has_role(user: User, roles: frozenset[Role], company_id: int | None) -> bool:
    return any(
        membership.role in roles and company_id in {None, membership.company_id}
        for membership in memberships_of(user)
    )
