"""Which of the new jobs a mail shows: the best, few of one company, none of them twice."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from careers.alerts.models import JobAlert

MOST_OF_A_COMPANY, MOST_IN_A_MAIL = 3, 20


class Choice(NamedTuple):
    """What an alert shows, what it counts as told, and how many it leaves to the search."""

    alert: JobAlert
    shown: list[int]
    told: list[int]
    more: int


def choose(
    alerts: Sequence[JobAlert], new: Mapping[int, Sequence[int]], companies: Mapping[int, int]
) -> list[Choice]:
    """Return what each of the alerts of one address shows in one mail.

    `new` holds the jobs for each, the best first. What an alert before it shows stands in the mail
    already, and counts as told.
    """
    room = max(MOST_IN_A_MAIL // len(alerts), 1)
    per_company: Counter[int] = Counter()
    in_mail: set[int] = set()
    choices = []
    for alert in alerts:
        shown: list[int] = []
        repeated = [job for job in new[alert.pk] if job in in_mail]
        for job in new[alert.pk]:
            if len(shown) == room or len(in_mail) == MOST_IN_A_MAIL:
                break
            if job not in in_mail and per_company[companies[job]] < MOST_OF_A_COMPANY:
                per_company[companies[job]] += 1
                in_mail.add(job)
                shown.append(job)
        told = [*repeated, *shown]
        choices.append(Choice(alert, shown, told, len(new[alert.pk]) - len(told)))
    return choices
