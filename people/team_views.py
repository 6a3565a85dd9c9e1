"""The team of a company: who belongs to it, with which role, and who is invited."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from nexus.core.errors import NotAllowed, Refused
from people.choices import Role
from people.forms import InviteForm, RoleForm, add_refusal
from people.models import Company, User
from people.second_factor import second_factor_first
from people.services import (
    allow_export,
    invite,
    remove_member,
    resend_invitation,
    set_role,
    withdraw_invitation,
)
from people.services.invitations import LIFETIME

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from people.models import Membership

    type TeamView[**P] = Callable[Concatenate[HttpRequest, Company, User, P], HttpResponse]

MEMBERS_A_PAGE = 50


def _of_team[**P](view: TeamView[P]) -> Callable[..., HttpResponse]:
    """Let members of the company in, and admins; 404 for others, 403 for what owners alone may do.

    Whoever may change a team could let in anybody, so a second factor is owed here as well.
    """

    @never_cache
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        user = request.user
        assert user.is_authenticated  # noqa: S101  # for the type checker
        company = get_object_or_404(Company.objects.with_team_open_to(user), slug=slug)
        missing = second_factor_first(request)
        if missing is not None:
            return missing
        try:
            return view(request, company, user, *args, **kwargs)
        except NotAllowed as refused:
            raise PermissionDenied(refused.message) from refused

    return guarded


@never_cache
@login_required
def teams(request: HttpRequest) -> HttpResponse:
    """Lead to the team of the company that somebody belongs to, or to the choice of several."""
    assert request.user.is_authenticated  # noqa: S101  # for the type checker
    memberships = list(request.user.memberships.select_related("company").order_by("company__name"))
    if not memberships:
        raise Http404
    if len(memberships) == 1:
        return redirect("team", memberships[0].company.slug)
    return render(request, "account/teams.html", {"memberships": memberships})


@_of_team
def team(request: HttpRequest, company: Company, user: User) -> HttpResponse:
    """Show the team; by POST, invite somebody to it."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        role = Role(form.cleaned_data["role"])
        try:
            invitation = invite(company, form.cleaned_data["email"], role=role, by=user)
        except NotAllowed:
            raise
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(
                request,
                _("We have mailed an invitation to %(email)s.") % {"email": invitation.email},
            )
            return redirect("team", company.slug)
    return render(request, "account/team.html", _context(request, company, user, form))


def _context(
    request: HttpRequest, company: Company, user: User, form: InviteForm
) -> dict[str, Any]:
    members = company.memberships.select_related("user").ranked()
    own = company.memberships.filter(user=user).first()
    manages = user.is_admin or (own is not None and own.role == Role.OWNER)
    owners = list(company.memberships.of_owners().values_list("user_id", flat=True)[:2])
    invitations = company.invitations.select_related("invited_by")
    since = timezone.now() - LIFETIME
    return {
        "company": company,
        "members": Paginator(members, MEMBERS_A_PAGE).get_page(request.GET.get("page")),
        "own": own,
        "manages": manages,
        "only_owner_id": owners[0] if len(owners) == 1 else None,
        "roles": Role.choices,
        "form": form,
        "invitations": invitations.unanswered_or_declined_since(since) if manages else (),
    }


@_of_team
@require_POST
def change_role(request: HttpRequest, company: Company, user: User, pk: str) -> HttpResponse:
    member = _member(company, pk)
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the roles."))
        return redirect("team", company.slug)
    role = Role(form.cleaned_data["role"])
    try:
        set_role(company, member, role=role, by=user)
    except NotAllowed:
        raise
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        facts = {"person": _name(member), "role": role.label}
        messages.success(request, _("The role of %(person)s is now: %(role)s.") % facts)
    return redirect("team", company.slug)


@_of_team
@require_POST
def change_export(request: HttpRequest, company: Company, user: User, pk: str) -> HttpResponse:
    """Let a recruiter export personal data, or not any more."""
    member = _member(company, pk)
    try:
        told = said_of_export(
            allow_export(company, member, allowed="allowed" in request.POST, by=user)
        )
    except NotAllowed:
        raise
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, told)
    return redirect("team", company.slug)


def said_of_export(membership: Membership) -> str:
    """Return the sentence about what a member may do from now on."""
    if membership.may_export_people:
        sentence = _("%(person)s may export personal data from now on.")
    else:
        sentence = _("%(person)s may not export personal data any more.")
    return sentence % {"person": _name(membership.user)}


@_of_team
def remove(request: HttpRequest, company: Company, user: User, pk: str) -> HttpResponse:
    """Ask whether somebody is to be removed; by POST, remove them."""
    member = _member(company, pk)
    if member == user:
        return redirect("team_leave", company.slug)
    if not company.memberships.filter(user=user, role=Role.OWNER).exists() and not user.is_admin:
        raise PermissionDenied
    if request.method == "POST":
        try:
            remove_member(company, member, by=user)
        except NotAllowed:
            raise
        except Refused as refused:
            messages.error(request, refused.message)
        else:
            facts = {"person": _name(member), "company": company.name}
            messages.success(
                request, _("%(person)s does not belong to %(company)s any more.") % facts
            )
        return redirect("team", company.slug)
    return render(request, "account/team_remove.html", {"company": company, "member": member})


@_of_team
def leave(request: HttpRequest, company: Company, user: User) -> HttpResponse:
    """Ask somebody whether they mean to leave; by POST, let them go."""
    own = company.memberships.filter(user=user).first()
    if own is None:
        raise Http404
    others = company.memberships.of_owners().exclude(user=user)
    is_only_owner = own.role == Role.OWNER and not others.exists()
    if request.method == "POST" and not is_only_owner:
        try:
            remove_member(company, user, by=user)
        except Refused as refused:  # the other owner has left just now
            messages.error(request, refused.message)
            return redirect("team", company.slug)
        messages.success(request, _("You have left %(company)s.") % {"company": company.name})
        return redirect("account_email")
    context = {"company": company, "is_only_owner": is_only_owner}
    return render(request, "account/team_leave.html", context)


@_of_team
@require_POST
def resend(request: HttpRequest, company: Company, user: User, pk: str) -> HttpResponse:
    invitation = get_object_or_404(company.invitations, pk=pk)
    try:
        sent = resend_invitation(invitation, by=user)
    except NotAllowed:
        raise
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(
            request,
            _("We have mailed the invitation to %(email)s again. The link sent before is dead.")
            % {"email": sent.email},
        )
    return redirect("team", company.slug)


@_of_team
@require_POST
def withdraw(request: HttpRequest, company: Company, user: User, pk: str) -> HttpResponse:
    invitation = get_object_or_404(company.invitations, pk=pk)
    try:
        withdraw_invitation(invitation, by=user)
    except NotAllowed:
        raise
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(
            request,
            _("The invitation of %(email)s is withdrawn.") % {"email": invitation.email},
        )
    return redirect("team", company.slug)


def _member(company: Company, pk: str) -> User:
    return get_object_or_404(company.memberships.select_related("user"), pk=pk).user


def _name(user: User) -> str:
    return user.get_full_name() or user.username
