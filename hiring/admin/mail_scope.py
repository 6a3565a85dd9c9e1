"""Whose mail texts are looked at: the site's or those of one company."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import Http404

from nexus.core.backoffice import acting, chosen_company
from nexus.core.ids import row_id_or_404
from people.choices import Role
from people.models import Company
from people.standing import memberships_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from people.mail_events import MailEvent
    from people.models import User


class Scope(NamedTuple):
    """One company, or without one the whole site."""

    company: Company | None

    @property
    def company_id(self) -> int | None:
        return self.company.pk if self.company else None

    @property
    def query(self) -> str:
        """Return what is appended to the addresses of its pages."""
        return f"?company={self.company.pk}" if self.company else ""

    def has(self, event: MailEvent) -> bool:
        return self.company is None or event.is_for_companies


def owned_companies(user: User) -> list[Company]:
    return [one.company for one in memberships_of(user) if one.role == Role.OWNER]


def scope_of(request: HttpRequest) -> Scope:
    """Return the scope that is asked for, or else the person's own.

    Raises PermissionDenied for people who change no texts at all, Http404 for a company that is
    not theirs.
    """
    user, wanted = acting(request), request.GET.get("company", "")
    owned = owned_companies(user)
    if not user.is_admin and not owned:
        raise PermissionDenied
    if not wanted:
        if user.is_admin:
            return Scope(None)
        chosen = chosen_company(request)
        return Scope(next((one for one in owned if one.pk == chosen), owned[0]))
    number = row_id_or_404(wanted)
    mine = next((one for one in owned if one.pk == number), None)
    if mine is None and user.is_admin:
        mine = Company.objects.filter(pk=number).first()
    if mine is None:
        raise Http404
    return Scope(mine)
