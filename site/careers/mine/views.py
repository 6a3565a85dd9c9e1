"""The pages of a candidate's own applications. What is not theirs is 404."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from careers.mine.progress import Step, events, progress, standing_of
from hiring.choices import FINAL_FOR_APPLICANT
from hiring.models import Application
from hiring.references import number_of
from hiring.services import (
    CannotRestore,
    CannotWithdraw,
    history,
    may_restore,
    restore_application,
    withdraw_application,
)
from nexus.core.errors import Missing
from nexus.core.files.downloads import cv_download
from nexus.core.live import asks_for_part, not_modified, version_of

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from people.requests import PersonRequest

_PAGE = 20


@require_safe
def applications(request: PersonRequest) -> HttpResponse:
    """List one's applications, the newest first. Two queries, at any number.

    A list that is looked at asks for itself every few seconds, and gets a "not modified".
    """
    mine = Application.objects.by(request.user).select_related("job__company")
    page = Paginator(mine, _PAGE).get_page(request.GET.get("page"))
    rows = [(application, standing_of(application), progress(application)) for application in page]
    version = version_of(page.number, page.paginator.num_pages, [_shown(row) for row in rows])
    if (same := not_modified(request, version)) is not None:
        return same
    name = "applications_part" if asks_for_part(request) else "applications"
    context = {"rows": rows, "page": page, "version": version}
    return render(request, f"careers/my/{name}.html", context)


def _shown(row: tuple[Application, str, list[Step]]) -> tuple[object, ...]:
    application, standing, steps = row
    return application.pk, application.job.title, application.job.company.name, standing, steps


@require_safe
def application(request: PersonRequest, reference: str) -> HttpResponse:
    """Show an application as it was sent, where it stands and how it came there."""
    found = _mine(request, reference)
    is_withdrawn = found.withdrawn_at is not None
    context = {
        "application": found,
        "job": found.job,
        "standing": standing_of(found),
        "steps": progress(found),
        "events": events(found, history(found)),
        "can_withdraw": not (is_withdrawn or found.emptied_at)
        and found.status not in FINAL_FOR_APPLICANT,
        "can_restore": may_restore(found),
    }
    return render(request, "careers/my/application.html", context)


@require_safe
def cv(request: PersonRequest, reference: str) -> HttpResponseBase:
    """Hand out the CV as it was sent."""
    found = _mine(request, reference)
    if not found.resume:
        raise Http404
    try:
        return cv_download(found.resume, name=found.resume_name)
    except Missing as missing:
        raise Http404 from missing


@require_POST
def withdraw(request: PersonRequest, reference: str) -> HttpResponse:
    found = _mine(request, reference)
    try:
        withdraw_application(found, by=request.user)
    except CannotWithdraw as refused:
        messages.error(request, refused.message)
    return redirect("my_application", found.reference)


@require_POST
def restore(request: PersonRequest, reference: str) -> HttpResponse:
    found = _mine(request, reference)
    try:
        restore_application(found, by=request.user)
    except CannotRestore as refused:
        messages.error(request, refused.message)
    return redirect("my_application", found.reference)


def _mine(request: PersonRequest, reference: str) -> Application:
    mine = Application.objects.by(request.user).select_related("job__company")
    number = number_of(reference)
    found = mine.filter(pk=number).first() if number is not None else None
    if found is None:
        raise Http404
    return found
