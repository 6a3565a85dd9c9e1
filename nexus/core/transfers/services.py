"""What a person does with a run: begin it, have it imported, stop it, take it back."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nexus.core.audit import AuditAct, AuditLine, note
from nexus.core.errors import Conflict, Invalid, Missing, NotAllowed
from nexus.core.files.names import display_name
from nexus.core.transfers import limits, steps
from nexus.core.transfers.kinds import Kind, kind_named
from nexus.core.transfers.models import WORKING, WRITTEN, ImportRow, ImportRun, RowOutcome, RunState
from nexus.core.transfers.sheets import FileRefused, Reading, look_at, read_header, read_rows
from nexus.core.transfers.uploads import forget, kept
from nexus.core.transfers.writing import to_take_back

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from people.models import User

FILE_KEPT_FOR = timedelta(days=1)
UNDO_WITHIN = timedelta(days=7)
RUNS_KEPT_FOR = timedelta(days=365)
# Longer than a worker would try: what has not moved by then does not move any more.
GIVEN_UP_AFTER = timedelta(minutes=20)
MOST_UNFINISHED = 5


def begin_run(
    kind: Kind, file: IO[bytes], *, name: str, by: User, options: Mapping[str, Any]
) -> ImportRun:
    """Keep an uploaded file and have it looked at: at once, or by a task where it is long.

    Raises NotAllowed, Conflict for too many unfinished runs, and Invalid, under `file`, for what
    cannot be imported at all.
    """
    if not kind.may_continue(by, options):
        raise NotAllowed(_("You may not import these rows."))
    if _unfinished(by).count() >= MOST_UNFINISHED:
        raise Conflict(
            _("You have %(number)s files that wait. Import or abandon one of them first.")
            % {"number": MOST_UNFINISHED}
        )
    known = kind.open_resource(by, options).column_by_header()
    try:
        reading = look_at(file, known=known)
        total, is_long = _count(file, reading, known, kind.most_at_once)
    except FileRefused as refused:
        raise Invalid.field("file", refused.message) from refused
    ending = reading.format
    with transaction.atomic(), kept(file) as stored:
        run = ImportRun.objects.create(
            kind=kind.name,
            by=by,
            options=dict(options),
            language=get_language() or "en",
            stored=stored,
            file_name=display_name(name, ending, otherwise=_("file")),
            size=file.seek(0, 2),
            reading=reading.as_json(),
            total=total,
        )
        if is_long:
            _enqueue(run)
    if not is_long:
        steps.work(run.pk, seconds=None)
        run.refresh_from_db()
    return run


def run_of(user: User, run_id: int) -> ImportRun:
    """Return a run of `user`. Raises Missing for others', and where they may not import any more."""
    run = ImportRun.objects.select_related("by").filter(pk=run_id, by=user).first()
    kind = kind_named(run.kind) if run is not None else None
    if run is None or kind is None or not kind.may_continue(user, run.options):
        raise Missing(_("There is no such import."))
    return run


def runs_of(user: User) -> QuerySet[ImportRun]:
    return ImportRun.objects.filter(by=user)


def import_run(run: ImportRun, *, by: User) -> ImportRun:
    """Write the good rows of a run that was looked at. Raises Missing, and Conflict where it is not."""
    run = run_of(by, run.pk)
    kind = _kind(run)
    with transaction.atomic():
        fresh = _locked(run, RunState.CHECKED)
        if not fresh.good:
            raise Conflict(_("There is nothing in this file to import."))
        is_long, good = fresh.total > kind.most_at_once, fresh.good
        fresh.rows.all().delete()
        fresh.state, fresh.position = RunState.IMPORTING, 0
        fresh.added = fresh.changed = fresh.unchanged = fresh.wrong = 0
        fresh.moved_at = timezone.now()
        fresh.save()
        _note(fresh, AuditAct.IMPORTED, number=good)
        if is_long:
            _enqueue(fresh)
    return _worked(fresh, is_long=is_long)


def stop_run(run: ImportRun, *, by: User) -> ImportRun:
    """Abandon a run that waits, or have one that works stop behind its next chunk.

    What was written by then stays, and can be undone. Raises Missing, and Conflict where it is over.
    """
    run = run_of(by, run.pk)
    with transaction.atomic():
        fresh = ImportRun.objects.select_for_update().get(pk=run.pk)
        if fresh.state == RunState.CHECKED:
            forget(fresh)
            fresh.rows.all().delete()
            fresh.state, fresh.finished_at = RunState.ABANDONED, timezone.now()
        elif fresh.state in (RunState.CHECKING, RunState.IMPORTING):
            fresh.stop_wanted = True
        else:
            raise Conflict(_("This import is over already."))
        fresh.save()
    return fresh


def may_undo(run: ImportRun) -> bool:
    """Tell whether what a run wrote can be taken back still."""
    return (
        run.state in WRITTEN
        and run.good > 0
        and run.finished_at is not None
        and timezone.now() < run.finished_at + UNDO_WITHIN
    )


def undo_run(run: ImportRun, *, by: User) -> ImportRun:
    """Take back what a run wrote, but for rows that changed since. Raises Missing and Conflict."""
    run = run_of(by, run.pk)
    kind = _kind(run)
    with transaction.atomic():
        fresh = ImportRun.objects.select_for_update().get(pk=run.pk)
        if not may_undo(fresh):
            raise Conflict(_("This import cannot be undone any more."))
        written = to_take_back(fresh).count()
        is_long = written > kind.most_at_once
        fresh.state, fresh.position, fresh.total = RunState.UNDOING, 0, written
        fresh.moved_at = timezone.now()
        fresh.save()
        _note(fresh, AuditAct.UNDONE, number=written)
        if is_long:
            _enqueue(fresh)
    return _worked(fresh, is_long=is_long)


def clean_up_runs() -> int:
    """End what nobody finishes, erase files whose day is over and rows that cannot be undone.

    Returns how many runs were ended.
    """
    now = timezone.now()
    ended = 0
    for run in ImportRun.objects.filter(state__in=WORKING, moved_at__lt=now - GIVEN_UP_AFTER):
        steps.end(run, RunState.FAILED, complaint=_("It took too long and was given up."))
        ended += 1
    for run in ImportRun.objects.filter(state=RunState.CHECKED, moved_at__lt=now - FILE_KEPT_FOR):
        with transaction.atomic():
            fresh = _locked(run, RunState.CHECKED)
            forget(fresh)
            fresh.state, fresh.finished_at = RunState.ABANDONED, now
            fresh.save()
        ended += 1
    # What may be personal is kept no longer than it is of use.
    over = ImportRun.objects.filter(finished_at__lt=now - UNDO_WITHIN)
    ImportRow.objects.filter(run__in=over).delete()
    ImportRun.objects.filter(finished_at__lt=now - RUNS_KEPT_FOR).delete()
    return ended


def faults_of(run: ImportRun) -> QuerySet[ImportRow]:
    """Return the rows that are wrong, in the order of the file."""
    return run.rows.filter(outcome=RowOutcome.WRONG).order_by("number", "pk")


def _unfinished(user: User) -> QuerySet[ImportRun]:
    return ImportRun.objects.filter(by=user, state__in=(*WORKING, RunState.CHECKED))


def _count(
    file: IO[bytes], reading: Reading, known: Mapping[str, Any], most: int
) -> tuple[int, bool]:
    """Return how many rows a file has, roughly for a workbook, and whether they are many."""
    file.seek(0)
    rows = read_rows(file, reading)
    read_header(rows, reading, known)
    if reading.format == "xlsx":
        # Unpacking all of it takes as long as looking at it.
        first = sum(1 for _row in islice(rows, most + 1))
        rows.close()  # type: ignore[attr-defined]
        return (0 if first > most else first), first > most
    total = 0
    for _row in rows:
        total += 1
        if total > limits.MOST_ROWS:
            raise FileRefused(
                _("The file has more than %(most)s rows. Divide it into several.")
                % {"most": f"{limits.MOST_ROWS:,}"}
            )
    if not total:
        raise FileRefused(_("The file has no rows below the names of its columns."))
    return total, total > most


def _kind(run: ImportRun) -> Kind:
    kind = kind_named(run.kind)
    if kind is None:
        raise Missing(_("There is no such import."))
    return kind


def _locked(run: ImportRun, state: RunState) -> ImportRun:
    fresh = ImportRun.objects.select_for_update().get(pk=run.pk)
    if fresh.state != state:
        raise Conflict(_("This import has gone on meanwhile. Load the page anew."))
    return fresh


def _worked(run: ImportRun, *, is_long: bool) -> ImportRun:
    if not is_long:
        steps.work(run.pk, seconds=None)
    run.refresh_from_db()
    return run


def _note(run: ImportRun, act: AuditAct, *, number: int) -> None:
    """Note in the audit who brought rows in, or took them back, and for which companies."""
    lines = [
        AuditLine(f"import:{run.pk}", label=run.kind, company=company, details={"number": number})
        for company in _kind(run).companies(run.by, run.options)
    ]
    note(actor=run.by, act=act, lines=lines)


def _enqueue(run: ImportRun) -> None:
    from nexus.core.transfers.tasks import go_on

    go_on.enqueue(run.pk)
