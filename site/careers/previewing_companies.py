"""What a company says of itself, while it is being written, as candidates will see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from careers.models import CompanyPage
from nexus.core.backoffice import acting
from people.admin.company_forms import CompanyForm
from people.models import Company
from people.standing import owns

if TYPE_CHECKING:
    from django.http import HttpRequest

# No company has it: one that is not saved has no jobs.
_NO_ID = 0


@require_POST
def preview_company(request: HttpRequest, object_id: int | None = None) -> HttpResponse:
    """Show the page of a company from what was typed, valid or not; nothing is saved.

    404 for those who may not write it. What editors have published about it stands on it too.
    """
    company = _company(request, object_id)
    form = CompanyForm(request.POST, request.FILES, instance=company)
    form.user = acting(request)
    form.is_valid()
    company.name = company.name or _("Without a name")
    company.pk = company.pk or _NO_ID
    shown: Any = company
    if form.held is not None:
        shown.logo = form.held
    elif form.cleaned_data.get("remove_logo"):
        shown.logo = ""
    page = CompanyPage.objects.live().filter(company=company.pk).first() or CompanyPage(
        title=company.name, slug=company.slug or "-"
    )
    page.company = company
    context = {**page.get_context(request), "is_hidden": True}
    response = render(request, page.template, context)
    add_never_cache_headers(response)
    return response


def _company(request: HttpRequest, object_id: int | None) -> Company:
    user = acting(request)
    if object_id is None:
        if not user.is_admin:
            raise Http404
        return Company()
    company = get_object_or_404(Company.objects.with_team_open_to(user), pk=object_id)
    if not owns(user, company.pk):
        raise Http404
    return company
