"""The pages of exports: what can be exported, how, how far it is, and the file itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.http import Http404, HttpResponseRedirect, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from nexus.core.backoffice import acting, chosen_company
from nexus.core.backoffice.changelist import MOST_COUNTED
from nexus.core.errors import Missing, NotAllowed, Refused
from nexus.core.exporting.formats import CONTENT_TYPES, ExportFormat
from nexus.core.exporting.forms import ExportForm
from nexus.core.exporting.kinds import ExportKind, kind_named, kinds_of
from nexus.core.exporting.lists import Asked
from nexus.core.exporting.services import (
    Choice,
    begin_export,
    export_of,
    exports_of,
    last_choice,
    read_export,
    stop_export,
)
from nexus.core.transfers.progress import Progress, progress_answer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from nexus.core.exporting.models import ExportRun

_MOST_LISTED = 50


@never_cache
@require_GET
def exports(request: HttpRequest) -> HttpResponse:
    """List what the person may export, and what they have exported lately. Two queries."""
    user = acting(request)
    kinds = kinds_of(user)
    names = {kind.name: kind.label for kind in kinds}
    runs = [run for run in exports_of(user)[:_MOST_LISTED] if run.kind in names]
    context = {
        **admin.site.each_context(request),
        "title": _("Exports"),
        "kinds": kinds,
        "rows": [(run, names[run.kind]) for run in runs],
    }
    return TemplateResponse(request, "admin/exports/list.html", context)


@never_cache
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask how rows go out and, by POST, begin with it. What is wrong comes back beside the fields."""
    user, found = acting(request), _kind(request, kind)
    asked = Asked.from_texts(
        request.GET.get("list", ""), request.GET.getlist("ids"), chosen_company(request)
    )
    try:
        listed = found.describe(user, asked)
    except IncorrectLookupParameters:
        messages.error(request, _("The list cannot be read as its address has it."))
        return HttpResponseRedirect(found.list_url())
    offered = found.columns_for(user, asked)
    form = ExportForm(
        request.POST if request.method == "POST" else None,
        offered=offered,
        last=last_choice(user, found),
    )
    if request.method == "POST" and form.is_valid():
        choice = Choice(ExportFormat(form.cleaned_data["format"]), form.cleaned_data["columns"])
        try:
            run = begin_export(found, asked, choice, by=user, narrowed_by=listed.narrowed_by)
        except NotAllowed as refused:
            raise Http404 from refused
        except Refused as refused:
            for name, sentences in (refused.details or {"": [refused.message]}).items():
                form.add_error(name or None, list(sentences))
        else:
            return HttpResponseRedirect(reverse("admin:export", args=[run.pk]))
    count = listed.rows.order_by()[: MOST_COUNTED + 1].count()
    context = {
        **admin.site.each_context(request),
        "title": _("Export: %(what)s") % {"what": found.label},
        "kind": found,
        "form": form,
        "is_offered": bool(offered),
        "asked": asked,
        "narrowed_by": listed.narrowed_by,
        "count": count,
        "counted": _counted(found, count),
        "without_personal": len(offered) < len(found.resource.columns()),
        "back": f"{found.list_url()}?{asked.query}" if asked.query else found.list_url(),
    }
    return TemplateResponse(request, "admin/exports/new.html", context)


@never_cache
@require_GET
def export(request: HttpRequest, export_id: int) -> HttpResponse:
    """Show how far an export is, and offer its file."""
    run = _run(request, export_id)
    kind = _kind(request, run.kind)
    columns = kind.resource.columns()
    context = {
        **admin.site.each_context(request),
        "title": _("%(what)s as %(format)s")
        % {"what": kind.label, "format": run.get_format_display()},
        "kind": kind,
        "run": run,
        "counted": kind.counted(run.position),
        "columns": [columns[name].label for name in run.columns if name in columns],
        "again": _again(run),
        "progress": _progress(run),
    }
    return TemplateResponse(request, "admin/exports/run.html", context)


@never_cache
@require_GET
def progress(request: HttpRequest, export_id: int) -> HttpResponse:
    """Say how far it is, for the bar of the page."""
    return progress_answer(_progress(_run(request, export_id)))


@require_POST
def stop(request: HttpRequest, export_id: int) -> HttpResponse:
    """Stop what is being written."""
    run = _run(request, export_id)
    try:
        stop_export(run, by=acting(request))
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("It is stopped, and what was written is erased."))
    return HttpResponseRedirect(reverse("admin:export", args=[run.pk]))


@never_cache
@require_GET
def download(request: HttpRequest, export_id: int) -> HttpResponseBase:
    """Stream the file to whom it belongs."""
    run = _run(request, export_id)
    try:
        run, pieces = read_export(acting(request), run.pk)
    except Missing as refused:
        messages.error(request, refused.message)
        return HttpResponseRedirect(reverse("admin:export", args=[run.pk]))
    response = StreamingHttpResponse(pieces, content_type=CONTENT_TYPES[ExportFormat(run.format)])
    name = f"{run.kind}-{timezone.localdate(run.created_at):%Y-%m-%d}.{run.ending}"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    response.headers["Content-Length"] = str(run.size)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _kind(request: HttpRequest, name: str) -> ExportKind:
    kind = kind_named(name)
    if kind is None or not kind.may_export(acting(request)):
        raise Http404
    return kind


def _run(request: HttpRequest, export_id: int) -> ExportRun:
    try:
        return export_of(acting(request), export_id)
    except Missing as refused:
        raise Http404(refused.message) from refused


def _counted(kind: ExportKind, count: int) -> str:
    if count > MOST_COUNTED:
        return _("more than %(counted)s") % {"counted": kind.counted(MOST_COUNTED)}
    return kind.counted(count)


def _again(run: ExportRun) -> str:
    asked = Asked.from_json(run.asked_for())
    address = reverse("admin:export_new", args=[run.kind])
    query = asked.as_address()
    return f"{address}?{query}" if query else address


def _progress(run: ExportRun) -> Progress:
    words: Any = _("It is about to begin …")
    if run.total is not None:
        words = _("%(done)s of %(total)s rows") % {
            "done": f"{run.position:,}",
            "total": f"{run.total:,}",
        }
    return Progress(
        done=run.position,
        total=run.total or 0,
        words=words,
        url=reverse("admin:export_progress", args=[run.pk]),
        is_over=not run.is_working,
        label=_("The file is being written. You can leave this page meanwhile."),
    )
