"""What is kept of each row of a run: its faults, a sample of a preview, or the way back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from nexus.core.transfers.columns import fold_header
from nexus.core.transfers.models import ImportRow, ImportRun, RowOutcome
from nexus.core.transfers.states import mark_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nexus.core.transfers.chunks import Chunk
    from nexus.core.transfers.resources import TransferResource
    from nexus.core.transfers.rows import Judged, Written


def call_as_file_does(judged: Sequence[Judged], chunk: Chunk) -> None:
    """Name the columns that are wrong or differ by the headings that the person has before them."""
    names = chunk.header.by_name
    for one in judged:
        one.faults = [
            fault._replace(column=names.get(fault.column, fault.column)) for fault in one.faults
        ]
        one.changes = [names.get(name, name) for name in one.changes]


def rows_to_show(
    run: ImportRun,
    judged: Sequence[Judged],
    samples: dict[RowOutcome, int],
    resource: TransferResource,
) -> Iterator[ImportRow]:
    for one in judged:
        if one.outcome == RowOutcome.WRONG:
            yield fault_row(run, one, resource)
        elif samples.get(one.outcome, 0) > 0:
            samples[one.outcome] -= 1
            yield ImportRow(
                run=run,
                number=one.number,
                outcome=one.outcome,
                thing=resource.thing,
                object_id=one.instance.pk,
                label=one.label,
                faults=json.dumps(one.changes),
            )


def fault_row(run: ImportRun, judged: Judged, resource: TransferResource) -> ImportRow:
    return ImportRow(
        run=run,
        number=judged.number,
        outcome=RowOutcome.WRONG,
        thing=resource.thing,
        label=judged.label,
        faults=json.dumps(judged.faults, ensure_ascii=False),
    )


def rows_to_take_back(
    run: ImportRun, written: Sequence[Written], resource: TransferResource
) -> Iterator[ImportRow]:
    own = [one.object_id for one in written if not one.thing]
    marks = {pk: mark_of(state) for pk, state in resource.states_of(own).items()}
    for one in written:
        yield ImportRow(
            run=run,
            number=one.number,
            outcome=one.outcome,
            thing=one.thing or resource.thing,
            object_id=one.object_id,
            label=one.label,
            before=json.dumps(one.before, ensure_ascii=False) if one.before else "",
            mark="" if one.thing else marks.get(one.object_id, ""),
        )


def noted(notes: dict[str, Any], chunk: Chunk, resource: TransferResource) -> dict[str, Any]:
    ours = resource.headings_of_export()
    left_out = {name: fold_header(name) in ours for name in chunk.header.unknown}
    found = {
        **notes,
        # Of our own exports, but decided here and not by a file.
        "unread": [name for name, is_ours in left_out.items() if is_ours],
        "unknown": [name for name, is_ours in left_out.items() if not is_ours],
        "missing": list(chunk.header.missing),
        "columns": dict(chunk.header.by_name),
    }
    return {**found, **resource.notes()}
