"""Changing the words of one mail in one language, with a preview, a test and the way back to ours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin

from hiring.admin.mail_samples import Sample, sample, samples
from hiring.admin.mail_scope import Scope, scope_of
from nexus.core.api.limits import count_call, parse_rate
from nexus.core.backoffice import acting, focus_first
from nexus.core.errors import Invalid, Missing, NotAllowed, Refused
from nexus.core.line_differences import Line, compare_lines
from nexus.core.mail import html_parts, queue_mail
from people.mail_events import MAX_BODY, MAX_SUBJECT, Words, mail_event
from people.mail_words import render
from people.models import MailWording
from people.services.mail_words import ChangedMeanwhile, inherited, reset_words, write_words

if TYPE_CHECKING:
    from django.http import HttpRequest

    from hiring.models import Application
    from people.mail_events import MailEvent

# The frame has no origin, no scripts and no network; mails style their paragraphs one by one.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'"
_TESTS = "20/h"


class WordsForm(forms.Form):
    subject = forms.CharField(
        label=gettext_lazy("Subject"),
        max_length=MAX_SUBJECT,
        widget=forms.TextInput(attrs={"class": "wide"}),
        error_messages={"required": gettext_lazy("Give the mail a subject.")},
    )
    body = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=MAX_BODY,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "class": "wide"}),
        help_text=gettext_lazy("Plain text: an empty line begins a paragraph, links work."),
        error_messages={"required": gettext_lazy("Write the mail.")},
    )

    def words(self) -> Words:
        """Return what was typed, as it was typed, right or not."""
        return Words(str(self.data.get("subject", "")), str(self.data.get("body", "")))


@dataclass(frozen=True)
class Desk:
    """One mail on the table: which, in which language, whose, and what is kept of it."""

    event: MailEvent
    language: str
    scope: Scope
    row: MailWording | None

    def url(self, name: str) -> str:
        where = reverse(f"admin:{name}", args=[self.event.name, self.language])
        return where + self.scope.query

    @property
    def before(self) -> Words:
        return inherited(self.event.name, self.language, self.scope.company)

    @property
    def words(self) -> Words:
        return Words(self.row.subject, self.row.body) if self.row else self.before


def edit(request: HttpRequest, event: str, language: str) -> HttpResponse:
    """Show the words that hold; by POST keep others, or say what is in their way."""
    desk = _desk(request, event, language)
    if request.method != "POST":
        return _page(request, desk, WordsForm(initial=desk.words._asdict(), label_suffix=""))
    form = WordsForm(request.POST, label_suffix="")
    if form.is_valid():
        try:
            kept = write_words(
                event,
                language,
                desk.scope.company,
                form.words(),
                by=acting(request),
                seen=request.POST.get("seen", ""),
            )
        except ChangedMeanwhile as refused:
            fresh = replace(desk, row=refused.now)
            form.add_error(None, refused.message)
            return _page(request, fresh, form, theirs=fresh.words)
        except NotAllowed as refused:
            raise PermissionDenied(refused.message) from refused
        except Missing as refused:
            raise Http404(refused.message) from refused
        except Invalid as refused:
            for name, sentences in refused.details.items():
                for sentence in sentences:
                    form.add_error(name, sentence)
        else:
            saved = _("The text is saved. The next mail goes out with it.")
            messages.success(request, saved if kept else _unchanged(desk))
            return HttpResponseRedirect(desk.url("mail_text"))
    return _page(request, desk, form)


@xframe_options_sameorigin
def preview(request: HttpRequest, event: str, language: str) -> HttpResponse:
    """Draw the mail, as it is kept or as it is being typed, for a frame that can do nothing."""
    desk = _desk(request, event, language)
    words = WordsForm(request.POST).words() if request.method == "POST" else desk.words
    # Longer ones are not sent anyway, and are said to be too long.
    words = Words(words.subject[: 2 * MAX_SUBJECT], words.body[: 2 * MAX_BODY])
    filled = _sample(request, desk)
    subject, text = words.filled(filled.values)
    context = {
        **html_parts(subject, text, code=filled.values.get("code", "")),
        "text": text,
        "wrong": _faults(desk.event, words) if request.method == "POST" else [],
        "sender": settings.DEFAULT_FROM_EMAIL,
        "language": language,
    }
    as_text = request.POST.get("view") == "text"
    template = "admin/mail_texts/frame_text.html" if as_text else "admin/mail_texts/frame.html"
    with translation.override(language):
        response = HttpResponse(render_to_string(template, context))
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["Cache-Control"] = "private, no-store"
    return response


def send_test(request: HttpRequest, event: str, language: str) -> HttpResponse:
    """Mail what is being typed to the person themself, and to nobody else."""
    desk = _desk(request, event, language)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    form = WordsForm(request.POST, label_suffix="")
    if form.is_valid():
        try:
            desk.event.check(form.words())
        except Invalid as refused:
            for name, sentences in refused.details.items():
                for sentence in sentences:
                    form.add_error(name, sentence)
        else:
            _mail_test(request, desk, form.words())
    return _page(request, desk, form)


def reset(request: HttpRequest, event: str, language: str) -> HttpResponse:
    """Show what would change; by POST go back to the words that hold without the kept ones."""
    desk = _desk(request, event, language)
    if request.method == "POST":
        if "_reset" in request.POST:
            try:
                done = reset_words(event, language, desk.scope.company, by=acting(request))
            except Refused as refused:
                raise PermissionDenied(refused.message) from refused
            if done:
                messages.success(request, _("The text is reset."))
        return HttpResponseRedirect(desk.url("mail_text"))
    if desk.row is None:
        return HttpResponseRedirect(desk.url("mail_text"))
    context = {**_frame(request, desk), "changes": _changes(desk.words, desk.before)}
    return TemplateResponse(request, "admin/mail_texts/reset.html", context)


def _desk(request: HttpRequest, event: str, language: str) -> Desk:
    scope, known = scope_of(request), mail_event(event)
    if known is None or language not in dict(settings.LANGUAGES) or not scope.has(known):
        raise Http404
    rows = MailWording.objects.select_related("changed_by")
    row = rows.filter(event=event, language=language, company=scope.company).first()
    return Desk(known, language, scope, row)


def _frame(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    return {
        **admin.site.each_context(request),
        "title": desk.event.label,
        "desk": desk,
        "language_name": dict(settings.LANGUAGES)[desk.language],
        "list_url": reverse("admin:mail_texts") + desk.scope.query,
        "edit_url": desk.url("mail_text"),
        "preview_url": desk.url("mail_text_preview"),
        "test_url": desk.url("mail_text_test"),
        "reset_url": desk.url("mail_text_reset"),
    }


def _page(
    request: HttpRequest, desk: Desk, form: WordsForm, *, theirs: Words | None = None
) -> HttpResponse:
    focus_first(form)
    applications = samples(request, desk.event, desk.scope)
    context = {
        **_frame(request, desk),
        "form": form,
        "theirs": _changes(theirs, form.words()) if theirs else [],
        "samples": applications,
        "sample": request.POST.get("sample", ""),
        "views": [
            ("desktop", _("Desktop")),
            ("phone", _("Phone")),
            ("text", _("Plain text")),
        ],
        "view": request.POST.get("view", "desktop"),
        "others": [
            (name, reverse("admin:mail_text", args=[desk.event.name, code]) + desk.scope.query)
            for code, name in settings.LANGUAGES
            if code != desk.language
        ],
        # What was shown: the newer one, once it has been said that somebody has been quicker.
        "seen": (desk.row.stamp if desk.row else "")
        if theirs or not form.is_bound
        else request.POST.get("seen", ""),
    }
    return TemplateResponse(request, "admin/mail_texts/edit.html", context)


def _sample(request: HttpRequest, desk: Desk) -> Sample:
    applications: list[Application] = samples(request, desk.event, desk.scope)
    return sample(request, desk.event, desk.language, applications)


def _mail_test(request: HttpRequest, desk: Desk, words: Words) -> None:
    user = acting(request)
    if not user.email:
        messages.error(request, _("Your account has no e-mail address to send a test to."))
        return
    if count_call(f"mail-text-test:{user.pk}", parse_rate(_TESTS), strict=True).exceeded:
        messages.error(request, _("You have sent many tests. Try again in an hour."))
        return
    filled = _sample(request, desk)
    marked = Words(_("[Test] %(subject)s") % {"subject": words.subject}, words.body)
    with translation.override(desk.language):
        subject, text, html = render(marked, filled.values)
    queue_mail(
        kind="mail_text_test",
        to=user.email,
        recipient=user,
        subject=subject,
        text=text,
        html=html,
        about=filled.about,
    )
    sent = _("A test is on its way to %(address)s. Nothing is saved yet.")
    messages.success(request, sent % {"address": user.email})


def _faults(event: MailEvent, words: Words) -> list[str]:
    try:
        event.check(words)
    except Invalid as refused:
        return [sentence for sentences in refused.details.values() for sentence in sentences]
    return []


def _unchanged(desk: Desk) -> str:
    if desk.scope.company:
        return _("These are the words of the site, so nothing of your own is kept.")
    return _("These are the standard words, so nothing else is kept.")


def _changes(before: Words, after: Words) -> list[tuple[str, list[Line]]]:
    """Return what differs, part by part."""
    parts = [
        (_("Subject"), [before.subject], [after.subject]),
        (_("Text"), _lines(before.body), _lines(after.body)),
    ]
    return [(label, list(compare_lines(old, new))) for label, old, new in parts if old != new]


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines() if line.strip()]
