"""What categories are called, or were last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hiring.statistics_models import CategoryName
from taxonomy.models import Category

if TYPE_CHECKING:
    from collections.abc import Collection


def category_names(ids: Collection[int]) -> dict[int, str]:
    """Return the names by id; of those that were deleted the one they had. Two queries."""
    former = CategoryName.objects.filter(pk__in=ids).values_list("pk", "name")
    present = Category.objects.filter(pk__in=ids).values_list("pk", "name")
    return {**dict(former), **dict(present)}
