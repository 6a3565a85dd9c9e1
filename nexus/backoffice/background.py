"""The page of the work in the background, for administrators: what waits, what failed, and why."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from careers.alerts.numbers import alert_numbers
from careers.alerts.services import UNCONFIRMED_DAYS
from careers.alerts.upkeep import ENDED_FOR
from nexus.backoffice.work_names import name_of_mail, name_of_work
from nexus.core import background
from nexus.core.audit import AuditAct
from nexus.core.backoffice import Entry, Section, Thing, acting, add_entry, add_thing
from nexus.core.backup_record import last_good_backup
from nexus.core.errors import Missing, Refused
from nexus.core.ids import row_ids_of
from nexus.core.mail import failed_mails, give_mails_up, send_again
from people.services.auditing import record

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.http import HttpRequest
    from django_q.models import Failure, Schedule

    from nexus.core.models import OutgoingMail
    from people.models import User

_LABEL = gettext_lazy("Background work")
add_thing(Thing("task", _LABEL))
add_thing(Thing("mail", gettext_lazy("Mail")))
MOST_SHOWN = 50


class FailedWork(NamedTuple):
    """A task that is not tried again by itself; `said` is all that it left behind."""

    key: str
    name: str
    reason: str
    said: str
    attempts: int
    at: datetime


class FailedMail(NamedTuple):
    key: str
    name: str
    reason: str
    recipient: User | None
    attempts: int
    at: datetime


class RecurringWork(NamedTuple):
    """What the worker does by the clock."""

    name: str
    every: str
    next_run: datetime | None


@require_http_methods(["GET", "HEAD", "POST"])
def background_work(request: HttpRequest) -> HttpResponse:
    """Show it to administrators; by POST try what failed again, or give it up. Eleven queries."""
    user = acting(request)
    if not user.is_admin:
        raise PermissionDenied
    if request.method == "POST":
        _do(request, user)
        return HttpResponseRedirect(reverse("admin:background_work"))
    failures = background.failed_for_good()
    mails = failed_mails().select_related("recipient")
    queue, waiting_mails = background.queue_now(), background.mails_now()
    context = {
        **admin.site.each_context(request),
        "title": _LABEL,
        "queue": queue,
        "queue_waits": _since(queue.oldest),
        "waiting_mails": waiting_mails,
        "mail_waits": _since(waiting_mails.oldest),
        "recurring": [_recurring(row) for row in background.recurring()],
        "is_worker_missing": background.is_worker_missing(),
        "tried_again": background.tried_again(),
        "failures": [_work(row) for row in failures[:MOST_SHOWN]],
        "mails": [_mail(row) for row in mails.only(*_OF_A_MAIL)[:MOST_SHOWN]],
        "most": MOST_SHOWN,
        "backup": last_good_backup(),
        "alerts": alert_numbers(),
        "ended_days": ENDED_FOR.days,
        "unconfirmed_days": UNCONFIRMED_DAYS,
    }
    return TemplateResponse(request, "backoffice/background.html", context)


# Not whom it goes to by address or what it says: that is nobody's business here.
_OF_A_MAIL = ("kind", "recipient__username", "attempts", "last_error", "not_before")


def _work(row: Failure) -> FailedWork:
    return FailedWork(
        row.pk,
        name_of_work(background.path_of(row)),
        background.reason_of(row),
        str(row.result or "").strip(),
        row.attempt_count,
        row.stopped,
    )


def _mail(row: OutgoingMail) -> FailedMail:
    return FailedMail(
        str(row.pk),
        name_of_mail(row.kind),
        _why(row.last_error),
        row.recipient,
        row.attempts,
        row.not_before,
    )


def _recurring(row: Schedule) -> RecurringWork:
    return RecurringWork(name_of_work(row.name), _every(row.minutes or 0), row.next_run)


def _every(minutes: int) -> str:
    """Return how often something is done, in words."""
    if minutes % (24 * 60) == 0:
        days = minutes // (24 * 60)
        return ngettext("every day", "every %(number)d days", days) % {"number": days}
    if minutes % 60 == 0:
        hours = minutes // 60
        return ngettext("every hour", "every %(number)d hours", hours) % {"number": hours}
    return ngettext("every minute", "every %(number)d minutes", minutes) % {"number": minutes}


def _since(oldest: datetime | None) -> str:
    """Return for how long the first one waits, in words."""
    if oldest is None:
        return _("Nothing waits")
    if timezone.now() - oldest < timedelta(minutes=1):
        return _("The first for less than a minute")
    return _("The first for %(since)s") % {"since": timesince(oldest)}


def _why(error: str) -> str:
    """Return in words what `OutgoingMail.last_error` says: a class, and codes of the server."""
    name, _space, codes = error.partition(" ")
    if codes.startswith("5"):
        return _("The mail server refused it for good (%(codes)s).") % {"codes": codes}
    if codes:
        return _("The mail server could not take it (%(codes)s).") % {"codes": codes}
    if name in {"ConnectionRefusedError", "TimeoutError", "gaierror", "SMTPServerDisconnected"}:
        return _("The mail server could not be reached.")
    if name == "ValueError":
        return _("It cannot be decrypted with the keys that are configured.")
    return _("It could not be sent (%(error)s).") % {"error": error or "?"}


def _do(request: HttpRequest, user: User) -> None:
    """Do to the chosen rows what the button says, and tell how it went."""
    act = _ACTS.get(request.POST.get("do", ""))
    keys = request.POST.getlist("key")[:MOST_SHOWN]
    if act is None or not keys:
        messages.error(request, _("Choose what is meant first."))
        return
    try:
        with transaction.atomic():
            told = act(user, keys)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, told)


def _try_work_again(user: User, keys: list[str]) -> str:
    number = background.try_again(keys)
    _note(user, AuditAct.RESTORED, "task", keys)
    return ngettext("It is tried again.", "%(number)d are tried again.", number) % {
        "number": number
    }


def _give_work_up(user: User, keys: list[str]) -> str:
    number = background.give_up(keys)
    _note(user, AuditAct.DELETED, "task", keys)
    return ngettext("It is given up.", "%(number)d are given up.", number) % {"number": number}


def _send_mails_again(user: User, keys: list[str]) -> str:
    number = _some(send_again(row_ids_of(keys)))
    _note(user, AuditAct.RESTORED, "mail", keys)
    return ngettext("It is sent again.", "%(number)d are sent again.", number) % {"number": number}


def _give_mails_up(user: User, keys: list[str]) -> str:
    number = _some(give_mails_up(row_ids_of(keys)))
    _note(user, AuditAct.DELETED, "mail", keys)
    return ngettext("It is given up.", "%(number)d are given up.", number) % {"number": number}


_ACTS: dict[str, Callable[[User, list[str]], str]] = {
    "try_work_again": _try_work_again,
    "give_work_up": _give_work_up,
    "send_mails_again": _send_mails_again,
    "give_mails_up": _give_mails_up,
}


def _some(number: int) -> int:
    if not number:
        raise Missing(background.gone())
    return number


def _note(user: User, act: AuditAct, kind: str, keys: list[str]) -> None:
    details: dict[str, Any] = {"number": len(keys)}
    record(actor=user, act=act, thing=f"{kind}:{keys[0]}", label=kind, details=details)


def _address(request: HttpRequest) -> str:
    return reverse("admin:background_work")


add_entry(
    Entry(_LABEL, "list-checks", _address, Section.SITE, 90, is_for=lambda user: user.is_admin)
)
