"""Writing to many people of what they have not been told yet: each thing once, whatever happens."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from itertools import batched
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from nexus.core.mail import queue_mails
from people.models import Reminder, User
from people.preferences import in_words_of
from people.services.mail_choices import wanting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from nexus.core.mail import Owed

_AT_ONCE = 50
# Longer than anything is looked forward to of which people are reminded.
_KEPT_FOR = timedelta(days=400)


def remind[T](
    kind: str,
    things: Mapping[int, Mapping[str, T]],
    write: Callable[[User, Sequence[T]], Owed],
    *,
    may: Callable[[User, T], bool] = lambda _person, _thing: True,
) -> int:
    """Owe each of these people, by id, one mail about what they were not told of; return how many.

    What is told is named by a word that stays the same, as for `Reminder`. It is noted in the
    transaction that owes the mail: a run that dies goes on with those that are left, and of two
    at once one writes. Only those are written to who want that kind of mail, of what they `may`
    hear of now; `write` runs in their language and time zone. Five statements for each 50 people.
    """
    return sum(
        _remind_some(kind, {pk: things[pk] for pk in some}, write, may)
        for some in batched(sorted(things), _AT_ONCE)
    )


def forget_old_reminders() -> int:
    """Remove the notes of what is long over; return how many."""
    return Reminder.objects.filter(at__lt=timezone.now() - _KEPT_FOR).delete()[0]


@transaction.atomic
def _remind_some[T](
    kind: str,
    things: Mapping[int, Mapping[str, T]],
    write: Callable[[User, Sequence[T]], Owed],
    may: Callable[[User, T], bool],
) -> int:
    told = _told(kind, things)
    fresh: dict[User, dict[str, T]] = {}
    for person in wanting(kind, User.objects.filter(pk__in=things)).order_by("pk"):
        found = {
            about: thing
            for about, thing in things[person.pk].items()
            if about not in told[person.pk] and may(person, thing)
        }
        if found:
            fresh[person] = found
    if not fresh or not _noted(kind, fresh):
        return 0
    queue_mails([_written(write, person, found.values()) for person, found in fresh.items()])
    return len(fresh)


def _noted(kind: str, told: Mapping[User, Iterable[str]]) -> bool:
    """Note what is told to whom; return False where another run writes to these people just now."""
    try:
        with transaction.atomic():
            Reminder.objects.bulk_create(
                Reminder(user=person, kind=kind, about=about)
                for person, words in told.items()
                for about in words
            )
    except IntegrityError:
        return False
    return True


def _told(kind: str, people: Iterable[int]) -> Mapping[int, set[str]]:
    told: dict[int, set[str]] = defaultdict(set)
    rows = Reminder.objects.filter(kind=kind, user__in=list(people))
    for person, about in rows.values_list("user", "about"):
        told[person].add(about)
    return told


def _written[T](
    write: Callable[[User, Sequence[T]], Owed], person: User, things: Iterable[T]
) -> Owed:
    with in_words_of(person):
        return write(person, list(things))
