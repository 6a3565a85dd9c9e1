"""What pages of the back office say of people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from people.services.access import name_for

if TYPE_CHECKING:
    from people.models import User

register = template.Library()


@register.simple_tag(takes_context=True)
def actor_name(context: dict[str, Any], person: User | None, otherwise: str = "") -> str:
    """Return who did something, as whoever reads the page may know it; `otherwise` without any."""
    return otherwise if person is None else name_for(person, reader=context["request"].user)
