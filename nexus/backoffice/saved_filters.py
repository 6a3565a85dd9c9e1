"""Keeping what a list is narrowed to, and letting it go again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nexus.core.backoffice import ScopedAdmin, acting
from nexus.core.errors import Refused
from nexus.core.ids import row_id_of
from people.services.saved_filters import remove_filter, save_filter

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_POST
def keep_filter(request: HttpRequest) -> HttpResponse:
    """Save or remove a filter of a list that the person may see, and show that list; else 404."""
    model = request.POST.get("model", "")
    address = _list_of(model, request)
    query = request.POST.get("query", "")
    number = request.POST.get("remove", "")
    if number:
        if (pk := row_id_of(number)) is not None:
            remove_filter(pk, by=acting(request))
        messages.success(request, _("The filter is gone."))
    else:
        name = request.POST.get("name", "")
        try:
            kept = save_filter(model=model, name=name, query=query, by=acting(request))
        except Refused as refused:
            messages.error(request, refused.message)
        else:
            query = kept.query
            messages.success(request, _("The filter is saved: %(name)s.") % {"name": kept.name})
    return HttpResponseRedirect(f"{address}?{query}" if query else address)


def _list_of(label: str, request: HttpRequest) -> str:
    """Return the address of the list of a model, given as "jobs.job"."""
    for model, model_admin in admin.site._registry.items():
        names = model._meta
        is_wanted = names.label_lower == label and isinstance(model_admin, ScopedAdmin)
        if is_wanted and model_admin.has_view_permission(request):
            return reverse(f"admin:{names.app_label}_{names.model_name}_changelist")
    raise Http404
