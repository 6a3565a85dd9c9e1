"""The form that asks for an alert, and the pages of an alert for whoever gets its mails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.core.ratelimit import consume
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from careers.alerts.accounts import confirmed_address
from careers.alerts.asked import read_asked
from careers.alerts.forms import AlertForm, FrequencyForm
from careers.alerts.models import AlertState, JobAlert
from careers.alerts.services import (
    UNCONFIRMED_DAYS,
    AlertGone,
    TooManyAlerts,
    add_alert,
    change_frequency,
    confirm_alert,
    end_alert,
    end_all_alerts,
    pause_alert,
    request_alert,
    resume_alert,
)
from careers.applying.same_origin import from_our_pages
from careers.job_search.vocabulary import load_vocabulary
from people.models import User

if TYPE_CHECKING:
    from django.http import HttpRequest

    from careers.alerts.asked import Asked
    from careers.job_search.vocabulary import Vocabulary

_METHODS = require_http_methods(["GET", "HEAD", "POST"])


@from_our_pages
@never_cache
@_METHODS
def new_alert(request: HttpRequest) -> HttpResponse:
    """Ask for an address, for the search in the query string; mail it a link to confirm.

    The answer is the same whatever the address has already. Whoever is signed in with a confirmed
    address gets the alert at once.
    """
    vocabulary = load_vocabulary()
    asked, notices = _asked(request, vocabulary)
    user = request.user if isinstance(request.user, User) else None
    address = confirmed_address(user) if user else ""
    form = _form(request, user, address)
    query = asked.kept(vocabulary)
    if request.method == "POST" and form.is_valid():
        frequency, language = form.cleaned_data["frequency"], get_language() or ""
        if user is not None and address:
            try:
                add_alert(
                    address=address, user=user, query=query, frequency=frequency, language=language
                )
            except TooManyAlerts as refused:
                form.add_error(None, refused.message)
            else:
                messages.success(request, _("The alert is on. Mails go to %s.") % address)
                return redirect("my_saved_searches")
        elif not _may_ask(request, form.cleaned_data["email"]):
            form.add_error(
                "email", _("Too many alerts were asked for. Wait an hour, then try again.")
            )
        else:
            request_alert(
                address=form.cleaned_data["email"],
                query=query,
                frequency=frequency,
                language=language,
            )
            return HttpResponseRedirect(_with_query("job_alert_sent", query))
    context = {
        "form": form,
        "address": address,
        "notices": notices,
        "words": asked.words(vocabulary),
        "search_url": asked.address(),
    }
    return render(request, "careers/alerts/new.html", context)


@never_cache
@require_http_methods(["GET", "HEAD"])
def alert_sent(request: HttpRequest) -> HttpResponse:
    """Say that a mail is on its way."""
    vocabulary = load_vocabulary()
    asked, _notices = _asked(request, vocabulary)
    context = {
        "words": asked.words(vocabulary),
        "search_url": asked.address(),
        "again_url": _with_query("job_alert_new", asked.kept(vocabulary)),
        "days": UNCONFIRMED_DAYS,
    }
    return render(request, "careers/alerts/sent.html", context)


@from_our_pages
@never_cache
@_METHODS
def alert(request: HttpRequest, secret: str) -> HttpResponse:
    """Show an alert and what can be done with it. Nothing happens but by a button."""
    found = JobAlert.objects.with_secret(secret)
    if found is None:
        return _gone(request)
    wrong = ""
    form = FrequencyForm(initial={"frequency": found.frequency})
    if request.method == "POST":
        try:
            found = _act(request, found)
            return redirect("job_alert", found.secret)
        except AlertGone:
            return _gone(request)
        except TooManyAlerts as refused:
            wrong = refused.message
    context = _context(found) | {"form": form, "wrong": wrong}
    return render(request, "careers/alerts/alert.html", context)


@csrf_exempt
@never_cache
@_METHODS
def end(request: HttpRequest, secret: str, *, of_all: bool = False) -> HttpResponse:
    """Ask by GET whether to end an alert, or all of its address; end by POST, whoever sends it.

    Programs that read mail send it for their readers, with nothing but the secret (RFC 8058).
    """
    found = JobAlert.objects.with_secret(secret)
    if found is None:
        return _gone(request)
    is_ended = request.method == "POST"
    if is_ended and of_all:
        end_all_alerts(found.subscriber)
    elif is_ended:
        end_alert(found)
    is_ended = is_ended or (found.state == AlertState.ENDED and not of_all)
    context = _context(found) | {"is_ended": is_ended, "of_all": of_all}
    return render(request, "careers/alerts/end.html", context)


def _act(request: HttpRequest, alert: JobAlert) -> JobAlert:
    """Do what a button of the alert's page says; return the alert to show."""
    action = request.POST.get("action", "")
    if action == "confirm" and alert.state == AlertState.UNCONFIRMED:
        alert = confirm_alert(alert)
        messages.success(request, _("The alert is on."))
    elif action == "frequency" and alert.is_live:
        form = FrequencyForm(request.POST)
        if form.is_valid():
            change_frequency(alert, form.cleaned_data["frequency"])
            messages.success(request, _("Changed."))
    elif action == "pause":
        pause_alert(alert)
    elif action == "resume":
        alert = resume_alert(alert)
    elif action == "end":
        end_alert(alert)
    elif action == "end_all":
        end_all_alerts(alert.subscriber)
        messages.success(request, _("All alerts of this address have ended."))
    return alert


def _context(alert: JobAlert) -> dict[str, Any]:
    vocabulary = load_vocabulary()
    asked, _notices = read_asked(alert.query, vocabulary)
    _learn_places(asked, vocabulary)
    return {
        "alert": alert,
        "address": alert.subscriber.address,
        "words": asked.words(vocabulary),
        "search_url": asked.address(),
        "others": alert.subscriber.alerts.live().exclude(pk=alert.pk).count(),
    }


def _asked(request: HttpRequest, vocabulary: Vocabulary) -> tuple[Asked, list[str]]:
    asked, notices = read_asked(request.GET, vocabulary)
    _learn_places(asked, vocabulary)
    return asked, notices


def _learn_places(asked: Asked, vocabulary: Vocabulary) -> None:
    vocabulary.learn_places(set(asked.search.chosen.get("place", ())))


def _form(request: HttpRequest, user: User | None, address: str) -> FrequencyForm:
    form = FrequencyForm if address else AlertForm
    if request.method == "POST":
        return form(request.POST)
    return form(initial={"email": user.email if user else ""})


def _may_ask(request: HttpRequest, address: str) -> bool:
    return bool(consume(request, action="job_alert", key=address.lower()))


def _with_query(name: str, query: str) -> str:
    return f"{reverse(name)}?{query}" if query else reverse(name)


def _gone(request: HttpRequest) -> HttpResponse:
    """Say of an alert that is no more that it sends nothing; to programs that is success."""
    status = 200 if request.method == "POST" else 404
    return render(request, "careers/alerts/gone.html", status=status)
