"""Filters that turn what a job holds into what a person reads."""

from decimal import Decimal

from django import template
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.choices import SalaryPeriod
from jobs.models import Job
from nexus.core.html import clean_html

register = template.Library()

_PER = {
    SalaryPeriod.YEAR: gettext_lazy("a year"),
    SalaryPeriod.MONTH: gettext_lazy("a month"),
    SalaryPeriod.WEEK: gettext_lazy("a week"),
    SalaryPeriod.DAY: gettext_lazy("a day"),
    SalaryPeriod.HOUR: gettext_lazy("an hour"),
}


@register.filter
def salary(job: Job) -> str:
    """Return the pay in one line, as "50,000 – 60,000 EUR a year"; empty where none is given."""
    lowest, highest = job.salary_min, job.salary_max
    if lowest is None and highest is None:
        return ""
    if lowest is None or highest is None or lowest == highest:
        amount = _amount(lowest if lowest is not None else highest or Decimal(0))
        if lowest is None:
            amount = _("up to %(amount)s") % {"amount": amount}
        elif highest is None:
            amount = _("from %(amount)s") % {"amount": amount}
    else:
        amount = f"{_amount(lowest)} – {_amount(highest)}"
    return f"{amount} {job.salary_currency} {_PER[SalaryPeriod(job.salary_period)]}"


@register.filter
def cleaned(html: str) -> SafeString:
    """Return a posting's text for the page. It is clean already: this holds whatever wrote it."""
    return mark_safe(clean_html(html))  # noqa: S308  # sanitised one call further in


def _amount(value: Decimal) -> str:
    places = 0 if value == value.to_integral_value() else 2
    return number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)
