"""The pages by which people apply. What they enter is stored before anything is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.core.ratelimit import consume
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_POST

from careers.applying.forms import CONSENT_VERSION, ApplicationForm, CodeForm, VisitorForm
from careers.applying.same_origin import from_our_pages
from careers.applying.visitor import remember, visitor_key
from careers.postings import similar_jobs
from hiring.models import Application, ApplicationDraft
from hiring.services import (
    AccountDisabled,
    CodeRefused,
    DeadlinePassed,
    OwnCompany,
    check_code,
    discard_draft,
    find_draft,
    keep_draft,
    new_code,
    send_draft,
    send_for_proven_address,
)
from jobs.choices import JobStatus
from jobs.models import Job
from nexus.core.errors import Invalid, Missing
from people.keeping import keeping_of
from people.models import Profile, User

if TYPE_CHECKING:
    from django.core.files.base import File

_METHODS = require_http_methods(["GET", "HEAD", "POST"])
_KEPT = ("full_name", "email", "cover_letter")


@from_our_pages
@cache_control(private=True, no_cache=True)
@_METHODS
def apply(request: HttpRequest, job_id: str) -> HttpResponse:
    """Ask for the application; signed in, send it, otherwise mail a code.

    The browser may keep the page for its back button: it then brings back what was typed into it
    and not sent, which it does not with pages that may not be stored.
    """
    job, key, user = _job(job_id), visitor_key(request), _person(request)
    if not job.is_open() and (request.method != "POST" or not job.was_published()):
        return remember(_closed(request, job, key), key)
    if user is not None and request.method != "POST":
        refusal = _refusal(request, job, user)
        if refusal is not None:
            return refusal
    if request.method == "POST":
        return remember(_received(request, job, key, user), key)
    draft = find_draft(job, visitor=key, user=user)
    if draft is not None and draft.application_id is not None:
        if draft.application is not None and draft.application.withdrawn_at is None:
            return HttpResponseRedirect(_path(job, "sent/"))
        draft = None
    cv = _cv(draft, user)
    form = _form_class(user)(initial=_initial(draft), has_cv=cv is not None)
    return remember(_page(request, job, form, draft, cv), key)


@never_cache
@require_POST
def discard(request: HttpRequest, job_id: str) -> HttpResponse:
    """Forget what was entered and not sent."""
    job = _job(job_id)
    discard_draft(job, visitor=visitor_key(request), user=_person(request))
    messages.success(request, _("What you entered is deleted."))
    return HttpResponseRedirect(_path(job))


@from_our_pages
@never_cache
@_METHODS
def enter_code(request: HttpRequest, job_id: str) -> HttpResponse:
    """Ask for the mailed code and send the application; or mail another one."""
    job, key = _job(job_id), visitor_key(request)
    draft = find_draft(job, visitor=key, user=None)
    if draft is None or not (draft.application_id or draft.code_sent_at):
        return HttpResponseRedirect(_path(job))
    if draft.application_id is not None:
        return HttpResponseRedirect(_path(job, "sent/"))
    if not job.is_open():
        return _closed(request, job, key)
    if not draft.code_digest:
        messages.info(
            request, _("No code is on its way to this address. Send the form to get one.")
        )
        return HttpResponseRedirect(_path(job))
    context: dict[str, Any] = {"job": job, "draft": draft, "form": CodeForm()}
    if request.method == "POST" and "resend" in request.POST:
        context["resent"] = _mail_code(request, draft)
        context["limited"] = not context["resent"]
    elif request.method == "POST":
        form = context["form"] = CodeForm(request.POST)
        if form.is_valid():
            try:
                check_code(draft, form.cleaned_data["code"])
                return _send_proven(request, job, draft, key)
            except CodeRefused as refused:
                form.add_error("code", refused.message)
                context["is_over"] = refused.is_over
    return render(request, "careers/apply/code.html", context)


@never_cache
@_METHODS
def sent(request: HttpRequest, job_id: str) -> HttpResponse:
    """Show the receipt: the reference, and what comes next."""
    job, key, user = _job(job_id), visitor_key(request), _person(request)
    draft = find_draft(job, visitor=key, user=user)
    if draft is None or draft.application_id is None:
        # Entered before signing in, and thus under the browser's key alone.
        draft = find_draft(job, visitor=key, user=None)
    application = draft.application if draft is not None else None
    if draft is None or application is None:
        return HttpResponseRedirect(_path(job))
    context = {
        "job": job,
        "application": application,
        "is_repeat": application.applied_at < draft.created_at,
        "is_mine": user is not None and application.applicant_id == user.pk,
        "similar": similar_jobs(job),
    }
    return render(request, "careers/apply/sent.html", context)


def _received(request: HttpRequest, job: Job, key: str, user: User | None) -> HttpResponse:
    before = find_draft(job, visitor=key, user=user)
    if before is not None and before.application_id is not None:
        made = before.application
        if made is not None and made.withdrawn_at is None:
            return HttpResponseRedirect(_path(job, "sent/"))
    upload = request.FILES.get("resume")
    entered = {name: request.POST[name] for name in _KEPT if name in request.POST}
    entered["consent_version"] = CONSENT_VERSION if request.POST.get("consent") else ""
    wrong_cv: Invalid | None = None
    try:
        draft = keep_draft(job, visitor=key, user=user, resume=upload, **entered)
    except Invalid as invalid:
        wrong_cv = invalid
        found = find_draft(job, visitor=key, user=user)
        if found is None:
            raise
        draft = found
    if not job.is_open():
        return _closed(request, job, key)
    cv = _cv(draft, user)
    form = _form_class(user)(request.POST, has_cv=cv is not None)
    if wrong_cv is not None:
        form.refuse_cv(wrong_cv.message)
    if not form.is_valid():
        return _page(request, job, form, draft, cv)
    if user is None:
        if not _mail_code(request, draft):
            form.add_error(
                "email",
                _("You have asked for codes too often. Wait a few minutes and send again."),
            )
            return _page(request, job, form, draft, cv)
        return HttpResponseRedirect(_path(job, "code/"))
    try:
        send_draft(draft, applicant=user)
    except (OwnCompany, DeadlinePassed, Missing, Invalid) as refused:
        return _not_sent(request, job, form, draft, key, refused)
    return HttpResponseRedirect(_path(job, "sent/"))


def _send_proven(request: HttpRequest, job: Job, draft: ApplicationDraft, key: str) -> HttpResponse:
    form = VisitorForm(initial=_initial(draft), has_cv=bool(draft.resume))
    try:
        _application, user, is_new = send_for_proven_address(draft)
    except (AccountDisabled, OwnCompany, DeadlinePassed, Missing, Invalid) as refused:
        return _not_sent(request, job, form, draft, key, refused)
    if is_new and _person(request) is None:
        # Whose account was there before signs in as ever: they may owe a second factor.
        perform_login(request, Login(user=user, email=user.email))
    return HttpResponseRedirect(_path(job, "sent/"))


def _not_sent(
    request: HttpRequest,
    job: Job,
    form: ApplicationForm,
    draft: ApplicationDraft,
    key: str,
    refused: AccountDisabled | Invalid | Missing,
) -> HttpResponse:
    if isinstance(refused, Missing | DeadlinePassed):
        return _closed(request, job, key)
    if isinstance(refused, OwnCompany | AccountDisabled):
        context = {"job": job, "reason": refused.message}
        return render(request, "careers/apply/refused.html", context, status=403)
    return _page(request, job, form, draft, _cv(draft, _person(request)), wrong=refused.message)


def _refusal(request: HttpRequest, job: Job, user: User) -> HttpResponse | None:
    if user.memberships.filter(company=job.company_id).exists():
        reason = _("You cannot apply to a job of your own company.")
        context: dict[str, Any] = {"job": job, "reason": reason}
        return render(request, "careers/apply/refused.html", context, status=403)
    earlier = Application.objects.live().filter(job=job, applicant=user).first()
    if earlier is None:
        return None
    context = {"job": job, "application": earlier}
    return render(request, "careers/apply/already.html", context)


def _closed(request: HttpRequest, job: Job, key: str) -> HttpResponse:
    user = _person(request)
    draft = find_draft(job, visitor=key, user=user)
    is_kept = draft is not None and draft.application_id is None
    context = {
        "job": job,
        "draft": draft if is_kept else None,
        "is_visitor": user is None,
        "similar": similar_jobs(job),
    }
    return render(request, "careers/apply/closed.html", context, status=410)


def _page(
    request: HttpRequest,
    job: Job,
    form: ApplicationForm,
    draft: ApplicationDraft | None,
    cv: tuple[str, int] | None,
    wrong: str = "",
) -> HttpResponse:
    context = {
        "job": job,
        "form": form,
        "draft": draft,
        "cv_name": cv and cv[0],
        "cv_size": cv and cv[1],
        "wrong": wrong,
        "keeping": keeping_of(job.company),
        "is_visitor": _person(request) is None,
    }
    return render(request, "careers/apply/form.html", context)


def _mail_code(request: HttpRequest, draft: ApplicationDraft) -> bool:
    address = draft.email.strip().lower()
    if not consume(request, action="signup"):
        return False
    if not consume(request, action="confirm_email", key=address):
        return False
    new_code(draft)
    return True


def _cv(draft: ApplicationDraft | None, user: User | None) -> tuple[str, int] | None:
    """Return the name and size of the CV that would go with the application."""
    if draft is not None and draft.resume:
        return draft.resume_name, _size(draft.resume)
    if user is None:
        return None
    profile = Profile.objects.filter(user=user).only("resume", "resume_name").first()
    if profile is None or not profile.resume:
        return None
    return profile.resume_name or _("CV"), _size(profile.resume)


def _size(file: File[bytes]) -> int:
    try:
        return file.size
    except OSError:
        return 0


def _initial(draft: ApplicationDraft | None) -> dict[str, Any]:
    if draft is None:
        return {}
    kept: dict[str, Any] = {name: getattr(draft, name) for name in _KEPT}
    return kept | {"consent": draft.consent_version == CONSENT_VERSION}


def _form_class(user: User | None) -> type[ApplicationForm]:
    return VisitorForm if user is None else ApplicationForm


def _job(job_id: str) -> Job:
    jobs = Job.objects.with_card_facts().select_related("company", "category")
    job = jobs.filter(pk=int(job_id)).first()
    if job is None or not job.was_published() or job.status == JobStatus.ARCHIVED:
        raise Http404
    return job


def _person(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _path(job: Job, rest: str = "") -> str:
    return f"{job.get_absolute_url()}apply/{rest}"
