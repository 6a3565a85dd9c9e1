"""The board of a job: a column for each stage, of which the first cards are loaded and then more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count, Max, Q, Sum
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from hiring.admin import undo
from hiring.admin.forms import RejectForm
from hiring.choices import ApplicationStatus
from hiring.models import Application
from hiring.pipeline import reachable
from hiring.services.looks import note_list
from jobs.models import Job
from nexus.core.backoffice import acting, chosen_company
from nexus.core.ids import row_id_or_404
from nexus.core.live import asks_for_part, not_modified, version_of
from people.standing import writes_for

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.admin import ModelAdmin
    from django.http import HttpRequest, HttpResponse

PAGE = 19
_JOBS = 50


class Column(NamedTuple):
    """One stage of the board. `ways` are the stages its cards can go to, each with its label."""

    status: ApplicationStatus
    total: int
    cards: list[Application]
    more: str
    ways: list[ApplicationStatus]
    filters: str


class Counts(NamedTuple):
    """How many applications of a job are in each stage, and withdrawn; `seal` tells of the rest."""

    live: dict[str, int]
    withdrawn: int
    seal: tuple[tuple[datetime | None, Any], ...]


def show(model_admin: ModelAdmin[Any], request: HttpRequest) -> HttpResponse:
    """Show the board of the job in the address; without one, the jobs to choose from.

    A board that is looked at asks for itself every few seconds: without news, for two queries.
    """
    number = request.GET.get("job", "")
    if not number:
        return _choose(model_admin, request)
    job = _job(request, number)
    counts = _counts(job)
    may_move = writes_for(acting(request), job.company_id)
    version = version_of(request.user.pk, counts, may_move)
    if (same := not_modified(request, version)) is not None:
        return same
    columns = [
        _column(model_admin, request, job, status, counts.live.get(status, 0))
        for status in ApplicationStatus
    ]
    note_list(acting(request), [card for column in columns for card in column.cards])
    part = {
        "version": version,
        "columns": columns,
        "may_move": may_move,
        "here": request.get_full_path(),
    }
    if asks_for_part(request):
        return TemplateResponse(request, "admin/hiring/application/board_part.html", part)
    context = {
        **model_admin.admin_site.each_context(request),
        **part,
        "title": job.title,
        "opts": model_admin.opts,
        "job": job,
        "withdrawn": counts.withdrawn,
        "stages": ApplicationStatus,
        "reject": RejectForm(),
        **undo.facts(request),
    }
    return TemplateResponse(request, "admin/hiring/application/board.html", context)


def cards(model_admin: ModelAdmin[Any], request: HttpRequest) -> HttpResponse:
    """Return the next cards of a column as a piece of the board."""
    if "job" not in request.GET:
        return HttpResponseRedirect(reverse("admin:hiring_application_board"))
    job = _job(request, request.GET["job"])
    stage, after = request.GET.get("stage", ""), request.GET.get("after", "")
    if stage not in ApplicationStatus.values:
        raise Http404
    last = _known(model_admin, request, after)
    column = _column(model_admin, request, job, ApplicationStatus(stage), 0, after=last)
    note_list(acting(request), column.cards)
    context = {
        "column": column,
        "job": job,
        "may_move": writes_for(acting(request), job.company_id),
        "here": f"?job={job.pk}",
    }
    return TemplateResponse(request, "admin/hiring/application/cards.html", context)


def _choose(model_admin: ModelAdmin[Any], request: HttpRequest) -> HttpResponse:
    jobs: Any = Job.objects.managed_by(acting(request)).exclude(published_at=None).present()
    company = chosen_company(request)
    if company is not None:
        jobs = jobs.filter(company=company)
    words = request.GET.get("q", "").strip()[:100]
    if words:
        jobs = jobs.filter(title__icontains=words)
    found = list(jobs.select_related("company").order_by("-published_at", "-pk")[:_JOBS])
    waiting = Application.objects.waiting().filter(job__in=found).order_by()
    counted = dict(waiting.values_list("job").annotate(Count("pk")))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Board"),
        "opts": model_admin.opts,
        "jobs": [(job, counted.get(job.pk, 0)) for job in found],
        "words": words,
        "is_cut": len(found) == _JOBS,
    }
    return TemplateResponse(request, "admin/hiring/application/board_jobs.html", context)


def _job(request: HttpRequest, number: str) -> Job:
    jobs = Job.objects.managed_by(acting(request)).select_related("company")
    job = jobs.filter(pk=row_id_or_404(number)).first()
    if job is None:
        raise Http404
    return job


def _known(model_admin: ModelAdmin[Any], request: HttpRequest, number: str) -> Application:
    mine = model_admin.get_queryset(request)
    found: Application | None = mine.filter(pk=row_id_or_404(number)).first()
    if found is None:
        raise Http404
    return found


def _counts(job: Job) -> Counts:
    """Return how many applications are in each stage, and what changes with every change of them."""
    rows = Application.objects.kept().filter(job=job).order_by().values_list("status")
    live = Count("pk", filter=Q(withdrawn_at=None))
    counted = list(
        rows.annotate(
            live=live,
            gone=Count("pk", filter=~Q(withdrawn_at=None)),
            changed=Max("updated_at"),
            rated=Sum("rating"),
        ).order_by("status")
    )
    return Counts(
        {status: number for status, number, _gone, _changed, _rated in counted},
        sum(gone for _status, _live, gone, _changed, _rated in counted),
        tuple((changed, rated) for _status, _live, _gone, changed, rated in counted),
    )


def _column(
    model_admin: ModelAdmin[Any],
    request: HttpRequest,
    job: Job,
    status: ApplicationStatus,
    count: int,
    *,
    after: Application | None = None,
) -> Column:
    rows: Any = model_admin.get_queryset(request)
    rows = rows.live().filter(job=job, status=status).order_by("-applied_at", "-pk")
    if after is not None:
        rows = rows.after(after)
    found = list(rows.with_list_facts()[: PAGE + 1])
    cards = found[:PAGE]
    for card in cards:
        card.job = job  # with its company, so that no card asks for it
    where = {"job": str(job.pk), "stage": status.value}
    more = urlencode({**where, "after": str(cards[-1].pk)}) if len(found) > PAGE else ""
    filters = urlencode({"job__id__exact": str(job.pk), "stage": status.value})
    return Column(status, count, cards, more, reachable(status), filters)
