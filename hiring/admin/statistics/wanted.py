"""What postings ask for, and where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from hiring.admin.statistics.charts import bars
from hiring.admin.statistics.tables import Cell, Table, change, name, number, percent
from hiring.statistics import demand, pay

if TYPE_CHECKING:
    from hiring.admin.statistics.choosing import Chosen
    from hiring.admin.statistics.scopes import Whose
    from hiring.statistics.counting import Counting
    from hiring.statistics.demand import Wanted

MOST = 50


def tables(counting: Counting, chosen: Chosen, whose: Whose) -> list[Table]:
    """Return the skills and the places."""
    of, _paid = pay.postings(counting, chosen.period)
    skills = demand.skills(counting, chosen.period, of=of)
    places = demand.places(counting, chosen.period, of=of)
    former_skills = former_places = None
    if chosen.before:
        # Compared with only where there was something.
        former_skills = _numbers(demand.skills(counting, chosen.before, of=0)) or None
        former_places = _numbers(demand.places(counting, chosen.before, of=0)) or None
    return [
        _table("skills", _("Demand by skill"), _("Skill"), skills, former_skills),
        _table("places", _("Demand by place"), _("Place"), places, former_places),
    ]


def _numbers(found: list[Wanted]) -> dict[str, int]:
    return {one.word: one.number for one in found}


def _table(
    key: str, title: str, what: str, found: list[Wanted], former: dict[str, int] | None
) -> Table:
    heads = [what, _("Postings"), _("Of all")]
    if former is not None:
        heads += [_("Before"), _("Change")]
    rows: list[list[Cell]] = []
    for one in found[:MOST]:
        row = [name(one.word), number(one.number), percent(one.of_all)]
        if former is not None:
            earlier = former.get(one.word, 0)
            row += [number(earlier), change(one.number, earlier)]
        rows.append(row)
    drawn = [
        (
            one.word,
            number_format(one.number, force_grouping=True),
            one.number,
            None if former is None else former.get(one.word, 0),
        )
        for one in found[:MOST]
    ]
    return Table(
        key,
        title,
        heads,
        rows,
        explained=_("Of postings that first went out on these days, as they were then."),
        empty=_("No posting went out on these days that says so."),
        chart=bars(drawn),
        left_out=max(len(found) - MOST, 0),
    )
