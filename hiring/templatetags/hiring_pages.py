"""What the pages of applications say in short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from datetime import datetime

register = template.Library()

_LONG_AGO = 60


@register.filter
def ago(moment: datetime) -> str:
    """Return on which day a moment was, as somebody would say it: "yesterday", "3 days ago"."""
    day = timezone.localtime(moment).date()
    days = (timezone.localdate() - day).days
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if days > _LONG_AGO:
        return date_format(day, "SHORT_DATE_FORMAT")
    return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}
