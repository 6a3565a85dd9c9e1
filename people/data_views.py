"""The account pages about one's data: an archive of it, and who has looked at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from nexus.core.errors import Conflict, Missing
from people.personal_data import names_of
from people.services import latest_export, looks_at, read_export, request_export
from people.services.exports import KEPT_FOR

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from people.requests import PersonRequest


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def data(request: PersonRequest) -> HttpResponse:
    """Show how the archive stands and, by POST, ask for one."""
    if request.method == "POST":
        raise_if_reauthentication_required(request, app="account")
        try:
            request_export(request.user)
        except Conflict as refused:
            messages.error(request, refused.message)
        return redirect("account_data")
    context = {"export": latest_export(request.user), "days": KEPT_FOR.days}
    return render(request, "account/data.html", context)


@login_required
@never_cache
@require_GET
def download(request: PersonRequest, export_id: int) -> HttpResponseBase:
    """Stream one's own archive, to those who have just shown once more that it is they."""
    raise_if_reauthentication_required(request, app="account")
    try:
        export, pieces = read_export(request.user, export_id)
    except Missing as refused:
        messages.error(request, refused.message)
        return redirect("account_data")
    name = f"nexus-{request.user.username}-{export.requested_at:%Y-%m-%d}.zip"
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    response.headers["Content-Length"] = str(export.size)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@login_required
@never_cache
@require_GET
def accesses(request: PersonRequest) -> HttpResponse:
    """List who has looked at one's data, the latest first. At most four queries."""
    page = looks_at(request.user, before=request.GET.get("before", ""))
    names = names_of({look.thing for look in page.looks})
    rows = [(look, names.get(look.thing, "")) for look in page.looks]
    context = {"rows": rows, "older": page.older, "is_first": page.is_first}
    return render(request, "account/accesses.html", context)
