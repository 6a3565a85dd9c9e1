"""What a person does with an export: ask for it, stop it, take its file."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nexus.core.audit import AuditAct, AuditLine, note
from nexus.core.crypto import CannotOpen
from nexus.core.errors import Conflict, Invalid, Missing, NotAllowed
from nexus.core.exporting import steps
from nexus.core.exporting.formats import ExportFormat
from nexus.core.exporting.kinds import kind_named
from nexus.core.exporting.lists import Asked
from nexus.core.exporting.models import FILE_KEPT_FOR, ExportRun, ExportState
from nexus.core.files.sealed import read_sealed
from nexus.core.storages import private_storage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.db.models import QuerySet

    from nexus.core.exporting.kinds import ExportKind
    from people.models import User

logger = logging.getLogger(__name__)

# Up to so many rows are written while the person waits; more of them by a task.
MOST_AT_ONCE = 1_000
MOST_UNFINISHED = 3
RUNS_KEPT_FOR = timedelta(days=30)
# Longer than a worker would try: what has not moved by then does not move any more.
GIVEN_UP_AFTER = timedelta(minutes=20)


class Choice(NamedTuple):
    """How the rows go out."""

    format: ExportFormat
    columns: Sequence[str]


def begin_export(
    kind: ExportKind,
    asked: Asked,
    choice: Choice,
    *,
    by: User,
    narrowed_by: Sequence[tuple[str, str]] = (),
) -> ExportRun:
    """Have rows written to a file: at once, or by a task where they are many.

    Raises NotAllowed, Invalid for columns that are none, and Conflict for too many unfinished runs.
    """
    columns = [name for name in kind.resource.columns() if name in set(choice.columns)]
    if not kind.may_take(by, asked, columns):
        raise NotAllowed(_("You may not export these rows."))
    if not columns or len(columns) != len(set(choice.columns)):
        raise Invalid.field("columns", _("Choose at least one of the columns."))
    if _unfinished(by).count() >= MOST_UNFINISHED:
        raise Conflict(
            _("%(number)s of your exports are being written. Wait for one of them, or stop it.")
            % {"number": MOST_UNFINISHED}
        )
    rows = kind.rows(by, asked, is_personal=kind.resource.has_personal(columns))
    is_long = rows.order_by()[: MOST_AT_ONCE + 1].count() > MOST_AT_ONCE
    with transaction.atomic():
        run = ExportRun.objects.create(
            kind=kind.name,
            by=by,
            format=choice.format,
            columns=columns,
            asked=json.dumps(asked.as_json()),
            narrowed_by=json.dumps([list(pair) for pair in narrowed_by]),
            language=get_language() or "en",
        )
        if is_long:
            _enqueue(run)
    if not is_long:
        steps.work(run.pk, seconds=None)
        run.refresh_from_db()
    return run


def export_of(user: User, run_id: int) -> ExportRun:
    """Return an export of `user`. Raises Missing for others', and where they may not any more."""
    run = ExportRun.objects.select_related("by").filter(pk=run_id, by=user).first()
    kind = kind_named(run.kind) if run is not None else None
    if run is None or kind is None:
        raise Missing(_("There is no such export."))
    if not kind.may_take(user, Asked.from_json(run.asked_for()), run.columns):
        raise Missing(_("There is no such export."))
    return run


def exports_of(user: User) -> QuerySet[ExportRun]:
    """Return the exports of `user`, the latest first."""
    return ExportRun.objects.filter(by=user).order_by("-created_at", "-pk")


def last_choice(user: User, kind: ExportKind) -> Choice | None:
    """Return how `user` took such rows out the last time. One query."""
    last = exports_of(user).filter(kind=kind.name).first()
    return Choice(ExportFormat(last.format), last.columns) if last is not None else None


def stop_export(run: ExportRun, *, by: User) -> None:
    """Stop what is being written, and erase what was. Raises Missing, and Conflict where it is over."""
    run = export_of(by, run.pk)
    if not run.is_working:
        raise Conflict(_("This export is over already."))
    steps.end(run, ExportState.STOPPED)


def read_export(user: User, run_id: int) -> tuple[ExportRun, Iterator[bytes]]:
    """Return an export and its bytes, piece by piece, and note that it was taken.

    Raises Missing for what is another's, not ready, over, or cannot be read any more.
    """
    gone = Missing(_("This file is not there any more. Export the rows again."))
    run = export_of(user, run_id)
    if not run.is_there:
        raise gone
    try:
        pieces = read_sealed(private_storage().open(run.stored, "rb"))
        # Only now is it known whether the keys of today open it.
        first = next(pieces)
    except (OSError, CannotOpen) as error:
        logger.exception("Export %s cannot be read.", run_id)
        raise gone from error
    kind = kind_named(run.kind)
    companies = kind.companies(user, Asked.from_json(run.asked_for())) if kind else []
    lines = [AuditLine(f"export:{run.pk}", label=run.kind, company=one) for one in companies]
    note(actor=user, act=AuditAct.DOWNLOADED, lines=lines)
    return run, chain([first], pieces)


def clean_up_exports() -> int:
    """Give up what nobody finishes, and erase files whose day is over. Returns how many of both."""
    now = timezone.now()
    done = 0
    stuck = ExportRun.objects.filter(state=ExportState.WORKING, moved_at__lt=now - GIVEN_UP_AFTER)
    for run in stuck:
        steps.end(run, ExportState.FAILED, _("It took too long and was given up."))
        done += 1
    over = ExportRun.objects.exclude(stored="").filter(finished_at__lt=now - FILE_KEPT_FOR)
    for run in over:
        forget(run)
        done += 1
    ExportRun.objects.filter(stored="", finished_at__lt=now - RUNS_KEPT_FOR).delete()
    return done


def forget(run: ExportRun) -> None:
    """Erase the file of an export that has ended."""
    # The file first: a row without a file is found again, a file without a row is not.
    private_storage().delete(run.stored)
    ExportRun.objects.filter(pk=run.pk).update(stored="")


def erase_exports_of(user: User) -> None:
    """Erase all files of what `user` has exported, with the runs."""
    for run in ExportRun.objects.filter(by=user):
        steps.end(run, ExportState.STOPPED)
        if run.stored:
            forget(run)
    ExportRun.objects.filter(by=user).delete()


def _unfinished(user: User) -> Any:
    return ExportRun.objects.filter(by=user, state=ExportState.WORKING)


def _enqueue(run: ExportRun) -> None:
    from nexus.core.exporting.tasks import go_on

    go_on.enqueue(run.pk)
