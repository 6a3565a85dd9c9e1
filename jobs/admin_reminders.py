"""Reminding administrators, at most once a day, that jobs wait for their review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from jobs.services.review import jobs_in_review
from nexus.core.brand import brand
from people.addresses import site_address
from people.mail_events import TO_ADMINISTRATORS, MailEvent, Placeholder
from people.mail_kinds import Audience, HowOften, MailKind
from people.mail_words import WordBook
from people.models import User
from people.mornings import latest_morning
from people.names import called
from people.services.mail_choices import letter
from people.services.reminding import remind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from nexus.core.mail import Owed

JOBS_WAITING = "jobs_waiting"

ADMIN_KINDS = (
    MailKind(
        JOBS_WAITING,
        _("Jobs that wait for the review"),
        _("While there are any."),
        Audience.ADMINISTRATORS,
        (HowOften.DAILY, HowOften.NEVER),
    ),
)
ADMIN_EVENTS = (
    MailEvent(
        JOBS_WAITING,
        _("Jobs that wait for the review"),
        _("To the administrators, at most once a day, while jobs wait."),
        TO_ADMINISTRATORS,
        (
            Placeholder("full_name", _("The full name of the reader"), "Kim Berger"),
            Placeholder("site", _("The name of the site"), "Nexus"),
            Placeholder("number", _("How many there are, in words"), _("2 jobs")),
            Placeholder("since", _("Since when the first one waits"), "1 March"),
            Placeholder(
                "link", _("The link to the review"), "https://careers.example/…", is_required=True
            ),
        ),
        "emails/jobs_waiting_subject.txt",
        "emails/jobs_waiting.txt",
    ),
)


def remind_of_reviews(*, at: datetime | None = None) -> int:
    """Tell administrators that jobs wait, each once from one morning of theirs to the next.

    Returns how many mails. Four queries, and those of `remind`.
    """
    moment = at or timezone.now()
    waiting = jobs_in_review()
    first = waiting.first()
    if first is None:
        return 0
    number, since = waiting.count(), first.waits_since
    admins = User.objects.filter(is_admin=True, is_active=True).only("time_zone")
    things = {one.pk: {f"day:{latest_morning(one, moment):%Y%m%d}": number} for one in admins}
    book = WordBook([JOBS_WAITING])

    def write(reader: User, _told: Sequence[int]) -> Owed:
        values = {
            "full_name": called(reader),
            "site": brand().name,
            "number": ngettext("%(number)d job", "%(number)d jobs", number) % {"number": number},
            "since": date_format(localtime(since), "DATE_FORMAT"),
            "link": site_address(reverse("admin:review")),
        }
        return letter(JOBS_WAITING, book.words(JOBS_WAITING), values, kind=JOBS_WAITING, to=reader)

    return remind(JOBS_WAITING, things, write)
