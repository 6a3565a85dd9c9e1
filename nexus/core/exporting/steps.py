"""The work of a run: parts of the file, each committed with how far it is, put together at the end.

A worker may die at any moment: the next one goes on behind the last committed part. Two at once do
no harm, since each commit begins by seeing that nobody has gone ahead meanwhile. Nothing is ever in
memory but a chunk of rows, and nothing lies on a disk unsealed.
"""

from __future__ import annotations

import logging
import tempfile
import time
import uuid
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any, cast

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import SuspiciousOperation
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from nexus.core.audit import AuditAct, AuditLine, note
from nexus.core.crypto import CannotOpen
from nexus.core.errors import Refused
from nexus.core.exporting.formats import WRITERS, CannotHold, ExportFormat, TableWriter
from nexus.core.exporting.kinds import ExportKind, kind_named
from nexus.core.exporting.lists import Asked
from nexus.core.exporting.models import ExportRun, ExportState
from nexus.core.files.sealed import SealingWriter, read_sealed
from nexus.core.storages import delete_after_commit, private_storage, saved_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nexus.core.exporting.resources import ExportResource

logger = logging.getLogger(__name__)

# A worker is killed after 60 seconds: what takes longer goes on in another task.
SECONDS = 20.0
CHUNK_ROWS = 250
# So many rows are committed together, and lost at most when a worker dies.
PART_ROWS = 2_000
MOST_ROWS = 1_000_000
# What is put together at the end has to be within one worker's time.
MOST_BYTES = 2 * 1024**3


class Overtaken(Exception):
    """Somebody else has gone on with the run, or it has ended."""


@dataclass(slots=True)
class _Part:
    rows: int = 0
    last_id: int | None = None
    is_last: bool = False
    lines: list[AuditLine] = field(default_factory=list)


def work(run_id: int, *, seconds: float | None = SECONDS) -> bool:
    """Go on with a run until it is ready or `seconds` are over; True where work is left.

    Does nothing to a run that has ended.
    """
    run = ExportRun.objects.select_related("by").filter(pk=run_id).first()
    if run is None or not run.is_working:
        return False
    deadline = None if seconds is None else time.monotonic() + seconds
    with override(run.language):
        try:
            return _work(run, deadline)
        except Overtaken:
            logger.info("Export %s is looked after by somebody else, or has ended.", run_id)
        except (IncorrectLookupParameters, SuspiciousOperation):
            end(run, ExportState.FAILED, _("The list cannot be read any more as it was."))
        except Refused as refused:
            end(run, ExportState.FAILED, refused.message)
        except (CannotOpen, OSError):
            logger.exception("Export %s cannot read what it has written.", run_id)
            end(run, ExportState.FAILED, _("What was written is not there any more. Try again."))
    return False


def end(run: ExportRun, state: ExportState, complaint: str = "") -> None:
    """Bring a run to an end without a file: what was written of it goes."""
    with transaction.atomic():
        fresh = ExportRun.objects.select_for_update().get(pk=run.pk)
        if not fresh.is_working:
            return
        _forget_parts(fresh)
        fresh.state, fresh.complaint = state, complaint[:300]
        fresh.moved_at = fresh.finished_at = timezone.now()
        fresh.save()


def _work(run: ExportRun, deadline: float | None) -> bool:
    kind = kind_named(run.kind)
    asked = Asked.from_json(run.asked_for())
    if kind is None or not run.by.is_active or not kind.may_take(run.by, asked, run.columns):
        raise Refused(_("You may not export these rows any more."))
    resource = kind.resource(user=run.by, asked=asked, names=run.columns)
    writer = WRITERS[ExportFormat(run.format)]
    header = header_of(resource, writer)
    if run.total is None:
        _count(run, kind)
    is_through = bool(run.parts) and run.parts[-1].get("is_last", False)
    while not is_through:
        part = _write_part(run, kind, resource, writer, header)
        is_through = part.is_last
        if deadline is not None and time.monotonic() > deadline:
            return True
    _put_together(run, kind, writer, header)
    return False


def header_of(resource: ExportResource, writer: type[TableWriter]) -> list[str]:
    """Return the names of the columns: those for people or those for programs."""
    columns = resource.columns()
    return [str(columns[n].label) if writer.is_for_people else n for n in resource.names]


def _count(run: ExportRun, kind: ExportKind) -> None:
    total = _rows(run, kind).count()
    if total > MOST_ROWS:
        raise CannotHold(
            _("These are more than %(most)s rows. Narrow the list down first.")
            % {"most": f"{MOST_ROWS:,}"}
        )
    run.total = total
    ExportRun.objects.filter(pk=run.pk, state=ExportState.WORKING).update(total=total)


def _rows(run: ExportRun, kind: ExportKind) -> Any:
    asked = Asked.from_json(run.asked_for())
    rows = kind.rows(run.by, asked, is_personal=kind.resource.has_personal(run.columns))
    return rows.order_by("-pk")


# --- parts -------------------------------------------------------------------------------------


def _write_part(
    run: ExportRun,
    kind: ExportKind,
    resource: ExportResource,
    writer: type[TableWriter],
    header: list[str],
) -> _Part:
    part = _Part(last_id=run.last_id)
    with tempfile.TemporaryFile() as scratch:
        with SealingWriter(cast("IO[bytes]", scratch)) as sealing:
            for chunk in _chunks(run, kind, resource, part):
                for row in chunk:
                    if part.rows:
                        sealing.write(writer.between)
                    sealing.write(writer.encode(header, resource.cells(row)))
                    part.rows += 1
                part.lines += resource.subjects(chunk)
        scratch.seek(0)
        _commit(run, part, File(scratch), sealing.size)
    return part


def _chunks(
    run: ExportRun, kind: ExportKind, resource: ExportResource, part: _Part
) -> Iterator[list[Any]]:
    """Yield the rows of a part, newest first, behind the last row that was written."""
    rows = resource.load(_rows(run, kind))
    while part.rows < PART_ROWS and not part.is_last:
        behind = rows if part.last_id is None else rows.filter(pk__lt=part.last_id)
        chunk = list(behind[:CHUNK_ROWS])
        part.is_last = len(chunk) < CHUNK_ROWS
        if chunk:
            part.last_id = chunk[-1].pk
            resource.prepare(chunk)
            yield chunk


def _commit(run: ExportRun, part: _Part, content: File[bytes], size: int) -> None:
    with transaction.atomic():
        fresh = _locked(run)
        if sum(one["bytes"] for one in fresh.parts) + size > MOST_BYTES:
            raise CannotHold(
                _("The file would be too large. Narrow the list down, or choose fewer columns.")
            )
        name = f"exports/{uuid.uuid4().hex}.part"
        with saved_file(private_storage(), name, content) as stored:
            told = {"name": stored, "rows": part.rows, "bytes": size, "is_last": part.is_last}
            fresh.parts = [*fresh.parts, told]
            fresh.position += part.rows
            fresh.total = max(fresh.total or 0, fresh.position)
            fresh.last_id, fresh.moved_at = part.last_id, timezone.now()
            fresh.save()
            # Before anybody has the file: what was read has been taken.
            note(actor=run.by, act=AuditAct.EXPORTED, lines=part.lines)
    for changed in ("parts", "position", "total", "last_id"):
        setattr(run, changed, getattr(fresh, changed))


def _locked(run: ExportRun) -> ExportRun:
    """Return the run as it is now, locked. Raises Overtaken unless it is where we think it is."""
    fresh = ExportRun.objects.select_for_update().get(pk=run.pk)
    if not fresh.is_working or len(fresh.parts) != len(run.parts):
        raise Overtaken
    return fresh


# --- the file ----------------------------------------------------------------------------------


def _put_together(
    run: ExportRun, kind: ExportKind, writer: type[TableWriter], header: list[str]
) -> None:
    with tempfile.TemporaryFile() as scratch:
        with SealingWriter(cast("IO[bytes]", scratch)) as sealing:
            table = writer(cast("IO[bytes]", sealing), header, str(kind.label))
            for part in run.parts:
                if part["rows"]:
                    with private_storage().open(part["name"], "rb") as file:
                        table.splice(read_sealed(file), part["rows"])
            table.close()
        scratch.seek(0)
        with transaction.atomic():
            fresh = _locked(run)
            name = f"exports/{uuid.uuid4().hex}.sealed"
            with saved_file(private_storage(), name, File(scratch)) as stored:
                _forget_parts(fresh)
                fresh.stored, fresh.size = stored, sealing.size
                fresh.state, fresh.total = ExportState.READY, fresh.position
                fresh.moved_at = fresh.finished_at = timezone.now()
                fresh.save()
                note(actor=run.by, act=AuditAct.EXPORTED, lines=_lines(fresh, kind))


def _lines(run: ExportRun, kind: ExportKind) -> Iterator[AuditLine]:
    for company in kind.companies(run.by, Asked.from_json(run.asked_for())):
        yield AuditLine(
            f"export:{run.pk}",
            label=kind.name,
            company=company,
            details={
                "rows": run.position,
                "format": run.format,
                "columns": run.columns,
                "personal": kind.resource.has_personal(run.columns),
            },
        )


def _forget_parts(run: ExportRun) -> None:
    """Have the parts of a run erased once that is committed. The caller saves the run."""
    for part in run.parts:
        delete_after_commit(private_storage(), part["name"])
    run.parts = []
