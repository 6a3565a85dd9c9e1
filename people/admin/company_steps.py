"""What can be done on the page of a company: to its members, its invitations, its standing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nexus.core.backoffice import acting
from nexus.core.errors import NotAllowed, Refused
from nexus.core.ids import row_id_or_404
from people.admin.asking import Crumb, Nothing, Question, ask, step
from people.admin.company_forms import HandOverForm, ShuttingForm, called
from people.admin.company_page import company_page
from people.choices import Role
from people.forms import InviteForm, RoleForm, add_refusal
from people.services import (
    activate_company,
    allow_export,
    deactivate_company,
    hand_over,
    invite,
    remove_member,
    resend_invitation,
    set_role,
    withdraw_invitation,
)
from people.standing import owns
from people.team_views import said_of_export

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from people.admin.companies import CompanyAdmin
    from people.models import Company, Invitation, Membership

    type Step = Callable[[CompanyAdmin, HttpRequest, Company], HttpResponse]


def company_urls(model_admin: CompanyAdmin, steps: dict[str, Step]) -> list[Any]:
    """Return the addresses of steps, each below the company's own and named after itself."""
    return [
        path(
            f"<int:object_id>/{name}/",
            model_admin.admin_site.admin_view(partial(_at, model_admin, view)),
            name=f"people_company_{name.replace('-', '_')}",
        )
        for name, view in steps.items()
    ]


def at(company: Company, part: str = "") -> str:
    """Return the address of the company's page, or of a part of it."""
    address = reverse("admin:people_company_overview", args=[company.pk])
    return f"{address}#{part}" if part else address


def crumbs(model_admin: CompanyAdmin, company: Company) -> list[Crumb]:
    """Return the way to the page of the company."""
    listed = Crumb(model_admin.list_label(), reverse("admin:people_company_changelist"))
    return [listed, Crumb(company.name, at(company))]


def _at(
    model_admin: CompanyAdmin, view: Step, request: HttpRequest, object_id: int
) -> HttpResponse:
    company = get_object_or_404(model_admin.get_queryset(request), pk=object_id)
    return view(model_admin, request, company)


def ensure_owns(request: HttpRequest, company: Company) -> None:
    if not owns(acting(request), company.pk):
        raise PermissionDenied


def ensure_admin(request: HttpRequest) -> None:
    if not acting(request).is_admin:
        raise PermissionDenied


def posted(view: Step) -> Step:
    """Let nothing but POST through: a button was pressed."""

    def checked(model_admin: CompanyAdmin, request: HttpRequest, company: Company) -> HttpResponse:
        return require_POST(lambda request: view(model_admin, request, company))(request)

    return checked


def _member(request: HttpRequest, company: Company) -> Membership:
    sent = request.POST.get("member") or request.GET.get("member") or ""
    rows = company.memberships.select_related("user")
    return get_object_or_404(rows, pk=row_id_or_404(sent))


def _name(membership: Membership) -> str:
    return membership.user.get_full_name() or membership.user.username


@posted
def invite_somebody(
    model_admin: CompanyAdmin, request: HttpRequest, company: Company
) -> HttpResponse:
    ensure_owns(request, company)
    form = InviteForm(request.POST, label_suffix="")
    if form.is_valid():
        try:
            role = Role(form.cleaned_data["role"])
            sent = invite(company, form.cleaned_data["email"], role=role, by=acting(request))
        except NotAllowed as refused:
            raise PermissionDenied(refused.message) from refused
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(
                request, _("We have mailed an invitation to %(email)s.") % {"email": sent.email}
            )
            return HttpResponseRedirect(at(company, "invitations"))
    return company_page(model_admin, request, company, invite_form=form)


@posted
def change_role(model_admin: CompanyAdmin, request: HttpRequest, company: Company) -> HttpResponse:
    ensure_owns(request, company)
    membership = _member(request, company)
    form = RoleForm(request.POST)
    back = at(company, "members")
    if not form.is_valid():
        messages.error(request, _("Choose one of the roles."))
        return HttpResponseRedirect(back)
    role = Role(form.cleaned_data["role"])

    def change() -> str:
        set_role(company, membership.user, role=role, by=acting(request))
        facts = {"person": _name(membership), "role": role.label}
        return _("The role of %(person)s is now: %(role)s.") % facts

    return step(request, change, back)


@posted
def change_export(
    model_admin: CompanyAdmin, request: HttpRequest, company: Company
) -> HttpResponse:
    """Let a recruiter export personal data, or not any more."""
    ensure_owns(request, company)
    membership = _member(request, company)
    allowed = "allowed" in request.POST

    def change() -> str:
        return said_of_export(
            allow_export(company, membership.user, allowed=allowed, by=acting(request))
        )

    return step(request, change, at(company, "members"))


def remove(model_admin: CompanyAdmin, request: HttpRequest, company: Company) -> HttpResponse:
    """Ask whether somebody is to be removed, or whether the person means to leave."""
    if request.method == "GET" and "member" not in request.GET:
        return HttpResponseRedirect(at(company, "members"))
    membership = _member(request, company)
    user = acting(request)
    is_own = membership.user_id == user.pk
    if not is_own:
        ensure_owns(request, company)
    facts = {"person": _name(membership), "company": company.name}
    if is_own:
        title = _("Leave %(company)s?") % facts
        words = [_("You lose access to its jobs and applications. Your account stays.")]
    else:
        title = _("Remove %(person)s from %(company)s?") % facts
        words = [
            _(
                "They lose access to its jobs and applications at once, and invitations that they"
                " have sent are withdrawn."
            ),
            _("Their account stays, and so do jobs that they posted for the company."),
        ]
    button = _("Leave") if is_own else _("Remove")
    goodbye = (
        _("You have left %(company)s.")
        if is_own
        else _("%(person)s does not belong to %(company)s any more.")
    )
    return ask(
        model_admin,
        request,
        Question(title, button, "user-minus", words, is_danger=True),
        form=Nothing(request.POST if request.method == "POST" else None),
        do=lambda _data: remove_member(company, membership.user, by=user),
        done=lambda: goodbye % facts,
        crumbs=crumbs(model_admin, company),
        back=at(company, "members"),
        then=(lambda: reverse("account_email")) if is_own and not user.is_admin else None,
    )


def give_away(model_admin: CompanyAdmin, request: HttpRequest, company: Company) -> HttpResponse:
    """Ask who is to be the owner in place of the person."""
    user = acting(request)
    own = company.memberships.filter(user=user, role=Role.OWNER).first()
    if own is None and user.is_admin:  # who makes somebody an owner without giving anything away
        return HttpResponseRedirect(at(company, "members"))
    if own is None or not company.is_active:
        raise PermissionDenied
    others = company.memberships.exclude(user=user).filter(user__is_active=True)
    form = HandOverForm(
        request.POST if request.method == "POST" else None,
        members=others.select_related("user").ranked(),
    )

    def do(data: dict[str, Any]) -> None:
        then = Role(data["then"]) if data["then"] else None
        hand_over(company, data["member"].user, then=then, by=user)

    return ask(
        model_admin,
        request,
        Question(
            _("Hand %(company)s over") % {"company": company.name},
            _("Hand over"),
            "handshake",
            [_("Owners edit the company, manage its team and ask for its verification.")],
        ),
        form=form,
        do=do,
        done=lambda: (
            _("%(person)s is now an owner of %(company)s.")
            % {"person": called(form.cleaned_data["member"]), "company": company.name}
        ),
        crumbs=crumbs(model_admin, company),
        back=at(company, "members"),
        then=lambda: at(company) if form.cleaned_data["then"] else reverse("account_email"),
    )


@posted
def answer_invitation(
    model_admin: CompanyAdmin, request: HttpRequest, company: Company
) -> HttpResponse:
    """Send an invitation again, or withdraw it."""
    ensure_owns(request, company)
    sent = row_id_or_404(request.POST.get("invitation", ""))
    invitation: Invitation = get_object_or_404(company.invitations, pk=sent)

    def do() -> str:
        if "withdraw" in request.POST:
            withdraw_invitation(invitation, by=acting(request))
            return _("The invitation of %(email)s is withdrawn.") % {"email": invitation.email}
        again = resend_invitation(invitation, by=acting(request))
        return _(
            "We have mailed the invitation to %(email)s again. The link sent before is dead."
        ) % {"email": again.email}

    return step(request, do, at(company, "invitations"))


def deactivate(model_admin: CompanyAdmin, request: HttpRequest, company: Company) -> HttpResponse:
    ensure_admin(request)
    return ask(
        model_admin,
        request,
        Question(
            _("Deactivate %(company)s?") % {"company": company.name},
            _("Deactivate"),
            "building",
            [
                _("Its open jobs vanish from the site, the search, the feeds and the API at once."),
                _(
                    "Its members cannot act for it or see its applications. Nothing is deleted, and"
                    " you can activate it again at any time."
                ),
            ],
            is_danger=True,
        ),
        form=ShuttingForm(request.POST if request.method == "POST" else None, label_suffix=""),
        do=lambda data: deactivate_company(company, reason=data["reason"], by=acting(request)),
        done=lambda: _("%(company)s is deactivated.") % {"company": company.name},
        crumbs=crumbs(model_admin, company),
        back=at(company),
    )


@posted
def activate(model_admin: CompanyAdmin, request: HttpRequest, company: Company) -> HttpResponse:
    ensure_admin(request)

    def do() -> str:
        activate_company(company, by=acting(request))
        return _("%(company)s is active again.") % {"company": company.name}

    return step(request, do, at(company))


STEPS: dict[str, Step] = {
    "invite": invite_somebody,
    "role": change_role,
    "export": change_export,
    "remove": remove,
    "hand-over": give_away,
    "invitation": answer_invitation,
    "deactivate": deactivate,
    "activate": activate,
}
