"""Skills in the back office. Categories are pages: the CMS is where they are edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.cache import cache
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nexus.core.backoffice import Entry, ScopedAdmin, Section, add_entry
from taxonomy.models import CategoryIndexPage, Skill

if TYPE_CHECKING:
    from django.http import HttpRequest

    from people.models import User


@admin.register(Skill)
class SkillAdmin(ScopedAdmin):
    icon = "tags"
    nav_section = Section.MARKET
    nav_order = 30
    intro = _("What people can do and jobs ask for. New ones come with jobs and profiles.")

    list_display = ("name",)
    search_fields = ("name",)
    search_help_text = _("Name of a skill")
    ordering = ("name",)

    def rows_for(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = Skill.objects.all()
        return rows

    def may_view(self, user: User, obj: Skill | None) -> bool:
        return user.is_admin


def _categories(request: HttpRequest) -> str:
    """Lead to the page below which the CMS keeps the categories; nowhere while there is none."""
    index: int | None = cache.get_or_set(
        "taxonomy.category_index",
        lambda: CategoryIndexPage.objects.values_list("pk", flat=True).first() or 0,
        60,
    )
    return reverse("wagtailadmin_explore", args=[index]) if index else ""


add_entry(
    Entry(
        _("Categories"),
        "folder-tree",
        _categories,
        Section.MARKET,
        order=25,
        is_for=lambda user: user.is_admin,
    )
)
