"""Keeps the facts about applications what their histories say."""

from __future__ import annotations

from itertools import chain, groupby
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.db.models import F

from hiring.models import Application, StatusChange
from hiring.statistics.journey import Step, facts_of
from hiring.statistics.periods import month_of, site_day, today
from hiring.statistics_models import REACHED, Fact, Figure, StatisticsState
from jobs.models import JobVersion

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date, datetime

    from django.db.models import QuerySet

type _Key = tuple[int, date, date, int]

_AT_ONCE = 1000


class _Origin(NamedTuple):
    """What an application was when it was sent."""

    company: int
    job: int
    category: int | None
    source: str


def note_received(application: Application) -> None:
    """Count an application that was sent just now, to its loaded job. One query."""
    day = site_day(application.applied_at)
    job = application.job
    origin = _Origin(job.company_id, job.pk, job.category_id, application.source)
    [found] = facts_of(application.applied_at, ())
    add_facts([_fact(application.pk, origin, found.figure, found.since, found.day, 0)])
    note_days([day])


@transaction.atomic
def note_histories(ids: Collection[int]) -> None:
    """Count what the histories of these applications say, and nothing that they say no more.

    Five queries at most where all of it happened today. Repeating it does no harm.
    """
    locked = Application.objects.select_for_update(of=("self",), no_key=True)
    rows = locked.select_related("job").only(
        "source", "applied_at", "job__company", "job__category"
    )
    applications = list(rows.filter(pk__in=ids).order_by("pk"))
    histories = _histories(ids)
    there: dict[int, list[Fact]] = {}
    for fact in Fact.objects.filter(application__in=ids):
        there.setdefault(fact.application or 0, []).append(fact)
    origins = _origins(applications, there)
    superfluous: list[Fact] = []
    missing: list[Fact] = []
    for application in applications:
        # Two stays may be alike, so that each one found stands for one that is wanted.
        wanted: dict[_Key, list[Fact]] = {}
        for fact in _facts(application, origins[application.pk], histories):
            wanted.setdefault(_key(fact), []).append(fact)
        for fact in there.get(application.pk, ()):
            if alike := wanted.get(_key(fact)):
                alike.pop()
            else:
                superfluous.append(fact)
        missing += chain.from_iterable(wanted.values())
    if superfluous:
        Fact.objects.filter(pk__in=[fact.pk for fact in superfluous]).delete()
    add_facts(missing)
    note_days(fact.day for fact in (*superfluous, *missing))


@transaction.atomic
def forget_applications(ids: Collection[int]) -> None:
    """Count nothing of applications that go as if never sent, such as those of an import undone."""
    _forget(Fact.objects.filter(application__in=ids))


@transaction.atomic
def forget_postings(job_ids: Collection[int]) -> None:
    """Count nothing of postings that go as if never out, such as those of an import undone."""
    _forget(Fact.objects.filter(job__in=job_ids, application=None))


def _forget(facts: QuerySet[Fact]) -> None:
    days = set(facts.values_list("day", flat=True))
    facts.delete()
    note_days(days)


def add_facts(facts: list[Fact]) -> None:
    Fact.objects.bulk_create(facts, batch_size=_AT_ONCE, ignore_conflicts=True)


def note_days(days: Iterable[date]) -> None:
    """Have sums made anew and kept answers forgotten, where a day that is over has changed.

    Run it in the transaction that changes the facts. No query where all of it is of today.
    """
    earliest = min(days, default=None)
    if earliest is None or earliest >= today():
        return
    StatisticsState.objects.get_or_create(pk=StatisticsState.ONLY)
    state = StatisticsState.objects.select_for_update().get(pk=StatisticsState.ONLY)
    state.version = F("version") + 1
    if state.rolled_until is not None and earliest < state.rolled_until:
        state.rolled_until = month_of(earliest)
    state.save(update_fields=["version", "rolled_until"])


def _histories(ids: Collection[int]) -> dict[int, list[Step]]:
    rows = StatusChange.objects.filter(application__in=ids).order_by("application", "at", "pk")
    columns = ("application", "from_status", "to_status", "is_undo", "at")
    return {
        pk: [Step(*row[1:]) for row in found]
        for pk, found in groupby(rows.values_list(*columns).iterator(), key=lambda row: row[0])
    }


def _origins(applications: list[Application], there: dict[int, list[Fact]]) -> dict[int, _Origin]:
    """Return the origins as they were noted at the time, or as the jobs' own histories tell them."""
    origins: dict[int, _Origin] = {}
    for pk, facts in there.items():
        for fact in facts:
            if fact.figure == Figure.RECEIVED:
                origins[pk] = _Origin(fact.company, fact.job, fact.category, fact.word)
    unknown = [one for one in applications if one.pk not in origins]
    categories = categories_then([(one.job_id, one.applied_at) for one in unknown])
    for one in unknown:
        category = categories.get((one.job_id, one.applied_at), one.job.category_id)
        origins[one.pk] = _Origin(one.job.company_id, one.job_id, category, one.source)
    return origins


def categories_then(
    moments: Collection[tuple[int, datetime]],
) -> dict[tuple[int, datetime], int]:
    """Return in which category each job was at a time, where its versions say so."""
    if not moments:
        return {}
    rows = JobVersion.objects.filter(job__in={job for job, _ in moments}).order_by("number")
    versions: dict[int, list[tuple[datetime, int]]] = {}
    for job, at, category in rows.values_list("job", "at", "fields__category"):
        versions.setdefault(job, []).append((at, category))
    found = {}
    for job, moment in moments:
        known = versions.get(job)
        if known:
            past = [category for at, category in known if at <= moment]
            found[job, moment] = past[-1] if past else known[0][1]
    return found


def _facts(
    application: Application, origin: _Origin, histories: dict[int, list[Step]]
) -> Iterable[Fact]:
    for found in facts_of(application.applied_at, histories.get(application.pk, ())):
        yield _fact(application.pk, origin, found.figure, found.since, found.day, found.value)


def _fact(
    application: int, origin: _Origin, figure: Figure, since: date, day: date, value: int
) -> Fact:
    tells_origin = figure in REACHED
    return Fact(
        figure=figure,
        company=origin.company,
        job=origin.job,
        application=application,
        category=origin.category if tells_origin else None,
        word=origin.source if tells_origin else "",
        since=since,
        day=day,
        value=value,
    )


def _key(fact: Fact) -> _Key:
    return fact.figure, fact.since, fact.day, fact.value
