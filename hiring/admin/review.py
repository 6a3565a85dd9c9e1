"""The page of one application: the CV on one side, all that is known and can be done on the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.messages.storage import default_storage
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode

from hiring.admin import undo
from hiring.admin.cv import can_be_shown, kind_of
from hiring.admin.single import find
from hiring.choices import ApplicationStatus
from hiring.models import ApplicantMail, Application
from hiring.services import allowed_statuses, history, read_notes
from hiring.services.looks import note_look
from nexus.core.backoffice import acting
from nexus.core.models import MailState
from people.choices import AccessKind
from people.standing import writes_for

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin
    from django.http import HttpResponse

_FILTERS = "_changelist_filters"
_OTHERS = _MAILS = 10
# By which key an application goes to which stage.
KEYS = {
    ApplicationStatus.REVIEWED: "v",
    ApplicationStatus.SHORTLISTED: "s",
    ApplicationStatus.HIRED: "h",
}


def show(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """Show an application, and note that it has been seen."""
    application = find(model_admin, request, object_id)
    if request.method == "POST":  # nothing is sent to the page itself
        return HttpResponseRedirect(request.get_full_path())
    user = acting(request)
    may_decide = writes_for(user, application.job.company_id)
    filters = request.GET.get(_FILTERS, "")
    note_look(acting(request), application, AccessKind.VIEWED_APPLICATION)
    ratings = list(application.ratings.select_related("reviewer").order_by("reviewer__username"))
    profile = application.applicant.profile
    mails = list(application.mails.select_related("mail").order_by("-pk")[:_MAILS])
    context = {
        **model_admin.admin_site.each_context(request),
        "title": model_admin.heading(application),
        "opts": model_admin.opts,
        "application": application,
        "applicant": application.applicant,
        "profile": profile,
        "skills": list(profile.skills.all()),
        "phone": application.applicant.phone_number or profile.phone_number,
        "job": application.job,
        "may_decide": may_decide,
        "ways": _ways(application) if may_decide else [],
        "history": list(history(application).select_related("batch")),
        "notes": list(read_notes(application, by=user)),
        "typed_note": request.session.pop("application_note", ""),
        "ratings": ratings,
        "mine": next((one.score for one in ratings if one.reviewer_id == user.pk), None),
        "scores": (1, 2, 3, 4, 5),
        "mails": mails,
        "undelivered": [one.mail for one in mails if _has_failed(one)],
        "others": _others(model_admin, request, application),
        "cv_kind": kind_of(application),
        "cv_can_be_shown": can_be_shown(application),
        "filters": filters,
        "list_url": _address(reverse("admin:hiring_application_changelist"), filters, plain=True),
        "here": request.get_full_path(),
        **_neighbours(model_admin, request, application, filters),
        **undo.facts(request),
    }
    return TemplateResponse(request, "admin/hiring/application/review.html", context)


def _has_failed(one: ApplicantMail) -> bool:
    return one.mail is not None and one.mail.state == MailState.FAILED


def _ways(application: Application) -> list[tuple[ApplicationStatus, str]]:
    """Return the stages to which a button leads, with its key; rejecting has a page of its own."""
    return [(to, KEYS.get(to, "")) for to in allowed_statuses(application) if to in KEYS]


def _others(
    model_admin: ModelAdmin[Any], request: HttpRequest, application: Application
) -> list[Application]:
    rows: Any = model_admin.get_queryset(request).filter(applicant=application.applicant_id)
    return list(rows.exclude(pk=application.pk).with_list_facts()[:_OTHERS])


def _neighbours(
    model_admin: ModelAdmin[Any], request: HttpRequest, application: Application, filters: str
) -> dict[str, str]:
    """Return the addresses of the next and the previous one within the filter, in its order.

    Where the application itself has left the filter, because it was moved, they are those that
    stood beside it.
    """
    rows, is_oldest_first = _filtered(model_admin, request, filters)
    later = rows.order_by("-applied_at", "-pk").after(application).values_list("pk", flat=True)
    earlier = rows.order_by("applied_at", "pk").before(application).values_list("pk", flat=True)
    down, up = later.first(), earlier.first()
    if is_oldest_first:
        down, up = up, down
    return {"next_url": _page(down, filters), "previous_url": _page(up, filters)}


def _filtered(model_admin: Any, request: HttpRequest, filters: str) -> tuple[Any, bool]:
    """Return the rows of the list as it was filtered, and whether it begins with the oldest."""
    asked = HttpRequest()
    asked.method, asked.user, asked.session = "GET", request.user, request.session
    asked.META = request.META
    # What the list would say of wrong words is said to nobody here.
    asked._messages = default_storage(asked)  # type: ignore[attr-defined]
    asked.GET = QueryDict(urlencode(parse_qsl(filters)))
    try:
        rows = model_admin.list_without_rows(asked).queryset
    except (IncorrectLookupParameters, SuspiciousOperation):
        rows = model_admin.get_queryset(request)
    return rows, asked.GET.get("order") == "oldest"


def _page(pk: int | None, filters: str) -> str:
    if pk is None:
        return ""
    return _address(reverse("admin:hiring_application_change", args=[pk]), filters)


def _address(url: str, filters: str, *, plain: bool = False) -> str:
    if not filters:
        return url
    return f"{url}?{filters}" if plain else f"{url}?{urlencode({_FILTERS: filters})}"
