"""How categories and skills are looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from taxonomy.models import Category, Skill


class CategoryQuerySet(PageQuerySet):
    """Adds to Wagtail's page vocabulary (`live()` is what "active" means)."""

    def active(self) -> CategoryQuerySet:
        return self.live()

    def named(self, name: str) -> CategoryQuerySet:
        """Match a name in any case, ignoring surplus white space."""
        return self.filter(name__iexact=" ".join(name.split()))

    def by_id_or_slug(self, value: str) -> Category | None:
        """Return the category that `value` names by primary key or by slug, or None."""
        if value.isascii() and value.isdigit() and len(value) <= 18:
            return self.filter(pk=int(value)).first() or self.filter(slug=value).first()
        return self.filter(slug=value).first()


CategoryManager = PageManager.from_queryset(CategoryQuerySet)


class SkillQuerySet(models.QuerySet["Skill"]):
    def named(self, names: Iterable[str]) -> SkillQuerySet:
        """Match any of `names` whatever their case."""
        lowered = {name.lower() for name in names}
        return self.alias(_lower=models.functions.Lower("name")).filter(_lower__in=lowered)
