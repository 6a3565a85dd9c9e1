"""Loads the categories, which are pages of the CMS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nexus.demo.content.categories import CATEGORIES
from taxonomy.models import Category
from taxonomy.services import create_category

if TYPE_CHECKING:
    from people.models import User


def load_categories(admin: User) -> dict[str, Category]:
    """Return the demo's categories by key; those that exist by name are taken as they are."""
    found: dict[str, Category] = {}
    for text in CATEGORIES:
        known = Category.objects.named(text.name).first()
        found[text.key] = known or create_category(
            name=text.name, description=text.description, by=admin
        )
    return found
