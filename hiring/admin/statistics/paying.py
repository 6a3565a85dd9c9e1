"""What postings pay: by level, by category, and over time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hiring.admin.statistics.charts import Bars, Lines, bars, line
from hiring.admin.statistics.tables import Cell, Table, money, name, number
from hiring.statistics import pay
from hiring.statistics.names import category_names
from hiring.statistics.pay import LEVELS, Pay, PayOverTime, Unit
from jobs.choices import ExperienceLevel, SalaryPeriod

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hiring.admin.statistics.choosing import Chosen
    from hiring.admin.statistics.scopes import Whose
    from hiring.statistics.counting import Counting

MOST_CATEGORIES = 50
MOST_UNITS = 8


def unit_words(unit: Unit) -> str:
    """Return in what pay is given, as people say it: "EUR a year"."""
    words = {
        SalaryPeriod.YEAR: _("%(currency)s a year"),
        SalaryPeriod.MONTH: _("%(currency)s a month"),
        SalaryPeriod.WEEK: _("%(currency)s a week"),
        SalaryPeriod.DAY: _("%(currency)s a day"),
        SalaryPeriod.HOUR: _("%(currency)s an hour"),
    }
    return words[SalaryPeriod(unit.period)] % {"currency": unit.currency}


def chosen_unit(found: Mapping[Unit, int], asked: str) -> Unit | None:
    """Return the unit that is asked for as "EUR-year", or else the most frequent."""
    by_name = {f"{unit.currency}-{unit.period}": unit for unit in found}
    return by_name.get(asked) or next(iter(found), None)


def tables(counting: Counting, chosen: Chosen, whose: Whose, unit: Unit | None) -> list[Table]:
    """Return pay by level, by category, and over time, all in one unit."""
    if unit is None:
        empty = _("No posting that went out on these days told its pay.")
        return [Table("pay-levels", _("Pay by level"), [], [], empty=empty)]
    now = pay.by_level_and_category(counting, chosen.period, unit)
    # Compared with only where there was something.
    before = chosen.before and pay.by_level_and_category(counting, chosen.before, unit)
    over = pay.over_time(counting, chosen.period, unit)
    return [_levels(now, before or None, unit), _categories(now, unit), _over_time(over, unit)]


type Found = dict[tuple[int | None, str], Pay]


def _levels(now: Found, before: Found | None, unit: Unit) -> Table:
    labels = {"": _("All levels"), **{key: str(label) for key, label in ExperienceLevel.choices}}
    heads = [_("Level"), *_heads()]
    if before is not None:
        heads.append(_("Median before"))
    rows, drawn = [], []
    for level, label in labels.items():
        its = now.get((0, level))
        if its is None:
            continue
        former = before.get((0, level)) if before is not None else None
        row = [name(label), *_cells(its, unit)]
        if before is not None:
            row.append(money(former.median if former else None, unit.currency))
        rows.append(row)
        if its.median is not None:
            compared = None if before is None else (former.median or 0 if former else 0)
            drawn.append((label, money(its.median, unit.currency).shown, its.median, compared))
    return Table(
        "pay-levels",
        _("Pay by level"),
        heads,
        rows,
        explained=_(
            "Of postings that first went out on these days, as they were then: the middle of what"
            " each offers. Half pay no more than the median. Of fewer than five none is told."
        ),
        empty=_("No posting that went out on these days told its pay."),
        chart=bars(drawn),
    )


def _categories(now: Found, unit: Unit) -> Table:
    found = [(pk, its) for (pk, level), its in now.items() if pk != 0 and level == ""]
    found.sort(key=lambda item: (-item[1].number, str(item[0])))
    most = found[:MOST_CATEGORIES]
    keys = [pk for pk, _its in most if pk is not None]
    names = category_names(keys)
    named = [(str(names.get(pk or 0, _("Not there any more"))), its) for pk, its in most]
    return Table(
        "pay-categories",
        _("Pay by category"),
        [_("Category"), *_heads()],
        [[name(label), *_cells(its, unit)] for label, its in named],
        chart=_medians(named, unit),
        left_out=len(found) - len(most),
    )


def _medians(named: list[tuple[str, Pay]], unit: Unit) -> Bars | None:
    return bars(
        [
            (label, money(its.median, unit.currency).shown, its.median, None)
            for label, its in named
            if its.median is not None
        ]
    )


def _heads() -> list[str]:
    return [_("Postings"), _("A quarter up to"), _("Median"), _("Three quarters up to")]


def _cells(its: Pay, unit: Unit) -> list[Cell]:
    quartiles = (its.low, its.median, its.high)
    return [number(its.number), *(money(one, unit.currency) for one in quartiles)]


def _over_time(over: PayOverTime, unit: Unit) -> Table:
    begun = sorted({day for its in over.by_level.values() for day in its})
    labels = dict(ExperienceLevel.choices)
    levels = [level for level in LEVELS if level in over.by_level]
    rows = []
    for day in begun:
        row = [name(_step(day, over.months))]
        for level in levels:
            its = over.by_level[level].get(day)
            row.append(money(its.median if its else None, unit.currency))
        rows.append(row)
    return Table(
        "pay-over-time",
        _("Median pay over time"),
        [_("Begun in"), *(str(labels[level]) for level in levels)],
        rows,
        explained=_("By the level that postings ask for, in the unit that is chosen above."),
        chart=_lines(over, begun, levels, unit),
    )


def _lines(over: PayOverTime, begun: list[date], levels: list[str], unit: Unit) -> Lines | None:
    series = {
        level: [
            (begun.index(day), float(its.median))
            for day, its in over.by_level[level].items()
            if its.median is not None
        ]
        for level in levels
    }
    top = max((value for found in series.values() for _step, value in found), default=0)
    if not any(len(found) > 1 for found in series.values()):
        return None
    labels = dict(ExperienceLevel.choices)
    lines = [
        line(
            str(labels[level]),
            money(int(found[-1][1]), unit.currency).shown,
            found,
            steps=len(begun),
            top=top,
        )
        for level, found in series.items()
        if len(found) > 1
    ]
    return Lines(
        lines,
        lowest=money(0, unit.currency).shown,
        highest=money(int(top), unit.currency).shown,
        first=_step(begun[0], over.months),
        last=_step(begun[-1], over.months),
    )


def _step(day: date, months: int) -> str:
    if months == 1:
        return date_format(day, "YEAR_MONTH_FORMAT")
    if months == 3:
        quarter = {"quarter": (day.month + 2) // 3, "year": day.year}
        return _("Quarter %(quarter)s of %(year)s") % quarter
    return str(day.year)
