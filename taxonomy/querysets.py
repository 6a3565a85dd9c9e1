"""How categories and skills are looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from nexus.core.ids import row_id_of
from taxonomy.names import fold, spellings, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from taxonomy.models import Category, Skill


def may_manage_categories(user: object) -> bool:
    """Tell whether `user` (perhaps anonymous) decides on categories and sees inactive ones."""
    return bool(getattr(user, "is_admin", False))


class CategoryQuerySet(PageQuerySet):
    """Adds to Wagtail's page vocabulary (`live()` is what "active" means)."""

    def active(self) -> CategoryQuerySet:
        found: CategoryQuerySet = self.live()
        return found

    def visible_to(self, user: object) -> CategoryQuerySet:
        """Return the active categories; admins, who decide on them, see the others too."""
        return self.all() if may_manage_categories(user) else self.active()

    def named(self, name: str) -> CategoryQuerySet:
        """Match a name in any case, ignoring surplus white space."""
        found: CategoryQuerySet = self.filter(name__iexact=tidy(name))
        return found

    def name_is_taken(self, name: str, *, but: int | None = None) -> bool:
        """Tell whether a category other than `but` has this name, in any case of any script.

        One query that reads all names: the database may lower ASCII alone (SQLite does).
        """
        wanted = fold(name)
        others = self.exclude(pk=but).order_by().values_list("name", flat=True)
        return any(fold(other) == wanted for other in others)

    def by_id_or_slug(self, value: str) -> Category | None:
        """Return the category that `value` names by primary key or by slug, or None."""
        pk = row_id_of(value)
        found: Category | None = self.filter(pk=pk).first() if pk is not None else None
        return found or self.filter(slug=value).first()


CategoryManager = PageManager.from_queryset(CategoryQuerySet)


class SkillQuerySet(models.QuerySet["Skill"]):
    def named(self, names: Iterable[str]) -> SkillQuerySet:
        """Match any of `names` whatever their case."""
        lowered = {spelling for name in names for spelling in spellings(tidy(name))}
        return self.alias(_lower=models.functions.Lower("name")).filter(_lower__in=lowered)
