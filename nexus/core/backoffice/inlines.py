"""Rows shown within the form of another: seen by whoever sees that one, changed only where allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin

from nexus.core.backoffice.scoping import ScopesChoices, acting

if TYPE_CHECKING:
    from django.http import HttpRequest

    from people.models import User


class _ScopedInline(ScopesChoices):
    extra = 0
    show_change_link = False
    can_delete = False

    def may_write(self, user: User, obj: Any | None) -> bool:
        """Tell whether `user` may add and change rows within `obj`, the row around them."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_write(acting(request), obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_write(acting(request), obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.can_delete and self.may_write(acting(request), obj)


class ScopedTabularInline(_ScopedInline, admin.TabularInline):  # type: ignore[type-arg]  # generic in the stubs alone
    """A table within a form."""


class ScopedStackedInline(_ScopedInline, admin.StackedInline):  # type: ignore[type-arg]  # generic in the stubs alone
    """Small forms within a form."""
