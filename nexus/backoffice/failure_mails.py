"""Telling administrators, at most once an hour, that mails or tasks have failed for good."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from nexus.core.background import failed_for_good
from nexus.core.brand import brand
from nexus.core.mail import failed_mails
from people.addresses import site_address
from people.mail_events import TO_ADMINISTRATORS, MailEvent, Placeholder
from people.mail_kinds import Audience, HowOften, MailKind
from people.mail_words import WordBook
from people.models import Reminder, User
from people.names import called
from people.services.mail_choices import letter
from people.services.reminding import remind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from nexus.core.mail import Owed

FAILURES = "failures"
_PAUSE = timedelta(minutes=59)

FAILURE_KINDS = (
    MailKind(
        FAILURES,
        _("Mails and work that failed"),
        _("When something is not tried again by itself."),
        Audience.ADMINISTRATORS,
        (HowOften.HOURLY, HowOften.NEVER),
    ),
)
FAILURE_EVENTS = (
    MailEvent(
        FAILURES,
        _("Mails and work that failed"),
        _("To the administrators, at most once an hour, when something new has failed for good."),
        TO_ADMINISTRATORS,
        (
            Placeholder("full_name", _("The full name of the reader"), "Kim Berger"),
            Placeholder("site", _("The name of the site"), "Nexus"),
            Placeholder("mails", _("How many mails, in words"), _("3 mails")),
            Placeholder("tasks", _("How many tasks, in words"), _("1 task")),
            Placeholder(
                "link", _("The link to them"), "https://careers.example/…", is_required=True
            ),
        ),
        "emails/failures_subject.txt",
        "emails/failures.txt",
    ),
)


def tell_of_failures(*, at: datetime | None = None) -> int:
    """Tell administrators where something has failed since they were last told; return how many.

    Mails of this very kind do not count, or each that fails would call for another. Five queries,
    and those of `remind`.
    """
    moment = at or timezone.now()
    mails, tasks = failed_mails().exclude(kind=FAILURES), failed_for_good()
    times = (
        mails.order_by().aggregate(last=Max("not_before"))["last"],
        tasks.order_by().aggregate(last=Max("stopped"))["last"],
    )
    newest = max((one for one in times if one is not None), default=None)
    if newest is None:
        return 0
    told = dict(
        Reminder.objects.filter(kind=FAILURES).order_by().values_list("user").annotate(Max("at"))
    )
    admins = User.objects.filter(is_admin=True, is_active=True).values_list("pk", flat=True)
    things = {
        pk: {f"until:{newest:%Y%m%dT%H%M%S.%f}": newest}
        for pk in admins
        if pk not in told or (told[pk] < newest and moment - told[pk] >= _PAUSE)
    }
    if not things:
        return 0
    numbers, book = (mails.count(), tasks.count()), WordBook([FAILURES])

    def write(reader: User, _told: Sequence[datetime]) -> Owed:
        values = {
            "full_name": called(reader),
            "site": brand().name,
            "mails": ngettext("%(number)d mail", "%(number)d mails", numbers[0])
            % {"number": numbers[0]},
            "tasks": ngettext("%(number)d task", "%(number)d tasks", numbers[1])
            % {"number": numbers[1]},
            "link": site_address(reverse("admin:background_work")),
        }
        return letter(FAILURES, book.words(FAILURES), values, kind=FAILURES, to=reader)

    return remind(FAILURES, things, write)
