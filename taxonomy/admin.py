"""Skills in the back office. Categories are pages: the CMS is where they are edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from nexus.core.backoffice import ScopedAdmin, Section
from taxonomy.models import Skill

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
