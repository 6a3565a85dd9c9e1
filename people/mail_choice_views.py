"""The account page about which mails come, and the page that a mail leads to which ends them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from people.account_forms import MailChoicesForm
from people.mail_kinds import HowOften
from people.preferences import language_of
from people.services.mail_choices import (
    begin_mails_again,
    choose_mails,
    chosen_by,
    end_mails,
    how_often,
    kinds_for,
    of_token,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from people.mail_kinds import MailKind
    from people.models import User
    from people.requests import PersonRequest

_METHODS = require_http_methods(["GET", "HEAD", "POST"])
_NOT_FOUND = 404


@login_required
@_METHODS
def mails(request: PersonRequest) -> HttpResponse:
    """Show and change which mails come, and how often."""
    person = request.user
    kinds = kinds_for(person)
    form = MailChoicesForm(request.POST or None, kinds=kinds, chosen=chosen_by(person))
    if request.method == "POST" and form.is_valid():
        choose_mails(person, form.cleaned_data)
        messages.success(request, _("Your choice is saved."))
        return redirect("account_mails")
    return render(request, "account/mails.html", {"form": form})


# Programs that read mail send it for their readers, with nothing but the address (RFC 8058).
@csrf_exempt
@never_cache
@_METHODS
def end(request: HttpRequest, token: str) -> HttpResponse:
    """Ask by GET whether to end a kind of mail for whom the token names; end it by POST."""
    found = of_token(token)
    if found is None:
        return render(request, "account/mails_unknown.html", status=_NOT_FOUND)
    person, kind = found
    is_back = False
    if request.method == "POST":
        is_back = request.POST.get("action") == "begin"
        (begin_mails_again if is_back else end_mails)(person, kind)
    # Nobody need be signed in: it is whose mail it is who reads.
    with translation.override(language_of(person) or translation.get_language()):
        return _page(request, person, kind, is_back=is_back)


def _page(request: HttpRequest, person: User, kind: MailKind, *, is_back: bool) -> HttpResponse:
    is_ended = how_often(kind.name, [person.pk])[person.pk] == HowOften.NEVER
    context = {"kind": kind, "address": person.email, "is_ended": is_ended, "is_back": is_back}
    response = render(request, "account/mails_end.html", context)
    response.headers["Content-Language"] = translation.get_language() or ""
    return response
