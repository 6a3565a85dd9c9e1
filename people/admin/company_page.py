"""The page of a company: what it is, who belongs to it, what waits there, what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nexus.core.backoffice import acting
from people.choices import InvitationState, Role
from people.company_facts import going_of, jobs_of, numbers_of
from people.forms import InviteForm
from people.keeping import keeping_of
from people.models import AuditEntry, VerificationState
from people.services.access import name_for
from people.services.auditing import AuditAct
from people.services.invitations import KEPT_AFTERWARDS, MAX_TIMES_SENT
from people.standing import owns

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from people.admin.companies import CompanyAdmin
    from people.models import Company, User

MEMBERS_A_PAGE = 25
_MOST_HAPPENINGS = 10
# What is done, as opposed to looked at: looks have a page of their own.
_ACTS = (
    AuditAct.ADDED,
    AuditAct.CHANGED,
    AuditAct.MOVED,
    AuditAct.DELETED,
    AuditAct.RESTORED,
    AuditAct.INVITED,
    AuditAct.IMPORTED,
    AuditAct.EXPORTED,
)
_THINGS = {
    "company": _("the company"),
    "membership": _("a membership"),
    "invitation": _("an invitation"),
    "job": _("a job"),
    "application": _("an application"),
    "mail_text": _("a mail text"),
    "export": _("a file"),
    "retention": _("applications past their time"),
}
_WHOM = _("somebody")
# What is called as the company is.
_OF_THE_COMPANY = frozenset({"company", "membership", "invitation", "retention"})
_MOST_INVITATIONS = 50
_MOST_DECISIONS = 10


class Happening(NamedTuple):
    """Something that was done: when, by whom (empty: by the product), what, to which thing."""

    at: datetime
    by: str
    act: str
    thing: str
    label: str


def company_page(
    model_admin: CompanyAdmin,
    request: HttpRequest,
    company: Company,
    *,
    invite_form: InviteForm | None = None,
) -> HttpResponse:
    """Show the company as one place; `invite_form` comes back with what is wrong with it."""
    user = acting(request)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": company.name,
        "list_label": model_admin.list_label(),
        "company": company,
        "is_admin": user.is_admin,
        "manages": owns(user, company.pk),
        "sees_work": user.is_admin or company.is_active,
        "view_on_site": model_admin.get_view_on_site_url(company),
        **_team(company, user, request.GET.get("page", "")),
        **_verification(company),
    }
    if context["sees_work"]:
        context |= {"numbers": numbers_of(company, user), "jobs": jobs_of(company)}
    if context["manages"]:
        context |= {
            "form": invite_form or InviteForm(label_suffix=""),
            "invitations": _invitations(company),
            "activity": _activity(company, user),
            "keeping": keeping_of(company),
            "going": going_of(company),
            "most_times_sent": MAX_TIMES_SENT,
        }
    return TemplateResponse(request, "admin/people/company/overview.html", context)


def _team(company: Company, user: User, page: str) -> dict[str, Any]:
    members = company.memberships.select_related("user").ranked()
    own = company.memberships.filter(user=user).first()
    owners = list(company.memberships.of_owners().values_list("user_id", flat=True)[:2])
    shown = Paginator(members, MEMBERS_A_PAGE).get_page(page)
    return {
        "members": shown,
        "own": own,
        "only_owner_id": owners[0] if len(owners) == 1 else None,
        "roles": Role.choices,
        "can_hand_over": own is not None and own.role == Role.OWNER and shown.paginator.count > 1,
    }


def _invitations(company: Company) -> list[Any]:
    """Return what waits for an answer, then what became of the others lately. One query."""
    since = timezone.now() - KEPT_AFTERWARDS
    rows = company.invitations.select_related("invited_by", "accepted_by")
    found = rows.waiting_or_closed_since(since)[:_MOST_INVITATIONS]
    return sorted(found, key=lambda row: row.state != InvitationState.PENDING)


def _activity(company: Company, user: User) -> list[Happening]:
    """Return what was done to the company, its team and its jobs lately. Two queries."""
    rows = AuditEntry.objects.visible_to(user).filter(company=company, act__in=_ACTS)
    # Of applications there are so many that nothing else would be left.
    rows = rows.exclude(thing_kind="application")
    found = rows.newest_first().with_names()[:_MOST_HAPPENINGS]
    return [
        Happening(
            row.at,
            name_for(row.actor, reader=user) if row.actor else "",
            row.get_act_display(),
            str(
                _WHOM
                if row.act == AuditAct.INVITED
                else _THINGS.get(row.thing_kind, row.thing_kind)
            ),
            row.label if row.thing_kind not in _OF_THE_COMPANY else "",
        )
        for row in found
    ]


def _verification(company: Company) -> dict[str, Any]:
    rows = company.verifications.select_related("requested_by", "decided_by")
    decisions = list(rows[:_MOST_DECISIONS])
    waiting = [row for row in decisions if row.state == VerificationState.PENDING]
    return {
        "request_waiting": waiting[0] if waiting else None,
        "decisions": [row for row in decisions if row.state != VerificationState.PENDING],
    }
