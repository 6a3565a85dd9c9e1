"""The pages of imports: upload, preview, progress, what came of it, and the way back."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from nexus.core.backoffice import acting
from nexus.core.errors import WHOLE, Missing, NotAllowed, Refused
from nexus.core.exporting.formats import CONTENT_TYPES, CsvWriter, ExportFormat
from nexus.core.transfers.forms import FileForm
from nexus.core.transfers.kinds import Kind, kind_named, kinds_of
from nexus.core.transfers.models import WRITTEN, ImportRow, ImportRun, RowOutcome, RunState
from nexus.core.transfers.progress import Progress, progress_answer
from nexus.core.transfers.services import (
    begin_run,
    faults_of,
    import_run,
    may_undo,
    run_of,
    runs_of,
    stop_run,
    undo_run,
)
from nexus.core.transfers.sheets import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from people.models import User

_MOST_LISTED = 50
MOST_FAULTS_SHOWN = 100
_MOST_SAMPLES_SHOWN = 20


class ShownRow(NamedTuple):
    """A row of the file as the page tells of it: its faults, or the columns that change."""

    number: int
    label: str
    faults: list[list[str]]
    changes: list[str]
    kept_because: str


@never_cache
@require_GET
def imports(request: HttpRequest) -> HttpResponse:
    """List what the person may import, and what they have imported lately. Two queries."""
    user = acting(request)
    kinds = _kinds(user)
    names = {kind.name: kind.label for kind in kinds}
    rows = [(run, names[run.kind]) for run in runs_of(user)[:_MOST_LISTED] if run.kind in names]
    context = {
        **admin.site.each_context(request),
        "title": _("Imports"),
        "kinds": kinds,
        "rows": rows,
    }
    return TemplateResponse(request, "admin/imports/list.html", context)


@never_cache
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask for a file and, by POST, look at it. What is wrong comes back beside the fields."""
    user, found = acting(request), _kind(request, kind)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = FileForm(data, files, label_suffix="")
    options = _options(found, user, data)
    if data is not None and _are_valid(form, options):
        upload = form.cleaned_data["file"]
        chosen = options.options() if options is not None else {}
        try:
            run = begin_run(found, upload, name=upload.name, by=user, options=chosen)
        except NotAllowed as refused:
            raise Http404 from refused
        except Refused as refused:
            for name, sentences in (refused.details or {WHOLE: [refused.message]}).items():
                form.add_error(name if name in form.fields else None, list(sentences))
        else:
            return HttpResponseRedirect(reverse("admin:import", args=[run.pk]))
    resource = found.open_resource(user, {})
    exported = resource.exported.columns() if resource.exported is not None else {}
    labels = {name: column.label for name, column in exported.items()}
    context = {
        **admin.site.each_context(request),
        "title": _("Import: %(what)s") % {"what": found.label},
        "kind": found,
        "form": form,
        "options": options,
        "columns": [(column, labels.get(column.column_name, "")) for column in resource.columns()],
        "has_export": bool(labels),
    }
    return TemplateResponse(request, "admin/imports/new.html", context)


@never_cache
@require_GET
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """Return a file to begin with: the names of the columns and a row that shows what they hold."""
    found = _kind(request, kind)
    columns = found.open_resource(acting(request), {}).columns()
    target = io.BytesIO()
    writer = CsvWriter(target, [column.column_name for column in columns], str(found.label))
    writer.row([column.example for column in columns])
    writer.close()
    return _file(target.getvalue(), f"{found.name}-template.csv")


@never_cache
@require_GET
def run(request: HttpRequest, import_id: int) -> HttpResponse:
    """Show where a run is: looked at, at work, or over."""
    its = _run(request, import_id)
    kind = _kind(request, its.kind)
    faults = faults_of(its)[: MOST_FAULTS_SHOWN + 1]
    shown_faults = [_shown(row) for row in faults[:MOST_FAULTS_SHOWN]]
    context = {
        **admin.site.each_context(request),
        "title": _("Import: %(what)s") % {"what": kind.label},
        "kind": kind,
        "run": its,
        "reading": Reading(**its.reading).in_words() if its.reading else "",
        "faults": shown_faults,
        "most_faults": MOST_FAULTS_SHOWN,
        "samples": _samples(its),
        "kept": [_shown(row) for row in its.rows.exclude(kept_because="")[:MOST_FAULTS_SHOWN]],
        "may_undo": may_undo(its),
        "remark": kind.remark(its) if its.state in WRITTEN else None,
        "progress": _progress(its),
        "is_checked": its.state == RunState.CHECKED,
    }
    return TemplateResponse(request, "admin/imports/run.html", context)


@never_cache
@require_GET
def progress(request: HttpRequest, import_id: int) -> HttpResponse:
    """Say how far it is, for the bar of the page."""
    return progress_answer(_progress(_run(request, import_id)))


@require_POST
def begin(request: HttpRequest, import_id: int) -> HttpResponse:
    """Write the good rows of a file that was looked at."""
    return _do(request, import_id, import_run)


@require_POST
def stop(request: HttpRequest, import_id: int) -> HttpResponse:
    """Abandon a file that waits, or stop what is being written."""
    return _do(request, import_id, stop_run)


@require_POST
def undo(request: HttpRequest, import_id: int) -> HttpResponse:
    """Take back what was written."""
    return _do(request, import_id, undo_run)


@never_cache
@require_GET
def faults(request: HttpRequest, import_id: int) -> HttpResponseBase:
    """Stream all rows that are wrong as CSV: row, column, value and reason."""
    its = _run(request, import_id)
    name = f"{its.kind}-faults-{timezone.localdate(its.created_at):%Y-%m-%d}.csv"
    response = StreamingHttpResponse(_lines_of(its), content_type=CONTENT_TYPES[ExportFormat.CSV])
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


def _lines_of(its: ImportRun) -> Iterator[bytes]:
    target = io.BytesIO()
    columns = [_("Row"), _("Column"), _("Value"), _("Reason")]
    writer = CsvWriter(target, columns, _("Faults"))
    for row in faults_of(its).iterator(chunk_size=500):
        for column, value, reason in json.loads(row.faults or "[]"):
            writer.row([row.number, column, value, reason])
        yield target.getvalue()
        target.seek(0)
        target.truncate()
    writer.close()
    yield target.getvalue()


def _do(
    request: HttpRequest, import_id: int, act: Callable[..., ImportRun]
) -> HttpResponseRedirect:
    its = _run(request, import_id)
    try:
        act(its, by=acting(request))
    except Missing as refused:
        raise Http404(refused.message) from refused
    except Refused as refused:
        messages.error(request, refused.message)
    return HttpResponseRedirect(reverse("admin:import", args=[its.pk]))


def _options(kind: Kind, user: User, data: Any) -> Any:
    form = kind.options_form(user)
    return form(data, user=user, label_suffix="") if form is not None else None  # type: ignore[call-arg]  # as kinds declare them


def _are_valid(*found: forms.Form | None) -> bool:
    """Tell whether all of them are, each being asked: all that is wrong is said at once."""
    answers = [form is None or form.is_valid() for form in found]
    return all(answers)


def _kinds(user: User) -> list[Kind]:
    kinds = kinds_of(user)
    if not kinds:
        raise PermissionDenied
    return kinds


def _kind(request: HttpRequest, name: str) -> Kind:
    found = kind_named(name)
    if found is None or not found.may_import(acting(request)):
        raise Http404
    return found


def _run(request: HttpRequest, import_id: int) -> ImportRun:
    try:
        return run_of(acting(request), import_id)
    except Missing as refused:
        raise Http404(refused.message) from refused


def _samples(its: ImportRun) -> dict[str, list[ShownRow]]:
    """Return some of the rows that would be written, while the run waits for a yes."""
    if its.state != RunState.CHECKED:
        return {}
    return {
        outcome: [_shown(row) for row in its.rows.filter(outcome=outcome)[:_MOST_SAMPLES_SHOWN]]
        for outcome in (RowOutcome.NEW, RowOutcome.CHANGED)
    }


def _shown(row: ImportRow) -> ShownRow:
    told = json.loads(row.faults) if row.faults else []
    is_wrong = row.outcome == RowOutcome.WRONG
    return ShownRow(
        row.number,
        row.label,
        told if is_wrong else [],
        [] if is_wrong else told,
        row.kept_because,
    )


def _progress(its: ImportRun) -> Progress:
    labels = {
        RunState.CHECKING: _("The file is being looked at. Nothing is changed yet."),
        RunState.IMPORTING: _("The rows are being imported. You can leave this page meanwhile."),
        RunState.UNDOING: _("The import is being undone."),
    }
    words = _("%(done)s rows") % {"done": f"{its.position:,}"}
    if its.total:
        words = _("%(done)s of %(total)s rows") % {
            "done": f"{its.position:,}",
            "total": f"{its.total:,}",
        }
    return Progress(
        done=its.position,
        total=its.total,
        words=words,
        url=reverse("admin:import_progress", args=[its.pk]),
        is_over=not its.is_working,
        label=labels.get(RunState(its.state), ""),
    )


def _file(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=CONTENT_TYPES[ExportFormat.CSV])
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response
