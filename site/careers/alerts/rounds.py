"""The recurring pass: which alerts are due, what is new for each, and one mail for an address.

Equal searches are asked once, all of them of an index that holds the jobs which have opened since.
Up to when an alert has looked moves in the transaction that owes its mail and notes the jobs in
it: a pass that dies goes on with those that are left, and two at once tell nothing twice.
"""

from __future__ import annotations

import time
from collections import defaultdict
from datetime import timedelta
from heapq import nlargest
from itertools import batched
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone

from careers.alerts.asked import looking_around, read_asked
from careers.alerts.choosing import Choice, choose
from careers.alerts.mail_events import JOBS
from careers.alerts.mails import Letter, Section, Writer, send
from careers.alerts.models import AlertedJob, AlertFrequency, AlertState, JobAlert
from careers.alerts.openings import opened_between
from careers.alerts.services import next_due
from careers.job_search.vocabulary import load_vocabulary
from careers.listing import rows
from jobs.search import Percolator
from nexus.core.fields import Unreadable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from careers.alerts.openings import Opening
    from jobs.search import JobQuery

# How long a job that has opened may take to be committed.
SETTLING = timedelta(minutes=1)
_SOON = (AlertFrequency.AT_ONCE,)
_IN_THE_MORNING = (AlertFrequency.DAILY, AlertFrequency.WEEKLY)
# Shorter than a worker may take for a task; the next pass goes on with the rest.
_SECONDS = 35.0
# As many new jobs as can be looked through in that time; of more, the newest are told of.
_MOST_JOBS = 20_000
_ADDRESSES_AT_ONCE, _ROWS_AT_ONCE = 25, 500


class Due(NamedTuple):
    """An alert that may send a mail, and up to when it has looked."""

    pk: int
    subscriber: int
    query_token: str
    since: datetime


def send_due_alerts() -> int:
    """Owe a mail to every address for whose due alerts there are new jobs; return how many.

    Those at once go first and by themselves: what has opened in minutes is soon looked through.
    """
    at = timezone.now()
    return sum(Round(at, frequencies).run() for frequencies in (_SOON, _IN_THE_MORNING))


class Round:
    """One pass, for the jobs that have opened until shortly before `at`."""

    def __init__(self, at: datetime, frequencies: Collection[AlertFrequency]) -> None:
        self._at, self._until, self._frequencies = at, at - SETTLING, frequencies
        self._vocabulary = load_vocabulary()

    def run(self) -> int:
        due = self._due()
        if not due:
            return 0
        opened = _newest(opened_between(min(one.since for one in due), self._until))
        found = self._found(due, opened) if opened else {}
        matched = {
            one.pk: one
            for one in due
            if any(opened[job].at > one.since for job in found.get(one.query_token, ()))
        }
        mailed, is_through = self._tell(matched, found, opened)
        if is_through:
            self._look_away(
                (one.pk for one in due if one.pk not in matched), had_openings=bool(opened)
            )
        return mailed

    def _due(self) -> list[Due]:
        alerts = JobAlert.objects.due(self._at).filter(
            since__lt=self._until, frequency__in=self._frequencies
        )
        columns = alerts.order_by().values_list("pk", "subscriber", "query_token", "since")
        return [Due(*row) for row in columns.iterator(_ROWS_AT_ONCE)]

    def _found(self, due: Sequence[Due], opened: Mapping[int, Opening]) -> dict[str, list[int]]:
        """Return the opened jobs that each search finds, by its token, the best first."""
        tokens: dict[JobQuery, list[str]] = defaultdict(list)
        for token, question in self._questions(due):
            tokens[question].append(token)
        percolator = Percolator.of(opened, at=self._at)
        return {
            token: ids for question, ids in percolator.matches(tokens) for token in tokens[question]
        }

    def _questions(self, due: Sequence[Due]) -> Iterable[tuple[str, JobQuery]]:
        one_of_each = {one.query_token: one.pk for one in due}
        look = looking_around()
        for pks in batched(one_of_each.values(), _ROWS_AT_ONCE):
            alerts = JobAlert.objects.filter(pk__in=pks).order_by()
            for token, query in alerts.values_list("query_token", "query"):
                if isinstance(query, Unreadable):
                    continue
                asked, _notices = read_asked(query, self._vocabulary)
                yield token, asked.question(self._vocabulary, look(asked.search), at=self._at)

    def _tell(
        self,
        matched: Mapping[int, Due],
        found: Mapping[str, list[int]],
        opened: Mapping[int, Opening],
    ) -> tuple[int, bool]:
        """Write to the addresses of the alerts; return how many mails, and whether that was all."""
        if not matched:
            return 0, True
        by_address: dict[int, list[Due]] = defaultdict(list)
        for one in matched.values():
            by_address[one.subscriber].append(one)
        writer = Writer([JOBS], self._vocabulary)
        started, mailed = time.monotonic(), 0
        for addresses in batched(sorted(by_address), _ADDRESSES_AT_ONCE):
            if time.monotonic() - started > _SECONDS:
                return mailed, False
            batch = {one.pk: one for address in addresses for one in by_address[address]}
            with transaction.atomic():
                mailed += self._tell_batch(writer, batch, found, opened)
        return mailed, True

    def _tell_batch(
        self,
        writer: Writer,
        batch: Mapping[int, Due],
        found: Mapping[str, list[int]],
        opened: Mapping[int, Opening],
    ) -> int:
        """Write to some addresses, within a transaction. Eight statements for all of them."""
        alerts = self._still_due(batch)
        told = _told(alerts, found)
        new = {
            alert.pk: [
                job
                for job in found[alert.query_token]
                if opened[job].at > batch[alert.pk].since and job not in told[alert.pk]
            ]
            for alert in alerts
        }
        by_address: dict[int, list[JobAlert]] = defaultdict(list)
        for alert in alerts:
            if new[alert.pk]:
                by_address[alert.subscriber_id].append(alert)
        companies = {pk: opening.company for pk, opening in opened.items()}
        chosen = [
            choice
            for together in by_address.values()
            for choice in choose(together, new, companies)
        ]
        letters = self._letters(writer, chosen)
        send(letters)
        _note_told(chosen, at=self._at)
        self._move(alerts, {choice.alert.pk for choice in chosen})
        return len(letters)

    def _still_due(self, batch: Mapping[int, Due]) -> list[JobAlert]:
        """Return the alerts of a batch, locked, that nothing has happened to meanwhile."""
        rows = JobAlert.objects.filter(pk__in=batch, state=AlertState.ACTIVE)
        locked = rows.select_for_update(of=("self",)).select_related("subscriber__user")
        return [
            alert
            for alert in locked.order_by("pk")
            if alert.since == batch[alert.pk].since
            and not isinstance(alert.subscriber.address, Unreadable)
        ]

    def _letters(self, writer: Writer, chosen: Sequence[Choice]) -> list[Letter]:
        jobs = rows().in_bulk({job for choice in chosen for job in choice.shown})
        asked = writer.asked(choice.alert for choice in chosen)
        sections: dict[int, list[Section]] = defaultdict(list)
        for choice in chosen:
            alert = choice.alert
            shown = [jobs[pk] for pk in choice.shown if pk in jobs]
            if shown or choice.more:
                sections[alert.subscriber_id].append(Section(alert, shown, choice.more))
        return [
            writer.jobs(together, asked)
            for together in sections.values()
            if any(one.jobs for one in together)
        ]

    def _move(self, alerts: Sequence[JobAlert], mailed: Collection[int]) -> None:
        for alert in alerts:
            if alert.pk in mailed:
                alert.new_since = alert.since
                alert.mails_since_read += 1
            alert.since = self._until
            alert.due_at = next_due(alert.frequency, after=self._at)
        JobAlert.objects.bulk_update(alerts, ["since", "new_since", "due_at", "mails_since_read"])

    def _look_away(self, pks: Iterable[int], *, had_openings: bool) -> None:
        """Note that there was nothing for these alerts. Three statements for each 500."""
        for some in batched(pks, _ROWS_AT_ONCE):
            alerts = JobAlert.objects.filter(pk__in=some, since__lt=self._until)
            for frequency in self._frequencies:
                # What is always due is looked at every few minutes, and mostly nothing has opened.
                if frequency != AlertFrequency.AT_ONCE or had_openings:
                    due_at = next_due(frequency, after=self._at)
                    alerts.filter(frequency=frequency).update(since=self._until, due_at=due_at)


def _newest(opened: dict[int, Opening]) -> dict[int, Opening]:
    if len(opened) <= _MOST_JOBS:
        return opened
    return dict(nlargest(_MOST_JOBS, opened.items(), key=lambda one: one[1].at))


def _told(alerts: Sequence[JobAlert], found: Mapping[str, list[int]]) -> dict[int, set[int]]:
    """Return which of the found jobs each alert has told of before. One query."""
    told: dict[int, set[int]] = {alert.pk: set() for alert in alerts}
    jobs = {job for alert in alerts for job in found[alert.query_token]}
    known = AlertedJob.objects.filter(alert__in=told, job__in=jobs)
    for alert, job in known.values_list("alert", "job"):
        told[alert].add(job)
    return told


def _note_told(chosen: Iterable[Choice], *, at: datetime) -> None:
    AlertedJob.objects.bulk_create(
        AlertedJob(alert=choice.alert, job_id=job, at=at)
        for choice in chosen
        for job in choice.told
    )
