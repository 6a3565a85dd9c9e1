"""Filters of the job page: pay by the year, and days instead of dates."""

from __future__ import annotations

import re
from datetime import datetime

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobs.choices import SalaryPeriod
from jobs.models import Job
from jobs.pay_words import pay_range
from people.preferences import zone_of

register = template.Library()
_HEADING = re.compile(r"<h([2-5])>(.*?)</h\1>", re.DOTALL)


@register.filter
def yearly_salary(job: Job) -> str:
    """Return what pay by the hour, day, week or month comes to in a year; else an empty string."""
    amounts = job.salary_min_yearly, job.salary_max_yearly
    if job.salary_period == SalaryPeriod.YEAR or amounts == (None, None):
        return ""
    amount = pay_range(*(value and value.quantize(1) for value in amounts))
    return _("about %(amount)s %(currency)s a year") % {
        "amount": amount,
        "currency": job.salary_currency,
    }


@register.filter
def time_left(deadline: datetime) -> str:
    """Return how long there is until a moment: days, at last the hour; empty when it has passed."""
    left = deadline - timezone.now()
    if left.total_seconds() <= 0:
        return ""
    days = (timezone.localtime(deadline).date() - timezone.localdate()).days
    if days == 0:
        return _("closes today at %(time)s") % {"time": date_format(_local(deadline), "H:i")}
    if days == 1:
        return _("closes tomorrow at %(time)s") % {"time": date_format(_local(deadline), "H:i")}
    return ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}


@register.simple_tag(takes_context=True)
def opening_time(context: Context, job: Job) -> str:
    """Return when a job that is yet to open does so, in the time zone of whoever looks at it."""
    user = context["request"].user
    zone = zone_of(user) if user.is_authenticated else None
    return date_format(timezone.localtime(job.opens_at, zone), "DATETIME_FORMAT")


@register.filter
def days_ago(moment: datetime) -> str:
    """Return a past day as people say it: today, yesterday, 12 days ago."""
    days = (timezone.localdate() - timezone.localtime(moment).date()).days
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    return ngettext("%(count)s day ago", "%(count)s days ago", days) % {"count": days}


@register.filter
def dressed(html: SafeString, heading: str = "") -> SafeString:
    """Return a posting's clean HTML as the page shows it, below `heading` where it has one.

    Headings follow each other without a gap, each table stands in a frame that keys can scroll, and
    items that hold nothing but a list have no bullet. Clean HTML has no attributes on any of them,
    and no "<" that is not a tag's.
    """
    frame = format_html(
        '<div class="table-frame" role="group" tabindex="0" aria-label="{}">', _("Table")
    )
    shown = _without_gaps(html, above=2 if heading else 1)
    shown = shown.replace("<table>", f"{frame}<table>").replace("</table>", "</table></div>")
    for kind in ("<ul>", "<ol>"):
        shown = shown.replace(f"<li>{kind}", f'<li class="bare">{kind}')
    return mark_safe(shown)  # noqa: S308  # clean HTML, and what is written here


def _without_gaps(html: str, *, above: int) -> str:
    """Return `html` with each heading one rank below the one it belongs to; the first, `above`."""
    ranks: list[str] = []

    def ranked(found: re.Match[str]) -> str:
        while ranks and ranks[-1] >= found[1]:
            ranks.pop()
        ranks.append(found[1])
        tag = f"h{above + len(ranks)}"
        return f"<{tag}>{found[2]}</{tag}>"

    return _HEADING.sub(ranked, html)


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment)
