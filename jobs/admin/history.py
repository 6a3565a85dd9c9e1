"""The history of a job: who changed what and when, and the way back to an earlier version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from jobs.differences import LABELS, Difference, differences
from jobs.models import Job, JobVersion
from jobs.services import restore_version
from nexus.core.backoffice import acting
from nexus.core.errors import Missing, Refused

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin
    from django.http import HttpRequest, HttpResponse

_PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """A version with what it changed; nothing where it is the first one that is known."""

    version: JobVersion
    changes: list[Difference]
    is_latest: bool

    @property
    def labels(self) -> str:
        return ", ".join(change.label for change in self.changes)


def history_page(model_admin: ModelAdmin[Any], request: HttpRequest, job: Job) -> HttpResponse:
    """Show the versions of a job, the latest first, at most 20 on a page. Three queries."""
    rows = JobVersion.objects.filter(job=job).select_related("by")
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("p"))
    shown = list(page.object_list)
    # What the last of the page differs from is the first of the next one.
    older = rows.filter(number__lt=shown[-1].number).first() if shown else None
    before = [*shown[1:], older][: len(shown)]
    entries = [
        Entry(
            version,
            differences(was.fields, version.fields) if was else [],
            is_latest=page.number == 1 and at == 0,
        )
        for at, (version, was) in enumerate(zip(shown, before, strict=True))
    ]
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("History"),
        "job": job,
        "entries": entries,
        "page": page,
        "may_restore": model_admin.has_change_permission(request, job),
    }
    return TemplateResponse(request, "admin/jobs/job/history.html", context)


def restore(model_admin: ModelAdmin[Any], request: HttpRequest, object_id: str) -> HttpResponse:
    """Bring back the version whose number was sent, and show the job."""
    job = get_object_or_404(model_admin.get_queryset(request), pk=int(object_id))
    number = request.POST.get("number", "")
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise Http404
    try:
        restored = restore_version(job, int(number), by=acting(request))
    except Missing as missing:
        raise Http404(missing.message) from missing
    except Refused as refused:
        messages.error(request, refused.message)
        return HttpResponseRedirect(reverse("admin:jobs_job_history", args=[job.pk]))
    messages.success(request, _("Version %(number)s is back.") % {"number": number})
    if restored.kept:
        kept = ", ".join(_label(name) for name in restored.kept)
        messages.warning(request, _("This had to stay as it was: %(fields)s.") % {"fields": kept})
    return HttpResponseRedirect(reverse("admin:jobs_job_change", args=[job.pk]))


def _label(name: str) -> str:
    return str(LABELS["category_name" if name == "category" else name])
