"""What somebody is in which company, read once a request: to decide what to show, not what to do.

Services ask the database themselves before they change anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from people.choices import WRITING_ROLES, Role

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from people.models import Membership, User

_KEPT = "_kept_memberships"


def memberships_of(user: User) -> list[Membership]:
    """Return the memberships in active companies, with those, by their names. At most one query."""
    kept: list[Membership] | None = getattr(user, _KEPT, None)
    if kept is None:
        kept = list(
            user.memberships.active().select_related("company").order_by("company__name", "pk")
        )
        setattr(user, _KEPT, kept)
    return kept


def companies_of(user: User) -> set[int]:
    """Return the ids of the companies of which `user` is a member."""
    return {membership.company_id for membership in memberships_of(user)}


def companies_in_view(user: User, chosen: int | None) -> list[int | None]:
    """Return whose rows `user` sees: of the company they chose, else of all of theirs.

    An administrator looks for no company, which is [None].
    """
    if user.is_admin:
        return [None]
    theirs = companies_of(user)
    return [chosen] if chosen in theirs else [*sorted(theirs)]


def first_company_of(user: User) -> QuerySet[Any, Any]:
    """Return the id of the first of their companies, as `looks_for` has it, to be part of a query."""
    return user.memberships.active().order_by("company__name", "pk").values("company")[:1]


def looks_for(user: User, chosen: int | None = None) -> int | None:
    """Return the company for which `user` looks at people: the one in view, else their first.

    Administrators look for the site, which is None.
    """
    if user.is_admin:
        return None
    theirs = companies_of(user)
    return chosen if chosen in theirs else next((m.company_id for m in memberships_of(user)), None)


def writes_for(user: User, company_id: int | None = None) -> bool:
    """Tell whether `user` may write for the company, or without one for any. Admins always may."""
    return user.is_admin or _has_role(user, WRITING_ROLES, company_id)


def owns(user: User, company_id: int | None = None) -> bool:
    """Tell whether `user` is an owner of the company, or without one of any. Admins count."""
    return user.is_admin or _has_role(user, frozenset({Role.OWNER}), company_id)


def exports_people_of(user: User) -> set[int]:
    """Return the ids of the companies whose applicants' personal data `user` may take out.

    Of admins it does not say: they always may.
    """
    return {found.company_id for found in memberships_of(user) if found.exports_people}


def exports_people(user: User) -> bool:
    """Tell whether `user` may take personal data out at all. Admins always may."""
    return user.is_admin or bool(exports_people_of(user))


def _has_role(user: User, roles: frozenset[Role], company_id: int | None) -> bool:
    return any(
        membership.role in roles and company_id in {None, membership.company_id}
        for membership in memberships_of(user)
    )
