"""Pay in words: the one way in which everything that people read writes it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.choices import SalaryPeriod

if TYPE_CHECKING:
    from jobs.models import Job

_PER = {
    SalaryPeriod.YEAR: gettext_lazy("a year"),
    SalaryPeriod.MONTH: gettext_lazy("a month"),
    SalaryPeriod.WEEK: gettext_lazy("a week"),
    SalaryPeriod.DAY: gettext_lazy("a day"),
    SalaryPeriod.HOUR: gettext_lazy("an hour"),
}


def pay_line(job: Job) -> str:
    """Return the pay in one line, as "50,000 – 60,000 EUR a year"; empty where none is given."""
    amount = pay_range(job.salary_min, job.salary_max)
    if not amount:
        return ""
    return f"{amount} {job.salary_currency} {_PER[SalaryPeriod(job.salary_period)]}"


def pay_range(lowest: Decimal | None, highest: Decimal | None) -> str:
    """Return one or two amounts without their money, as "from 50,000"; empty for none."""
    if lowest is None and highest is None:
        return ""
    if lowest is None:
        return _("up to %(amount)s") % {"amount": _amount(highest or Decimal(0))}
    if highest is None:
        return _("from %(amount)s") % {"amount": _amount(lowest)}
    if lowest == highest:
        return _amount(lowest)
    return f"{_amount(lowest)} – {_amount(highest)}"


def _amount(value: Decimal) -> str:
    places = 0 if value == value.to_integral_value() else 2
    return number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)
