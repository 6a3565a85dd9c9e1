"""Of which days the statistics are: the usual spans, or any two days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hiring.statistics.periods import Period, month_of, today

if TYPE_CHECKING:
    from collections.abc import Mapping

SPANS = {
    "30": gettext_lazy("Last 30 days"),
    "90": gettext_lazy("Last 90 days"),
    "365": gettext_lazy("Last 12 months"),
    "month": gettext_lazy("Last month"),
    "year": gettext_lazy("This year"),
    "last_year": gettext_lazy("Last year"),
    "all": gettext_lazy("All time"),
    "days": gettext_lazy("From … to …"),
}
USUAL = "90"
_EARLIEST = date(1990, 1, 1)


class PeriodForm(forms.Form):
    """Asks for the days. What cannot be understood is said beside its field."""

    period = forms.ChoiceField(
        label=gettext_lazy("Period"), choices=list(SPANS.items()), required=False
    )
    first = forms.DateField(
        label=gettext_lazy("First day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    last = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("period") != "days" or self.errors:
            return found
        first, last = found.get("first"), found.get("last")
        if first is None:
            self.add_error("first", _("Choose the first day."))
        elif first < _EARLIEST:
            self.add_error("first", _("Choose a day after 1989."))
        if last is None:
            self.add_error("last", _("Choose the last day."))
        elif last > today():
            self.add_error("last", _("This day is still to come."))
        if first and last and first > last:
            self.add_error("last", _("The last day lies before the first."))
        return found


@dataclass(frozen=True)
class Chosen:
    """The days, those before them to compare with, and the form that asked."""

    period: Period
    form: PeriodForm
    asked: dict[str, str]

    @property
    def before(self) -> Period | None:
        return self.period.before

    @property
    def query(self) -> str:
        return urlencode(self.asked)

    @property
    def days(self) -> str:
        return days_of(self.period)

    @property
    def days_before(self) -> str:
        return days_of(self.before) if self.before else ""


def days_of(period: Period) -> str:
    """Return the days of a period as people read them."""
    last = date_format(period.last, "DATE_FORMAT")
    if period.first is None:
        return _("until %(last)s") % {"last": last}
    if period.first == period.last:
        return last
    return f"{date_format(period.first, 'DATE_FORMAT')} – {last}"


def choose(asked: Mapping[str, str]) -> Chosen:
    """Return what is asked for; the usual span where it is nothing that makes sense."""
    named = {name: asked.get(name, "") for name in ("period", "first", "last")}
    if not named["period"]:
        named["period"] = "days" if named["first"] or named["last"] else USUAL
    form = PeriodForm(named, label_suffix="")
    if not form.is_valid():
        return Chosen(span(USUAL, today()), form, {"period": USUAL})
    found = form.cleaned_data
    if found["period"] == "days":
        period = Period(found["first"], found["last"])
        days = {"first": f"{period.first}", "last": f"{period.last}"}
        return Chosen(period, form, {"period": "days", **days})
    return Chosen(span(found["period"], today()), form, {"period": found["period"]})


def span(name: str, day: date) -> Period:
    """Return the days that one of the usual spans means on `day`."""
    match name:
        case "all":
            return Period(None, day)
        case "year":
            return Period(day.replace(month=1, day=1), day)
        case "last_year":
            return Period(date(day.year - 1, 1, 1), date(day.year - 1, 12, 31))
        case "month":
            last = month_of(day) - timedelta(days=1)
            return Period(month_of(last), last)
    return Period(day - timedelta(days=int(name) - 1), day)
