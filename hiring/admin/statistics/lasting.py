"""How long it took: until somebody looked, until somebody was hired, in each stage."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hiring.admin.statistics.charts import bars
from hiring.admin.statistics.tables import Table, length, name, number
from hiring.statistics import times as lengths
from hiring.statistics.times import CLASSES, TO_HIRE, TO_REVIEW, Times
from hiring.statistics_models import Figure

if TYPE_CHECKING:
    from hiring.admin.statistics.choosing import Chosen
    from hiring.admin.statistics.scopes import Whose
    from hiring.statistics.counting import Counting

_DAY = 24 * 60


def tables(counting: Counting, chosen: Chosen, whose: Whose) -> list[Table]:
    """Return the lengths, and how the two that matter most are distributed."""
    now = lengths.times(counting, chosen.period)
    before = lengths.times(counting, chosen.before) if chosen.before else None
    if before is not None and not any(its.number for its in before.values()):
        before = None  # there is nothing to compare with
    return [
        _lengths(now, before),
        _distribution(
            "to-review",
            _("Until somebody looked"),
            now[TO_REVIEW],
            before[TO_REVIEW] if before else None,
        ),
        _distribution(
            "to-hire", _("Until the hire"), now[TO_HIRE], before[TO_HIRE] if before else None
        ),
    ]


def _names() -> dict[Figure, str]:
    return {
        Figure.TIME_PENDING: _("Until somebody looked (pending)"),
        Figure.TIME_REVIEWED: _("In the stage “reviewed”"),
        Figure.TIME_SHORTLISTED: _("In the stage “shortlisted”"),
        Figure.TIME_TO_HIRE: _("From the application to the hire"),
    }


def _lengths(now: dict[Figure, Times], before: dict[Figure, Times] | None) -> Table:
    heads = [_("Length"), _("How often"), _("Median"), _("9 in 10 within")]
    if before is not None:
        heads += [_("Median before"), _("9 in 10 before")]
    rows = []
    for figure, label in _names().items():
        its = now[figure]
        row = [name(label), number(its.number), length(its.median), length(its.ninetieth)]
        if before is not None:
            row += [length(before[figure].median), length(before[figure].ninetieth)]
        rows.append(row)
    return Table(
        "times",
        _("How long it took"),
        heads,
        rows if any(its.number for its in now.values()) else [],
        explained=_(
            "What ended on these days. Half took no longer than the median, and nine in ten no"
            " longer than the other length. Of fewer than five none is told."
        ),
        empty=_("No application was moved on these days."),
        chart=bars(
            [
                (
                    label,
                    length(now[figure].median).shown,
                    now[figure].median or 0,
                    None if before is None else before[figure].median or 0,
                )
                for figure, label in _names().items()
            ]
        ),
    )


def _distribution(key: str, title: str, now: Times, before: Times | None) -> Table:
    heads = [_("Length"), _("How often")]
    if before is not None:
        heads.append(_("Before"))
    former = before.classes if before is not None else (None,) * len(CLASSES)
    rows = []
    for label, often, earlier in zip(_classes(), now.classes, former, strict=True):
        rows.append([name(label), number(often)])
        if earlier is not None:
            rows[-1].append(number(earlier))
    return Table(
        key,
        title,
        heads,
        rows if now.number else [],
        empty=_("Nothing of the kind ended on these days."),
        chart=bars(
            [
                (label, number_format(often, force_grouping=True), often, earlier)
                for label, often, earlier in zip(_classes(), now.classes, former, strict=True)
            ]
        )
        if now.number
        else None,
    )


def _classes() -> list[str]:
    days = [begin // _DAY for begin in CLASSES]
    words = [
        _("Less than a day"),
        *(
            _("%(first)s to %(last)s days") % {"first": first, "last": last}
            if last - first > 1
            else ngettext("%(number)s day", "%(number)s days", first) % {"number": first}
            for first, last in pairwise(days[1:])
        ),
        _("%(number)s days or more") % {"number": days[-1]},
    ]
    return [str(word) for word in words]
