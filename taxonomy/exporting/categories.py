"""Categories in a file: for administrators, who decide on them. Only the CMS lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from nexus.core.exporting.kinds import ExportKind
from nexus.core.exporting.lists import Listed
from nexus.core.exporting.resources import ExportColumn, ExportResource
from taxonomy.counts import open_job_counts
from taxonomy.models import Category
from taxonomy.querysets import may_manage_categories

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from nexus.core.exporting.lists import Asked
    from people.models import User


class CategoryExport(ExportResource):
    id = ExportColumn(_("Number"))
    name = ExportColumn(_("Name"))
    slug = ExportColumn(_("Name in addresses"))
    description = ExportColumn(_("Description"))
    is_active = ExportColumn(_("Active"), attribute="live")
    open_jobs = ExportColumn(_("Open jobs"))
    created_at = ExportColumn(_("Created"), is_usual=False)

    def prepare(self, rows: Sequence[Any]) -> None:
        self._counts = open_job_counts() if "open_jobs" in self.names else {}

    def dehydrate_open_jobs(self, category: Category) -> int:
        return self._counts.get(category.pk, 0)


class CategoryKind(ExportKind):
    name = "categories"
    label = _("Categories")
    model = Category
    resource = CategoryExport
    has_list = False

    def may_export(self, user: User) -> bool:
        return may_manage_categories(user)

    def rows(self, user: User, asked: Asked, *, is_personal: bool) -> QuerySet[Any]:
        return self.describe(user, asked).rows

    def describe(self, user: User, asked: Asked) -> Listed:
        rows: QuerySet[Any] = Category.objects.visible_to(user)
        return Listed(rows.filter(pk__in=asked.ids) if asked.ids else rows, [])

    def list_url(self) -> str:
        return reverse("admin:exports")

    def counted(self, number: int) -> str:
        words = ngettext("%(number)s category", "%(number)s categories", number)
        return words % {"number": f"{number:,}"}
