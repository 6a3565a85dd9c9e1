"""Invitations to apply: what companies have asked of somebody who looks for work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hiring.models import Invitation
from hiring.services import decline_invitation
from nexus.core.errors import Conflict, Missing

if TYPE_CHECKING:
    from django.http import HttpResponse

    from people.requests import PersonRequest

_PAGE = 20


@require_safe
def invitations(request: PersonRequest) -> HttpResponse:
    """List the invitations, the latest first."""
    mine = Invitation.objects.sent_to(request.user).select_related("job__company")
    page = Paginator(mine, _PAGE).get_page(request.GET.get("page"))
    return render(request, "careers/my/invitations.html", {"page": page})


@require_POST
def decline(request: PersonRequest, invitation_id: str) -> HttpResponse:
    """Say "no, thanks"."""
    try:
        declined = decline_invitation(int(invitation_id), by=request.user)
    except Missing as missing:
        raise Http404(missing.message) from missing
    except Conflict as refused:
        messages.error(request, refused.message)
    else:
        company = declined.job.company.name
        messages.success(
            request, _("You have told %(company)s: no, thanks.") % {"company": company}
        )
    return redirect("my_invitations")
