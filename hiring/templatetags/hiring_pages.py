"""What the pages of applications say in short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from datetime import datetime

register = template.Library()


@register.filter
def ago(moment: datetime) -> str:
    """Return how long ago a moment was, in its largest unit alone: "3 days ago"."""
    return _("%(time)s ago") % {"time": timesince(moment, depth=1)}
