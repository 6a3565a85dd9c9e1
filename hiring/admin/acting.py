"""Acting on the chosen applications: the page that asks, shows the mail first, and then does it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hiring import mails
from hiring.admin.forms import ActForm, MoveForm, NoteForm, RejectForm, WriteForm
from hiring.admin.undo import keep_report, way_back
from hiring.choices import ApplicationStatus
from hiring.mail_events import MESSAGE, STAGES
from hiring.placeholders import PLACEHOLDERS
from hiring.services import (
    MAX_AT_ONCE,
    MailText,
    Report,
    add_notes,
    mail_applicants,
    move_applications,
)
from hiring.services.looks import note_list
from hiring.stage_rules import StageRules
from nexus.core.backoffice import acting, focus_first
from nexus.core.errors import Invalid, Refused
from nexus.core.ids import row_ids_of
from people.standing import writes_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.admin import ModelAdmin
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django_stubs_ext import StrOrPromise

    from hiring.models import Application
    from people.models import User

_SHOWN = 3


@dataclass(frozen=True)
class Act:
    """One thing that can be done: its words, its form, what it does and to what status it leads."""

    title: StrOrPromise
    button: StrOrPromise
    icon: str
    form: type[ActForm]
    do: Callable[[list[int], ActForm, User], Report]
    done: Callable[[int], str]
    status_of: Callable[[ActForm], ApplicationStatus | None] = lambda form: None
    has_mail: bool = True


def _move(ids: list[int], form: ActForm, by: User) -> Report:
    typed = form.cleaned_data
    to = ApplicationStatus(typed["stage"])
    return move_applications(ids, to, by=by, note=typed["note"], mail=form.words())


def _reject(ids: list[int], form: ActForm, by: User) -> Report:
    typed = form.cleaned_data
    return move_applications(
        ids,
        ApplicationStatus.REJECTED,
        by=by,
        note=typed["note"],
        reason=typed["reason"],
        mail=form.words(),
    )


def _write(ids: list[int], form: ActForm, by: User) -> Report:
    return mail_applicants(ids, form.words() or MailText("", ""), by=by)


def _note(ids: list[int], form: ActForm, by: User) -> Report:
    return add_notes(ids, by=by, text=form.cleaned_data["text"])


def _stage(form: ActForm) -> ApplicationStatus:
    stage = str(form.data.get("stage", ""))
    known = stage in ApplicationStatus.values
    return ApplicationStatus(stage) if known else ApplicationStatus.REVIEWED


def _count(one: str, many: str) -> Callable[[int], str]:
    return lambda number: ngettext(one, many, number) % {"count": number}


ACTS = {
    "move": Act(
        gettext_lazy("Move to another stage"),
        gettext_lazy("Move"),
        "arrow-right-left",
        MoveForm,
        _move,
        _count("%(count)d application has been moved.", "%(count)d applications have been moved."),
        _stage,
    ),
    "reject": Act(
        gettext_lazy("Reject"),
        gettext_lazy("Reject"),
        "circle-x",
        RejectForm,
        _reject,
        _count(
            "%(count)d application has been rejected.", "%(count)d applications have been rejected."
        ),
        lambda form: ApplicationStatus.REJECTED,
    ),
    "write": Act(
        gettext_lazy("Write an e-mail"),
        gettext_lazy("Send"),
        "mail",
        WriteForm,
        _write,
        _count("%(count)d mail is on its way.", "%(count)d mails are on their way."),
    ),
    "note": Act(
        gettext_lazy("Add a note"),
        gettext_lazy("Add"),
        "notebook-pen",
        NoteForm,
        _note,
        _count("%(count)d note has been added.", "%(count)d notes have been added."),
        has_mail=False,
    ),
}


# What one's own words begin with.
_BEGUN_WITH: dict[type[ActForm], str] = {
    RejectForm: STAGES[ApplicationStatus.REJECTED],
    WriteForm: MESSAGE,
}


def begin(
    model_admin: ModelAdmin[Any], request: HttpRequest, name: str, rows: QuerySet[Any]
) -> HttpResponse:
    """Show the form for the rows that were chosen in the list."""
    ids = list(rows.values_list("pk", flat=True)[: MAX_AT_ONCE + 1])
    if len(ids) > MAX_AT_ONCE:
        sentence = _("These are too many: choose at most %(number)d applications.")
        messages.error(request, sentence % {"number": MAX_AT_ONCE})
        return HttpResponseRedirect(request.get_full_path())
    act = ACTS[name]
    form = act.form(initial=_usual_words(model_admin, request, act, ids))
    return _page(model_admin, request, name, form, ids, back=request.get_full_path())


def act(model_admin: ModelAdmin[Any], request: HttpRequest, act: str) -> HttpResponse:
    """Do it, or show the form again: with the mail as it will be, or with what is wrong."""
    if act not in ACTS:
        raise Http404
    if not writes_for(acting(request)):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    name, what, ids, back = act, ACTS[act], _ids(request), way_back(request)
    if not model_admin.get_queryset(request).filter(pk__in=ids).exists():
        raise Http404
    if "_begin" in request.POST:
        form = what.form(initial=_usual_words(model_admin, request, what, ids))
        return _page(model_admin, request, name, form, ids, back=back)
    form = what.form(request.POST)
    if not form.is_valid() or not _mail_is_right(form):
        return _page(model_admin, request, name, form, ids, back=back)
    seen = request.POST.get("seen", "") == _digest(form.words())
    if "_preview" in request.POST or (form.words() is not None and not seen):
        return _page(model_admin, request, name, form, ids, back=back, is_seen=True)
    try:
        report = what.do(ids, form, acting(request))
    except Refused as refused:
        form.show_refusal(refused.details, refused.message)
        return _page(model_admin, request, name, form, ids, back=back)
    except ValidationError as wrong:
        form.show_refusal({}, " ".join(wrong.messages))
        return _page(model_admin, request, name, form, ids, back=back)
    keep_report(request, report, what.done(len(report.done)))
    return HttpResponseRedirect(reverse("admin:hiring_application_report"))


def _ids(request: HttpRequest) -> list[int]:
    # One more than can be done is let through, so that it is refused and not cut off in silence.
    typed = request.POST.get("ids", "")[: 20 * (MAX_AT_ONCE + 1)].split(",")
    return row_ids_of(typed)[: MAX_AT_ONCE + 1]


def _mail_is_right(form: ActForm) -> bool:
    words = form.words()
    try:
        if words is not None:
            words.check()
    except Invalid as wrong:
        form.show_refusal(wrong.details, wrong.message)
        return False
    return True


def _digest(words: MailText | None) -> str:
    if words is None:
        return ""
    return sha256(f"{words.subject}\0{words.body}".encode()).hexdigest()


def _usual_words(
    model_admin: ModelAdmin[Any], request: HttpRequest, act: Act, ids: list[int]
) -> dict[str, str]:
    """Return the usual mail with its words in braces, for whoever wants to write it anew."""
    event = _BEGUN_WITH.get(act.form)
    if event is None:
        return {}
    found: Any = model_admin.get_queryset(request).filter(pk__in=ids)
    words = mails.begun_words(event, found)
    return {"subject": words.subject, "body": words.body}


def _page(
    model_admin: ModelAdmin[Any],
    request: HttpRequest,
    name: str,
    form: ActForm,
    ids: list[int],
    *,
    back: str,
    is_seen: bool = False,
) -> HttpResponse:
    act = ACTS[name]
    if not is_seen:  # then it is the mail that is to be read
        focus_first(form)
    found: Any = model_admin.get_queryset(request).filter(pk__in=ids)
    shown = list(found.with_list_facts()[:_SHOWN])
    note_list(acting(request), shown)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": act.title,
        "opts": model_admin.opts,
        "name": name,
        "act": act,
        "form": form,
        "ids": ",".join(map(str, ids)),
        "count": len(ids),
        "back": back,
        "people": shown,
        "placeholders": PLACEHOLDERS.items(),
        "previews": _previews(act, form, shown) if act.has_mail else [],
        "is_seen": is_seen,
        "seen": _digest(form.words()) if is_seen else "",
    }
    return TemplateResponse(request, "admin/hiring/application/act.html", context)


def _previews(
    act: Act, form: ActForm, applications: list[Application]
) -> list[tuple[Application, str, str]]:
    """Return the mail as the first of them will get it; none while it is not right, or off."""
    words = form.words() if form.is_bound and not form.errors else None
    status = act.status_of(form)
    if form.errors or (words is None and status not in STAGES):
        return []
    rules = StageRules({one.job.company_id for one in applications})
    previews = []
    for application in applications:
        if status is not None:
            application.status = status
        if words is None and rules.of(application.job.company_id, application.status).is_off:
            continue
        previews.append((application, *mails.preview(application, words)))
    return previews
