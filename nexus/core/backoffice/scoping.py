"""Who acts, and what fields that lead to other rows may offer them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from people.models import User


def acting(request: HttpRequest) -> User:
    """Return who acts. Nobody gets to the back office without having signed in."""
    return cast("User", request.user)


class ScopesChoices:
    """Mixin of admins and inlines: a choice of other rows offers those that the person may see."""

    admin_site: AdminSite

    def choices_of(self, name: str, request: HttpRequest) -> QuerySet[Any] | None:
        """Return the rows that the field `name` may lead to, if not what their own list shows."""
        return None

    def get_field_queryset(
        self, db: str | None, db_field: Any, request: HttpRequest
    ) -> QuerySet[Any]:
        rows = self.choices_of(db_field.name, request)
        if rows is not None:
            return rows
        related = db_field.remote_field.model
        # Rows of which the back office knows no list are nobody's until `choices_of` says whose.
        if not self.admin_site.is_registered(related):
            nothing: QuerySet[Any] = related._default_manager.none()
            return nothing
        return self.admin_site.get_model_admin(related).get_queryset(request)
