"""What postings paid that went out in a period: by level, by category and over time."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from hiring.statistics.shares import percentile
from hiring.statistics_models import Figure
from jobs.choices import ExperienceLevel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hiring.statistics.counting import Counting
    from hiring.statistics.periods import Period

LEVELS = tuple(ExperienceLevel.values)
# Beyond so many months a point stands for a quarter, beyond so many quarters for a year.
_MOST_MONTHS, _MOST_QUARTERS = 12, 12


class Unit(NamedTuple):
    """In what pay is given; amounts of two units are never compared."""

    currency: str
    period: str


class Pay(NamedTuple):
    """How many postings gave pay, and its quartiles in hundredths: None of too few."""

    number: int
    low: int | None
    median: int | None
    high: int | None


class PayOverTime(NamedTuple):
    """Pay of a level in months, quarters or years, each by its first day."""

    months: int  # how many one stands for
    by_level: dict[str, dict[date, Pay]]


def units(counting: Counting, period: Period) -> dict[Unit, int]:
    """Return in which units pay was given and how often, the most frequent first."""
    found: Counter[Unit] = Counter()
    for (word,), number in counting.count([Figure.PAY], period, by=("word",)).items():
        currency, per, _level = word.split(" ")
        found[Unit(currency, per)] += number
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def postings(counting: Counting, period: Period) -> tuple[int, int]:
    """Return how many postings went out, and how many of them told the pay."""
    asked = [Figure.POSTED, Figure.PAY]
    found = counting.count(asked, period, by=("figure",))
    return found.get((Figure.POSTED,), 0), found.get((Figure.PAY,), 0)


def by_level_and_category(
    counting: Counting, period: Period, unit: Unit
) -> dict[tuple[int | None, str], Pay]:
    """Return pay by category and level. "" is all levels, and 0 all categories."""
    counts: dict[tuple[int | None, str], Counter[int]] = defaultdict(Counter)
    rows = counting.count([Figure.PAY], period, by=("category", "word", "value"), word=_begin(unit))
    for (category, word, value), number in rows.items():
        level = word.rpartition(" ")[2]
        for key in {(category, level), (category, ""), (0, level), (0, "")}:
            counts[key][value] += number
    return {key: _pay(its) for key, its in counts.items()}


def over_time(counting: Counting, period: Period, unit: Unit) -> PayOverTime:
    """Return pay by level in months, or in quarters or years where months would be many."""
    rows = counting.count([Figure.PAY], period, by=("month", "word", "value"), word=_begin(unit))
    begun = sorted({month for month, _word, _value in rows})
    months = _step(begun)
    counts: dict[str, dict[date, Counter[int]]] = defaultdict(lambda: defaultdict(Counter))
    for (month, word, value), number in rows.items():
        counts[word.rpartition(" ")[2]][_first_of(month, months)][value] += number
    return PayOverTime(
        months,
        {
            level: {day: _pay(its) for day, its in sorted(counts[level].items())}
            for level in LEVELS
            if level in counts
        },
    )


def _begin(unit: Unit) -> str:
    return f"{unit.currency} {unit.period} "


def _pay(counts: Mapping[int, int]) -> Pay:
    low, median, high = (percentile(counts, percent) for percent in (25, 50, 75))
    return Pay(sum(counts.values()), low, median, high)


def _step(months: list[date]) -> int:
    if not months:
        return 1
    first, last = months[0], months[-1]
    number = (last.year - first.year) * 12 + last.month - first.month + 1
    if number <= _MOST_MONTHS:
        return 1
    return 3 if number <= 3 * _MOST_QUARTERS else 12


def _first_of(month: date, months: int) -> date:
    return month.replace(month=(month.month - 1) // months * months + 1)
