"""The alerts of who is signed in, and the mails of their saved searches."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from careers.alerts.accounts import alerts_of, confirmed_address
from careers.alerts.asked import read_asked, token_of
from careers.alerts.forms import FrequencyForm
from careers.alerts.models import AlertFrequency, JobAlert
from careers.alerts.services import (
    AlertGone,
    TooManyAlerts,
    add_alert,
    change_frequency,
    end_alert,
    pause_alert,
    resume_alert,
)
from careers.job_search.vocabulary import load_vocabulary
from hiring.models import SavedSearch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpResponse

    from careers.job_search.vocabulary import Vocabulary
    from people.models import User
    from people.requests import PersonRequest


class AlertRow(NamedTuple):
    """An alert as its owner sees it."""

    alert: JobAlert
    words: str
    url: str


class SearchRow(NamedTuple):
    """A saved search, and the alert of the same search if there is one."""

    search: SavedSearch
    alert: JobAlert | None


def alert_rows(user: User) -> list[AlertRow]:
    """Return the alerts of `user`. Five queries."""
    alerts = alerts_of(user)
    vocabulary = load_vocabulary()
    asked = [read_asked(alert.query, vocabulary)[0] for alert in alerts]
    vocabulary.learn_places(
        {place for one in asked for place in one.search.chosen.get("place", ())}
    )
    return [
        AlertRow(alert, one.words(vocabulary), one.address())
        for alert, one in zip(alerts, asked, strict=True)
    ]


def search_rows(searches: Iterable[SavedSearch], alerts: Iterable[AlertRow]) -> list[SearchRow]:
    """Return the saved searches, each with its alert. One query."""
    vocabulary = load_vocabulary()
    by_token = {row.alert.query_token: row.alert for row in alerts}
    return [SearchRow(one, by_token.get(token_of(_kept(one, vocabulary)))) for one in searches]


@require_POST
def change(request: PersonRequest, alert_id: str) -> HttpResponse:
    """Have an alert of one's own come more or less often, pause it, go on or end it."""
    found = JobAlert.objects.of(request.user).live().filter(pk=int(alert_id)).first()
    if found is None:
        raise Http404
    action = request.POST.get("action", "")
    form = FrequencyForm(request.POST)
    if action == "frequency" and form.is_valid():
        change_frequency(found, form.cleaned_data["frequency"])
        messages.success(request, _("Changed."))
    elif action == "pause":
        pause_alert(found)
        messages.success(request, _("The alert is paused."))
    elif action == "resume":
        try:
            resume_alert(found)
        except AlertGone as gone:
            raise Http404 from gone
        messages.success(request, _("The alert goes on."))
    elif action == "end":
        end_alert(found)
        messages.success(request, _("The alert has ended."))
    return redirect("my_saved_searches")


@require_POST
def mail_search(request: PersonRequest, search_id: str) -> HttpResponse:
    """Have a saved search come by mail, once a day until that is changed."""
    search = SavedSearch.objects.filter(user=request.user, pk=int(search_id)).first()
    if search is None:
        raise Http404
    query = _kept(search, load_vocabulary())
    address = confirmed_address(request.user)
    if not address:
        # The form has a link mailed by which the address is confirmed.
        return redirect(f"{reverse('job_alert_new')}?{query}")
    try:
        add_alert(
            address=address,
            user=request.user,
            query=query,
            frequency=AlertFrequency.DAILY,
            language=get_language() or "",
        )
    except TooManyAlerts as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("The alert is on. Mails go to %s.") % address)
    return redirect("my_saved_searches")


def _kept(search: SavedSearch, vocabulary: Vocabulary) -> str:
    return read_asked(search.query, vocabulary)[0].kept(vocabulary)
