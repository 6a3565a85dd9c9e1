"""Choosing which of one's companies the lists show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from nexus.core.backoffice import acting
from nexus.core.backoffice.company import choose_company
from people.standing import companies_of

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_POST
def switch_company(request: HttpRequest) -> HttpResponse:
    """Narrow the lists to one company of the person, or to none, and lead back; 404 for others'."""
    wanted = request.POST.get("company", "")
    if not wanted:
        choose_company(request, None)
    else:
        mine = {str(pk): pk for pk in companies_of(acting(request))}
        if wanted not in mine:
            raise Http404
        choose_company(request, mine[wanted])
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = reverse("admin:index")
    return HttpResponseRedirect(back)
