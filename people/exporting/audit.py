"""The audit in a file: the entries of one's list, in words and as programs know them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from nexus.core.brand import brand
from nexus.core.exporting.kinds import ExportKind
from nexus.core.exporting.resources import ExportColumn, ExportResource
from people.models import AuditEntry
from people.personal_data import names_of
from people.standing import companies_in_view, owns

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from nexus.core.exporting.lists import Asked
    from people.models import User


class AuditExport(ExportResource):
    """People are called by their user names, as in the list."""

    id = ExportColumn(_("Number"))
    at = ExportColumn(_("When"))
    who = ExportColumn(_("Who"))
    act = ExportColumn(_("What was done"))
    thing = ExportColumn(_("To what"))
    label = ExportColumn(_("Name"))
    whose = ExportColumn(_("Whose data"), attribute="subject__username")
    company = ExportColumn(_("Company"), attribute="company__name")
    details = ExportColumn(_("Details"))
    who_id = ExportColumn(
        _("Number of who acted"),
        is_usual=False,
        help_text=_("It stays when the account is gone."),
    )
    whose_id = ExportColumn(
        _("Number of whose data it is"),
        attribute="subject_id",
        is_usual=False,
        help_text=_("It stays when the account is gone."),
    )
    company_id = ExportColumn(_("Number of the company"), is_usual=False)
    request_id = ExportColumn(_("Request"), is_usual=False)

    def load(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("actor", "subject", "company")

    def prepare(self, rows: Sequence[Any]) -> None:
        wanted = {row.thing for row in rows if not row.label} if "label" in self.names else set()
        self._names = names_of(wanted)

    def dehydrate_who(self, entry: AuditEntry) -> str | None:
        if self._is_withheld(entry):
            return brand().name
        return entry.actor.username if entry.actor else None

    def dehydrate_who_id(self, entry: AuditEntry) -> int | None:
        return None if self._is_withheld(entry) else entry.actor_id

    def dehydrate_label(self, entry: AuditEntry) -> str:
        return entry.label or self._names.get(entry.thing, "")

    def dehydrate_details(self, entry: AuditEntry) -> str:
        return json.dumps(entry.details, ensure_ascii=False) if entry.details else ""

    def _is_withheld(self, entry: AuditEntry) -> bool:
        """Tell whether an administrator acted, who stands for the site in what companies read."""
        return entry.actor is not None and entry.actor.is_admin and not self.user.is_admin


class AuditKind(ExportKind):
    name = "audit"
    label = _("Audit")
    model = AuditEntry
    resource = AuditExport

    def may_export(self, user: User) -> bool:
        return owns(user)

    def companies(self, user: User, asked: Asked) -> Iterable[int | None]:
        return companies_in_view(user, asked.company)

    def counted(self, number: int) -> str:
        words = ngettext("%(number)s entry", "%(number)s entries", number)
        return words % {"number": f"{number:,}"}
