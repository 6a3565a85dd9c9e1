"""What the values of filters are called, as far as the database has to be asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from jobs.models import Place
from taxonomy.models import Category


class CategoryName(NamedTuple):
    """A category as filters name it."""

    pk: int
    slug: str
    name: str


@dataclass
class Vocabulary:
    """The categories by slug, and the places that a page shows, by the digits of their id."""

    categories: dict[str, CategoryName]
    places: dict[str, Place] = field(default_factory=dict)

    def learn_places(self, ids: set[str]) -> None:
        """Look up places. One query, none where all are known."""
        missing = [int(pk) for pk in ids - self.places.keys()]
        if missing:
            found = Place.objects.in_bulk(missing)
            self.places |= {str(pk): place for pk, place in found.items()}


def load_vocabulary() -> Vocabulary:
    """Return the names of all active categories. One query."""
    return Vocabulary({one.slug: one for one in active_categories()})


def active_categories() -> list[CategoryName]:
    """Return the active categories by name. One query."""
    found = Category.objects.active().order_by("name").values_list("pk", "slug", "name")
    return [CategoryName(*row) for row in found]
