"""What stands around every page of the back office: who is there, and for which companies."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nexus.core.backoffice import Entry, Section, acting, add_entry, chosen_company
from people.standing import memberships_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from people.models import Company, User


class Frame(NamedTuple):
    """The person's companies, the one in view (None: all of them), and the page that is open."""

    companies: list[Company]
    chosen: Company | None
    path: str


def frame_of(request: HttpRequest) -> Frame:
    companies = [membership.company for membership in memberships_of(acting(request))]
    chosen = chosen_company(request)
    in_view = next((company for company in companies if company.pk == chosen), None)
    if len(companies) == 1:
        in_view = companies[0]
    return Frame(companies, in_view, request.path)


def _edits_the_site(user: User) -> bool:
    return user.has_perm("wagtailadmin.access_admin")


add_entry(Entry(_("Home"), "house", lambda request: reverse("admin:index"), order=0))
add_entry(
    Entry(
        _("Site content"),
        "panels-top-left",
        lambda request: reverse("wagtailadmin_home"),
        Section.SITE,
        order=10,
        is_for=_edits_the_site,
    )
)
add_entry(Entry(_("Careers site"), "globe", lambda request: "/", Section.SITE, order=20))
add_entry(
    Entry(_("API"), "braces", lambda request: reverse("api:openapi-view"), Section.SITE, order=30)
)
