"""How far applications came: through the stages, by source and by category."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from hiring.admin.statistics.charts import Bars, bars
from hiring.admin.statistics.tables import Cell, Table, change, name, number, percent
from hiring.choices import ApplicationStatus as Stage
from hiring.choices import Source
from hiring.statistics import funnel
from hiring.statistics.funnel import Yield
from hiring.statistics.names import category_names
from hiring.statistics.shares import share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiring.admin.statistics.choosing import Chosen
    from hiring.admin.statistics.scopes import Whose
    from hiring.statistics.counting import Counting

MOST_CATEGORIES = 50


def tables(counting: Counting, chosen: Chosen, whose: Whose) -> list[Table]:
    """Return the funnel, the sources and, but for a job, the categories."""
    found = [_funnel(counting, chosen), _sources(counting, chosen)]
    return found if whose.job else [*found, _categories(counting, chosen)]


def _funnel(counting: Counting, chosen: Chosen) -> Table:
    now = funnel.totals(counting, chosen.period)
    before = funnel.totals(counting, chosen.before) if chosen.before else None
    if before is not None and not before.received:
        before = None  # there is nothing to compare with
    steps = funnel.funnel(now)
    former = [step.number for step in funnel.funnel(before)] if before else [None] * len(steps)
    heads = [_("Stage"), _("Applications"), _("Of all"), _("Of the stage before")]
    if before:
        heads += [_("Before"), _("Change")]
    rows: list[list[Cell]] = []
    for step, earlier in zip(steps, former, strict=True):
        row = [name(_stage(step.stage)), number(step.number), percent(step.of_all)]
        row.append(percent(step.of_former))
        if earlier is not None:
            row += [number(earlier), change(step.number, earlier)]
        rows.append(row)
    rejected = [name(str(Stage.REJECTED.label)), number(now.rejected)]
    rejected += [percent(_of(now.rejected, now)), percent(None)]
    if before:
        rejected += [number(before.rejected), change(now.rejected, before.rejected)]
    return Table(
        "funnel",
        _("From application to hire"),
        heads,
        [*rows, rejected] if now.received else [],
        explained=_(
            "Of the applications that came in on these days: how many had come at least so far by"
            " the last of them. What happens to them later does not change it any more."
        ),
        empty=_("No application came in on these days."),
        chart=bars(
            [
                (
                    _stage(step.stage),
                    number_format(step.number, force_grouping=True),
                    step.number,
                    earlier,
                )
                for step, earlier in zip(steps, former, strict=True)
            ]
        ),
    )


def _of(part: int, found: Yield) -> float | None:
    return share(part, found.received)


def _stage(stage: Stage) -> str:
    return _("Received") if stage == Stage.PENDING else str(stage.label)


def _sources(counting: Counting, chosen: Chosen) -> Table:
    labels = dict(Source.choices)
    found = sorted(
        funnel.by_source(counting, chosen.period).items(), key=lambda item: -item[1].received
    )
    named = [(str(labels.get(key, key or _("Unknown"))), its) for key, its in found]
    explained = _("By which way the applications came that came in on these days.")
    drawn = [
        (label, number_format(its.received, force_grouping=True), its.received, None)
        for label, its in named
    ]
    return _yields("sources", _("Sources"), _("Source"), named, explained, bars(drawn))


def _categories(counting: Counting, chosen: Chosen) -> Table:
    found = funnel.by_category(counting, chosen.period)
    shown = sorted(found.items(), key=lambda item: (-item[1].received, str(item[0])))
    most = shown[:MOST_CATEGORIES]
    keys = [pk for pk, _its in most if pk is not None]
    names = category_names(keys)
    named = [(str(names.get(pk or 0, _("Not there any more"))), its) for pk, its in most]
    explained = _(
        "How many in a hundred of those who applied were hired by the last of these days. Of fewer"
        " than five no share is told."
    )
    drawn = [
        (label, percent(its.success).shown, its.success, None)
        for label, its in named
        if its.success is not None
    ]
    return _yields(
        "categories",
        _("Success by category"),
        _("Category"),
        named,
        explained,
        bars(drawn),
        left_out=len(shown) - len(most),
    )


def _yields(
    key: str,
    title: str,
    what: str,
    found: Sequence[tuple[str, Yield]],
    explained: str,
    chart: Bars | None,
    left_out: int = 0,
) -> Table:
    stages = (Stage.REVIEWED, Stage.SHORTLISTED, Stage.HIRED, Stage.REJECTED)
    return Table(
        key,
        title,
        [what, _("Applications"), *(str(stage.label) for stage in stages), _("Success")],
        [[name(label), *(number(n) for n in its), percent(its.success)] for label, its in found],
        explained=explained,
        empty=_("No application came in on these days."),
        chart=chart,
        left_out=left_out,
    )
