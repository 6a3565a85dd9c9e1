"""How people are addressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from people.models import User


def called(person: User) -> str:
    """Return the full name of somebody, or their user name where they have given none."""
    return str(person.get_full_name() or person.username)


def first_name_of(person: User) -> str:
    return str(person.first_name) or called(person)
