"""The work of a run, chunk by chunk: each is committed whole with what it says about itself.

A worker may die at any moment: the next one goes on behind the last committed chunk. Two at once do
no harm, since each chunk begins by seeing that nobody has gone ahead meanwhile.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from nexus.core.transfers.chunks import Chunk, chunks_of
from nexus.core.transfers.keeping import (
    call_as_file_does,
    fault_row,
    noted,
    rows_to_show,
    rows_to_take_back,
)
from nexus.core.transfers.kinds import Kind, kind_named
from nexus.core.transfers.models import ImportRow, ImportRun, RowOutcome, RunState
from nexus.core.transfers.rows import Judged
from nexus.core.transfers.sheet_errors import FileRefused
from nexus.core.transfers.uploads import forget
from nexus.core.transfers.writing import take_back, to_take_back, write_good

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from nexus.core.transfers.resources import TransferResource

logger = logging.getLogger(__name__)

# A worker is killed after 60 seconds: what takes longer goes on in another task.
SECONDS = 20.0
UNDO_CHUNK = 300
# Of new and changed rows a preview shows so many.
SAMPLES = 100


class Overtaken(Exception):
    """Somebody else has gone on with the run, or it has ended."""


class _Stopped(Exception):
    """It is to be stopped, where nothing is half-way."""


def work(run_id: int, *, seconds: float | None = SECONDS) -> bool:
    """Go on with a run until it is through or `seconds` are over; True where work is left.

    Does nothing to a run that is not being worked on.
    """
    run = ImportRun.objects.select_related("by").filter(pk=run_id).first()
    if run is None or not run.is_working:
        return False
    kind = kind_named(run.kind)
    deadline = None if seconds is None else time.monotonic() + seconds
    with override(run.language):
        try:
            if kind is None or not _may_go_on(run, kind):
                raise FileRefused(_("You may not import these rows any more."))
            resource = kind.open_resource(run.by, run.options)
            for _done in _STEPS[RunState(run.state)](run, resource):
                if deadline is not None and time.monotonic() > deadline:
                    return True
        except _Stopped:
            wrote = run.state == RunState.IMPORTING
            end(run, RunState.STOPPED if wrote else RunState.ABANDONED)
        except Overtaken:
            logger.info("Import %s is looked after by somebody else, or has ended.", run_id)
        except FileRefused as refused:
            end(run, RunState.FAILED, complaint=refused.message)
    return False


def _may_go_on(run: ImportRun, kind: Kind) -> bool:
    return run.by.is_active and kind.may_continue(run.by, run.options)


def end(run: ImportRun, state: RunState, *, complaint: str = "") -> None:
    """Bring a run to an end: its file goes. What was written stays and can be undone."""
    with transaction.atomic():
        fresh = ImportRun.objects.select_for_update().get(pk=run.pk)
        if not fresh.is_working:
            return
        if fresh.state == RunState.UNDOING:
            # What was not undone yet can be undone later.
            state = RunState.STOPPED
        elif state == RunState.FAILED and fresh.state == RunState.IMPORTING and fresh.good:
            state = RunState.STOPPED
        forget(fresh)
        fresh.state, fresh.complaint = state, complaint
        fresh.stop_wanted = False
        fresh.moved_at = fresh.finished_at = timezone.now()
        fresh.save()


# --- looking -----------------------------------------------------------------------------------


def _check(run: ImportRun, resource: TransferResource) -> Iterator[None]:
    for chunk in chunks_of(run, resource):
        judged = resource.judge(chunk.rows)
        with transaction.atomic():
            fresh = _locked(run, RunState.CHECKING, chunk)
            samples = {
                RowOutcome.NEW: SAMPLES - fresh.added,
                RowOutcome.CHANGED: SAMPLES - fresh.changed,
            }
            _count(fresh, judged, chunk)
            call_as_file_does(judged, chunk)
            ImportRow.objects.bulk_create(rows_to_show(fresh, judged, samples, resource))
            fresh.notes = noted(fresh.notes, chunk, resource)
            fresh.save()
        yield
    with transaction.atomic():
        fresh = _locked(run, RunState.CHECKING)
        fresh.total = fresh.position
        if not fresh.added + fresh.changed + fresh.unchanged + fresh.wrong:
            raise FileRefused(_("The file has no rows below the names of its columns."))
        fresh.state = RunState.CHECKED
        fresh.save()


# --- writing -----------------------------------------------------------------------------------


def _import(run: ImportRun, resource: TransferResource) -> Iterator[None]:
    resource.is_writing = True
    for chunk in chunks_of(run, resource):
        with transaction.atomic():
            fresh = _locked(run, RunState.IMPORTING, chunk)
            judged = resource.judge(chunk.rows)
            written = write_good(resource, judged)
            _count(fresh, judged, chunk)
            call_as_file_does(judged, chunk)
            wrong = [one for one in judged if one.outcome == RowOutcome.WRONG]
            ImportRow.objects.bulk_create(
                [
                    *(fault_row(fresh, one, resource) for one in wrong),
                    *rows_to_take_back(fresh, written, resource),
                ],
                batch_size=500,
            )
            fresh.save()
        yield
    run.refresh_from_db()
    if run.state == RunState.IMPORTING:
        end(run, RunState.DONE)
        resource.finished(run)


# --- taking back -------------------------------------------------------------------------------


def _undo(run: ImportRun, resource: TransferResource) -> Iterator[None]:
    resource.is_writing = True
    while True:
        with transaction.atomic():
            fresh = _locked(run, RunState.UNDOING)
            rows = list(
                to_take_back(fresh).order_by("-pk")[: min(UNDO_CHUNK, resource.most_of_chunk)]
            )
            if not rows:
                fresh.state = RunState.UNDONE
                fresh.save()
                break
            kept = take_back(rows, resource)
            for row in rows:
                row.kept_because = kept.get(row.pk, "")[:300]
                row.was_undone = row.pk not in kept
            ImportRow.objects.bulk_update(rows, ["kept_because", "was_undone"])
            fresh.position += len(rows)
            fresh.kept += sum(1 for row in rows if row.pk in kept and row.thing == resource.thing)
            fresh.save()
        yield
    resource.finished(fresh)


# --- common ------------------------------------------------------------------------------------


def _locked(run: ImportRun, state: RunState, chunk: Chunk | None = None) -> ImportRun:
    """Return the run as it is now, locked. Raises Overtaken unless it is where we think it is."""
    fresh = ImportRun.objects.select_for_update().get(pk=run.pk)
    if fresh.state != state or (chunk is not None and fresh.position != chunk.begins):
        raise Overtaken
    if fresh.stop_wanted and state != RunState.UNDOING:
        raise _Stopped
    fresh.moved_at = timezone.now()
    return fresh


def _count(run: ImportRun, judged: Sequence[Judged], chunk: Chunk) -> None:
    for one in judged:
        match one.outcome:
            case RowOutcome.NEW:
                run.added += 1
            case RowOutcome.CHANGED:
                run.changed += 1
            case RowOutcome.UNCHANGED:
                run.unchanged += 1
            case _:
                run.wrong += 1
    run.position = chunk.ends
    run.total = max(run.total, run.position)


_STEPS: dict[RunState, Callable[[ImportRun, TransferResource], Iterator[None]]] = {
    RunState.CHECKING: _check,
    RunState.IMPORTING: _import,
    RunState.UNDOING: _undo,
}
