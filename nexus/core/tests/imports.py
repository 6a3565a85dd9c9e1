"""What tests of imports share: a file, its upload, its import, and the way out and in again."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from nexus.core.exporting import kinds as exportable
from nexus.core.exporting.formats import ExportFormat
from nexus.core.exporting.lists import Asked
from nexus.core.exporting.services import Choice, begin_export, read_export
from nexus.core.transfers import kinds as importable
from nexus.core.transfers.models import ImportRun, RowOutcome, RunState
from nexus.core.transfers.services import begin_run

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from django.test import Client

    from people.models import User

type Rows = Sequence[Mapping[str, Any]] | bytes


def as_csv(rows: Sequence[Mapping[str, Any]]) -> bytes:
    columns = list(dict.fromkeys(name for one in rows for name in one))
    target = io.StringIO()
    writer = csv.DictWriter(target, columns)
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue().encode()


def upload(client: Client, kind: str, rows: Rows, **more: Any) -> Any:
    """Return the page to which the upload of a file leads."""
    data = rows if isinstance(rows, bytes) else as_csv(rows)
    file = SimpleUploadedFile(f"{kind}.csv", data, "text/csv")
    return client.post(f"/admin/imports/new/{kind}/", {"file": file, **more}, follow=True)


def take_in(client: Client, kind: str, rows: Rows, **more: Any) -> ImportRun:
    """Upload a file, say yes to it, and return what became of it."""
    upload(client, kind, rows, **more)
    run = ImportRun.objects.latest("pk")
    assert run.state == RunState.CHECKED, run.complaint
    client.post(f"/admin/imports/{run.pk}/begin/")
    run.refresh_from_db()
    return run


def undo(client: Client, run: ImportRun) -> ImportRun:
    client.post(f"/admin/imports/{run.pk}/undo/")
    run.refresh_from_db()
    assert run.state == RunState.UNDONE
    return run


def faults_in(client: Client, run: ImportRun) -> list[list[str]]:
    """Return row, column, value and reason of whatever is wrong."""
    answer: Any = client.get(f"/admin/imports/{run.pk}/faults/")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[1:]


def faults_of_rows(client: Client, kind: str, rows: Rows, **more: Any) -> list[list[str]]:
    """Look at a file, abandon it, and return what is wrong with it."""
    upload(client, kind, rows, **more)
    run = ImportRun.objects.latest("pk")
    found = faults_in(client, run)
    client.post(f"/admin/imports/{run.pk}/stop/")
    return found


def out_and_in(
    user: User, kind: str, options: Mapping[str, Any] | None = None
) -> Iterator[tuple[str, ImportRun]]:
    """Export all that `user` may, in every format and language, and have each file looked at.

    At last the columns that are chosen unless somebody chooses others.
    """
    export, importing = exportable.kind_named(kind), importable.kind_named(kind)
    assert export is not None
    assert importing is not None
    columns = export.columns_for(user, Asked())
    usual = [name for name, column in columns.items() if column.is_usual]
    asked = [(language, form, list(columns)) for language in ("en", "de") for form in ExportFormat]
    for language, form, names in (*asked, ("en", ExportFormat.CSV, usual)):
        with override(language):
            gone = begin_export(export, Asked(), Choice(form, names), by=user)
            file = io.BytesIO(b"".join(read_export(user, gone.pk)[1]))
            run = begin_run(importing, file, name="out", by=user, options=options or {})
        yield f"{form} {language}", run
        ImportRun.objects.filter(pk=run.pk).delete()


def check_out_and_in(
    user: User, kind: str, *, rows: int, options: Mapping[str, Any] | None = None
) -> None:
    """See that what goes out comes in again, and that it changes nothing."""
    for name, run in out_and_in(user, kind, options):
        told = run.rows.filter(outcome__in=(RowOutcome.CHANGED, RowOutcome.WRONG))
        why = [(row.label, json.loads(row.faults)) for row in told]
        assert (run.unchanged, run.good, run.wrong) == (rows, 0, 0), (name, run.complaint, why)
        assert not run.notes["unknown"], (name, run.notes)


def check_hostile_files(client: Client, kind: str, shared_data: Path, **more: Any) -> None:
    """See that each file that is broken in a way of its own is told so, and harms nothing."""
    files = sorted((shared_data / "adversarial" / "csv").iterdir())
    assert len(files) >= 16
    for path in files:
        answer = upload(client, kind, path.read_bytes(), **more)
        assert answer.status_code == 200, path.name
        html = answer.content.decode()
        if 'class="errorlist"' in html:
            continue  # refused beside the field
        run = ImportRun.objects.latest("pk")
        assert run.state == RunState.CHECKED, path.name
        assert run.wrong == run.total or run.good, path.name
        if run.wrong:
            assert "What is wrong" in html, path.name
        client.post(f"/admin/imports/{run.pk}/stop/")
