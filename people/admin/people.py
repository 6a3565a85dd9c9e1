"""Accounts, for administrators: to find somebody, to see what they are, to shut them out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from nexus.core.backoffice import ScopedAdmin, Section
from people.models import User

if TYPE_CHECKING:
    from django.http import HttpRequest


@admin.register(User)
class UserAdmin(ScopedAdmin):
    icon = "user-round"
    nav_section = Section.MARKET
    nav_order = 20
    intro = _("Everybody with an account. Found by name, e-mail or phone.")

    list_display = ("username", "full_name", "email", "is_active", "date_created")
    list_filter = ("is_active", "is_admin")
    search_fields = ("username",)
    ordering = ("-pk",)

    def rows_for(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = User.objects.all()
        return rows

    def may_view(self, user: User, obj: User | None) -> bool:
        return user.is_admin
