"""The new applications since yesterday, for those who want to hear of them once a day."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import batched
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import ngettext

from hiring.mail_kinds import NEW_APPLICATIONS
from hiring.models import DigestEntry
from hiring.reminder_events import DIGEST
from hiring.reminders.writing import applications_of, lines, office_values
from nexus.core.mail import queue_mails
from nexus.core.mail_links import html_with_links
from people.choices import WRITING_ROLES
from people.mail_words import WordBook
from people.models import Membership, User
from people.mornings import latest_morning
from people.preferences import in_words_of
from people.services.mail_choices import letter, wanting

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from hiring.models import Application
    from jobs.models import Job
    from nexus.core.mail import Owed

_AT_ONCE = 50


def await_digest(application: Application, people: Iterable[User]) -> None:
    """Have the next digest of each of these tell of a new application. One statement."""
    DigestEntry.objects.bulk_create(
        DigestEntry(user=person, application=application, at=application.applied_at)
        for person in people
    )


def send_digests(*, at: datetime | None = None) -> int:
    """Owe everybody what has come up to their last morning; return how many mails.

    What waits goes in the transaction that owes the mail: so nothing is told twice, and what no
    worker told in its time is told by the next. Seven statements for each 50 people.
    """
    moment = at or timezone.now()
    book = WordBook([DIGEST])
    return sum(_send(list(some), moment, book) for some in batched(_due(moment), _AT_ONCE))


def _due(moment: datetime) -> list[int]:
    """Return for whom something has waited since before their last morning. One query."""
    waiting = DigestEntry.objects.order_by().values("user").annotate(first=Min("at"))
    since = dict(waiting.values_list("user", "first"))
    zones = User.objects.filter(pk__in=waiting.values("user")).only("time_zone").order_by("pk")
    return [one.pk for one in zones if since[one.pk] < latest_morning(one, moment)]


@transaction.atomic
def _send(people: Sequence[int], moment: datetime, book: WordBook) -> int:
    readers = {one.pk: one for one in wanting(NEW_APPLICATIONS, User.objects.filter(pk__in=people))}
    roles = _roles(people)
    entries = DigestEntry.objects.filter(user__in=people).select_for_update(of=("self",))
    over: list[int] = []
    told: dict[int, Counter[Job]] = defaultdict(Counter)
    for entry in entries.select_related("application__job__company").order_by("pk"):
        application, reader = entry.application, readers.get(entry.user_id)
        if reader is not None and entry.at >= latest_morning(reader, moment):
            continue
        over.append(entry.pk)
        is_theirs = (entry.user_id, application.job.company_id) in roles
        if reader is not None and is_theirs and application.withdrawn_at is None:
            told[reader.pk][application.job] += 1
    DigestEntry.objects.filter(pk__in=over).delete()
    queue_mails([_written(book, readers[pk], jobs) for pk, jobs in told.items()])
    return len(told)


def _roles(people: Sequence[int]) -> set[tuple[int, int]]:
    """Return who decides for which active company. One query."""
    rows = Membership.objects.active().filter(user__in=people, role__in=WRITING_ROLES)
    return set(rows.values_list("user", "company"))


def _written(book: WordBook, reader: User, jobs: Counter[Job]) -> Owed:
    with in_words_of(reader):
        values = {
            **office_values(reader, "waiting=new"),
            "number": _number(jobs.total()),
            "jobs": lines(
                (job.title, [job.company.name, _number(number)], applications_of(job.pk))
                for job, number in jobs.most_common()
            ),
        }
        words = book.words(DIGEST)
        return letter(DIGEST, words, values, kind=NEW_APPLICATIONS, to=reader, draw=html_with_links)


def _number(number: int) -> str:
    sentence = ngettext("%(number)d new application", "%(number)d new applications", number)
    return sentence % {"number": number}
