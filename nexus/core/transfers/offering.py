"""The way from a list to the import of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from nexus.core.transfers.kinds import kind_named

if TYPE_CHECKING:
    from people.models import User


def import_url(name: str, user: User) -> str:
    """Return where rows of a kind are imported; empty for who may not."""
    kind = kind_named(name) if name else None
    if kind is None or not kind.may_import(user):
        return ""
    return reverse("admin:import_new", args=[name])
