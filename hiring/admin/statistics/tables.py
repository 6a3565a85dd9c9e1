"""What every table of the statistics consists of, as it is shown, drawn and downloaded."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from hiring.statistics.durations import in_words
from hiring.statistics.shares import FEW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiring.admin.statistics.charts import Chart
    from nexus.core.exporting.formats import Value

# What is not told, since it would say something of a few people alone.
TOO_FEW = "–"


class Cell(NamedTuple):
    """A value as programs read it, and as people do."""

    value: Value
    shown: str


@dataclass(frozen=True)
class Table:
    """A table of the statistics. The first column names the row; all others are numbers.

    `key` is the end of the address of its CSV. `chart` draws the same figures.
    """

    key: str
    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    explained: str = ""
    empty: str = ""
    chart: Chart | None = None
    left_out: int = 0


def name(text: str) -> Cell:
    return Cell(text, text)


def number(value: int) -> Cell:
    return Cell(value, number_format(value, use_l10n=True, force_grouping=True))


def percent(value: float | None) -> Cell:
    """Return a share of a hundred, to one place; None is one of too few."""
    if value is None:
        return Cell(None, TOO_FEW)
    exact = round(value, 1)
    return Cell(exact, _("%(number)s %%") % {"number": number_format(exact, 1)})


def change(now: int, before: int | None) -> Cell:
    """Return how many in a hundred more or fewer there are than before, where that says something."""
    if not before or before < FEW:
        return Cell(None, TOO_FEW)
    exact = round(100 * (now - before) / before, 1)
    sign = "+" if exact > 0 else "−" if exact < 0 else "±"
    words = _("%(number)s %%") % {"number": number_format(abs(exact), 1)}
    return Cell(exact, f"{sign}{words}")


def length(minutes: int | None) -> Cell:
    """Return a length of time: in days for programs, and in words."""
    if minutes is None:
        return Cell(None, TOO_FEW)
    return Cell(round(Decimal(minutes) / (24 * 60), 4), in_words(minutes))


def money(hundredths: int | None, currency: str) -> Cell:
    """Return an amount: whole for pay by the year, with its cents where it is small."""
    if hundredths is None:
        return Cell(None, TOO_FEW)
    amount = Decimal(hundredths) / 100
    places = 0 if amount == amount.to_integral_value() else 2
    shown = number_format(amount, places, use_l10n=True, force_grouping=True)
    return Cell(amount, f"{shown} {currency}")
