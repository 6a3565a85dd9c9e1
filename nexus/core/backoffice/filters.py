"""Filters that offer no more than the person may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.admin.filters import RelatedFieldListFilter

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin
    from django.http import HttpRequest

MOST_CHOICES = 50


class ScopedRelatedFilter(RelatedFieldListFilter):
    """Offers those related rows that the person's own rows refer to, at most `MOST_CHOICES`.

    Django's would offer every row of the related table.
    """

    def field_choices(
        self, field: Any, request: HttpRequest, model_admin: ModelAdmin[Any]
    ) -> list[tuple[Any, Any]]:
        related = field.remote_field.model
        mine = model_admin.get_queryset(request).order_by().values(self.field_path)
        rows = related._default_manager.filter(pk__in=mine)
        return [(row.pk, str(row)) for row in rows[:MOST_CHOICES]]
