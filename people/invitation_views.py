"""What the link in an invitation leads to: accept, decline, or make an account first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.internal.flows.signup import complete_signup
from allauth.account.internal.userkit import filter_users_by_email
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from nexus.core.errors import Invalid, Refused
from people.adapters import AddressTaken
from people.choices import InvitationState
from people.forms import InvitedSignupForm, add_refusal
from people.services import (
    accept_invitation,
    decline_invitation,
    find_invitation,
    is_invited,
    why_over,
)
from people.signup_views import SignupView

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from people.models import Invitation, User

_NOT_FOUND, _GONE = 404, 410


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation to whoever has its link; answer it by POST alone."""
    found = find_invitation(token)
    if found is None:
        return render(request, "account/invitation_unknown.html", status=_NOT_FOUND)
    if request.method == "POST" and found.is_open:
        answer = _answer(request, found, token)
        if answer is not None:
            return answer
        found.refresh_from_db()
    if not found.is_open:
        return _too_late(request, found)
    return render(request, "account/invitation.html", _context(request, found, token))


def _answer(request: HttpRequest, found: Invitation, token: str) -> HttpResponse | None:
    """Carry out what was chosen; return None where it turned out to be impossible."""
    action = request.POST.get("action")
    try:
        if action == "decline":
            decline_invitation(found)
            return render(request, "account/invitation_declined.html", {"invitation": found})
        if action == "accept":
            if not request.user.is_authenticated:
                return HttpResponseRedirect(_sign_in(token))
            accept_invitation(found, by=request.user)
            return _welcome(request, found)
    except Refused:
        pass  # the page, shown again, says why
    return None


def _context(request: HttpRequest, found: Invitation, token: str) -> dict[str, Any]:
    address = reverse("invitation", args=[token])
    context: dict[str, Any] = {"invitation": found, "company": found.company, "address": address}
    if request.user.is_authenticated:
        context["is_theirs"] = is_invited(found, request.user)
    else:
        # Who has the link reads the mailbox, and so may know whether it has an account.
        context["has_account"] = bool(filter_users_by_email(found.email))
        context["sign_in_url"] = _sign_in(token)
        # Who makes an account through a provider there comes back here to accept.
        sign_up = reverse("invitation_signup", args=[token])
        context["sign_up_url"] = f"{sign_up}?{urlencode({'next': address})}"
    return context


def _sign_in(token: str) -> str:
    address = reverse("invitation", args=[token])
    return f"{reverse('account_login')}?{urlencode({'next': address})}"


def _too_late(request: HttpRequest, found: Invitation) -> HttpResponse:
    user = request.user
    if user.is_authenticated and found.state == InvitationState.ACCEPTED:
        member = found.company.memberships.filter(user=user).exists()
        if member and found.accepted_by_id == user.pk:
            return HttpResponseRedirect(_team(found))
    context = {"invitation": found, "company": found.company, "reason": why_over(found)}
    return render(request, "account/invitation_over.html", context, status=_GONE)


def _welcome(request: HttpRequest, found: Invitation) -> HttpResponse:
    messages.success(
        request, _("You are a member of %(company)s now.") % {"company": found.company.name}
    )
    return HttpResponseRedirect(_team(found))


def _team(found: Invitation) -> str:
    return reverse("team", args=[found.company.slug])


class InvitedSignupView(SignupView):
    """Makes an account for an address that was invited, and makes it a member by the same click.

    The link proves that the address is theirs: no code is mailed to it once more.
    """

    template_name = "account/invitation_signup.html"
    invitation: Invitation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = find_invitation(kwargs["token"])
        here = HttpResponseRedirect(reverse("invitation", args=[kwargs["token"]]))
        if found is None or not found.is_open or request.user.is_authenticated:
            return here
        if filter_users_by_email(found.email):
            return here
        self.invitation = found
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_form_class(self) -> type[InvitedSignupForm]:
        return InvitedSignupForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "address": self.invitation.email}

    def get_initial(self) -> dict[str, Any]:
        return {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        address = reverse("invitation_signup", args=[self.kwargs["token"]])
        context: dict[str, Any] = super().get_context_data(**kwargs)
        found = self.invitation
        return {**context, "invitation": found, "company": found.company, "address": address}

    def form_valid(self, form: InvitedSignupForm) -> HttpResponse:
        here = reverse("invitation", args=[self.kwargs["token"]])
        try:
            user: User = form.save(self.request)
        except Invalid as refused:  # somebody else took the user name just now
            add_refusal(form, refused)
            response: HttpResponse = self.form_invalid(form)
            return response
        except AddressTaken:
            return HttpResponseRedirect(here)
        try:
            accept_invitation(self.invitation, by=user)
        except Refused:
            after = here  # which says why
        else:
            after = _welcome(self.request, self.invitation).headers["Location"]
        try:
            response = complete_signup(self.request, user=user, redirect_url=after)
        except ImmediateHttpResponse as immediate:
            response = immediate.response
        return response


invited_signup = InvitedSignupView.as_view()
