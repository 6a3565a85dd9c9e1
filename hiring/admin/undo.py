"""What came of the last act, and the way to take it back while its mails wait."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hiring.models import Application, Batch
from hiring.services import undo_batch
from hiring.services.looks import note_list
from nexus.core.backoffice import acting
from nexus.core.errors import Missing, NotAllowed, Refused
from nexus.core.ids import row_id_or_404

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin
    from django.http import HttpRequest

    from hiring.services import Report

_KEPT = "application_report"
_TICKED = "applications_to_tick"
_MOST_KEPT, _MOST_OFFERED = 200, 20


def facts(request: HttpRequest) -> dict[str, Any]:
    """Return what a page says of the person's acts that can still be undone.

    One query, and one more where there are several.
    """
    undoable = Batch.undoable_by(acting(request), most=_MOST_OFFERED)
    if not undoable:
        return {}
    latest, *earlier = undoable
    titles = Batch.job_titles(earlier)
    return {
        "undoable": latest,
        "undoable_says": says(latest),
        "undoable_earlier": [(batch, says(batch), titles.get(batch.pk, "")) for batch in earlier],
    }


def says(batch: Batch) -> str:
    """Return a sentence on what the batch has done."""
    if not batch.to_status:
        return ngettext(
            "%(count)d mail is waiting to be sent.",
            "%(count)d mails are waiting to be sent.",
            batch.count,
        ) % {"count": batch.count}
    return ngettext(
        "%(count)d application moved to “%(stage)s”.",
        "%(count)d applications moved to “%(stage)s”.",
        batch.count,
    ) % {"count": batch.count, "stage": batch.get_to_status_display()}


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def way_back(request: HttpRequest) -> str:
    """Return the page that the person came from, as the form says; else the list."""
    back = request.POST.get("back") or request.GET.get("back") or ""
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/admin/"):
        return back
    return reverse("admin:hiring_application_changelist")


def keep_report(request: HttpRequest, report: Report, sentence: str) -> None:
    """Keep what came of an act for the page that shows it, also after that is loaded again."""
    request.session[_KEPT] = {
        "sentence": sentence,
        "batch": report.batch.pk if report.batch else None,
        "refused": [(one.application_id, one.why) for one in report.refused[:_MOST_KEPT]],
        "refused_count": len(report.refused),
        "back": way_back(request),
    }


def take_ticked(request: HttpRequest) -> frozenset[int]:
    """Return whom an act was taken back for just now: they were ticked, and are to be so again."""
    return frozenset(request.session.pop(_TICKED, ()))


def report(model_admin: ModelAdmin[Any], request: HttpRequest) -> HttpResponse:
    """Show what came of the last act on several: how many, which not, and why not."""
    kept = request.session.get(_KEPT)
    if not kept:
        return HttpResponseRedirect(reverse("admin:hiring_application_changelist"))
    whys = dict(kept["refused"])
    found: Any = model_admin.get_queryset(request).filter(pk__in=whys)
    refused = [(one, whys[one.pk]) for one in found.with_list_facts()]
    note_list(acting(request), [one for one, _why in refused])
    batch = Batch.objects.filter(pk=kept["batch"]).first() if kept["batch"] else None
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("What came of it"),
        "opts": model_admin.opts,
        "kept": kept,
        "refused": refused,
        "unknown": kept["refused_count"] - len(refused),
        "undoable": batch if batch and batch.can_be_undone else None,
        "undone": bool(batch and batch.undone_at),
    }
    return TemplateResponse(request, "admin/hiring/application/report.html", context)


def undo(model_admin: ModelAdmin[Any], request: HttpRequest) -> HttpResponse:
    """Take a batch back and say what came of that."""
    if request.method != "POST":
        return HttpResponseRedirect(way_back(request))
    batch = get_object_or_404(Batch, pk=row_id_or_404(request.POST.get("batch", "")))
    try:
        result = undo_batch(batch, by=acting(request))
    except Missing as refused:
        raise Http404(refused.message) from refused
    except NotAllowed as refused:
        raise PermissionDenied(refused.message) from refused
    except Refused as refused:
        return _answer(request, "", refused.message, [])
    done = ngettext(
        "Undone for %(count)d application.",
        "Undone for %(count)d applications.",
        len(result.done),
    ) % {"count": len(result.done)}
    whys = sorted({refusal.why for refusal in result.refused})
    return _answer(request, done if result.done else "", " ".join(whys), result.done)


def _answer(request: HttpRequest, done: str, refused: str, ids: list[int]) -> HttpResponse:
    if wants_json(request):
        statuses = dict(Application.objects.filter(pk__in=ids).values_list("pk", "status"))
        body = {"message": " ".join([done, refused]).strip(), "statuses": statuses}
        return JsonResponse(body, status=200 if done else 409)
    if done:
        messages.success(request, done)
    if refused:
        messages.error(request, refused)
    back = way_back(request)
    if urlsplit(back).path == reverse("admin:hiring_application_changelist"):
        request.session[_TICKED] = ids[:_MOST_KEPT]
    return HttpResponseRedirect(back)
