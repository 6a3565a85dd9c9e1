"""Companies in a file: those of one's list in the back office. It names none of their people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from nexus.core.exporting.kinds import ExportKind
from nexus.core.exporting.resources import ExportColumn, ExportResource
from people.models import Company, Membership
from people.standing import companies_in_view, memberships_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nexus.core.exporting.lists import Asked
    from people.models import User


class CompanyExport(ExportResource):
    id = ExportColumn(_("Number"))
    name = ExportColumn(_("Name"))
    location = ExportColumn(_("Place"))
    website = ExportColumn(_("Website"))
    description = ExportColumn(_("Description"))
    answer_days = ExportColumn(_("Answers within days"))
    is_verified = ExportColumn(_("Verified"))
    is_active = ExportColumn(_("Active"))
    members = ExportColumn(_("Members"), help_text=_("How many there are."))
    created_at = ExportColumn(_("Created"), is_usual=False)
    slug = ExportColumn(_("Name in addresses"), is_usual=False)

    def prepare(self, rows: Sequence[Any]) -> None:
        self._members: dict[int, int] = {}
        if "members" in self.names:
            theirs = Membership.objects.filter(company__in=[row.pk for row in rows])
            self._members = dict(theirs.order_by().values_list("company").annotate(Count("pk")))

    def dehydrate_members(self, company: Company) -> int:
        return self._members.get(company.pk, 0)


class CompanyKind(ExportKind):
    name = "companies"
    label = _("Companies")
    model = Company
    resource = CompanyExport

    def may_export(self, user: User) -> bool:
        return user.is_admin or bool(memberships_of(user))

    def companies(self, user: User, asked: Asked) -> Iterable[int | None]:
        return companies_in_view(user, asked.company)

    def counted(self, number: int) -> str:
        words = ngettext("%(number)s company", "%(number)s companies", number)
        return words % {"number": f"{number:,}"}
