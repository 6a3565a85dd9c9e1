"""Every figure, held against plain arithmetic over 5,000 applications with random histories.

Whoever makes the histories knows what happened and what was undone; the arithmetic asks that
knowledge, not the rows, and takes no shortcut.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from hiring.models import Application, MonthlyTally, StatisticsState, StatusChange
from hiring.statistics import demand, funnel, pay, times
from hiring.statistics.counting import Counting, Scope
from hiring.statistics.periods import Period
from hiring.statistics.upkeep import rebuild
from hiring.statistics_models import Figure
from jobs.models import Job
from taxonomy.models import Skill

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from people.models import Company

pytestmark = pytest.mark.django_db

NUMBER = 5000
BEGIN, DAYS = datetime(2024, 11, 1, tzinfo=UTC), 500
AFTER = {
    "pending": ["reviewed"],
    "reviewed": ["shortlisted", "rejected"],
    "shortlisted": ["hired", "rejected"],
    "rejected": ["reviewed"],
    "hired": [],
}


@dataclass
class Truth:
    """An application, and the moves that were made and stood."""

    job: Job
    source: str
    applied_at: datetime
    moves: list[tuple[str, datetime]] = field(default_factory=list)

    def entered(self, stage: str) -> datetime | None:
        return next((at for to, at in self.moves if to == stage), None)

    def stays(self, stage: str) -> Iterator[tuple[datetime, datetime]]:
        visits = [("pending", self.applied_at), *self.moves]
        for (here, begun), (_next, ended) in pairwise(visits):
            if here == stage and ended != begun:
                yield begun, ended


def a_history(truth: Truth, rng: Random) -> Iterator[tuple[str, str, bool, datetime]]:
    """Walk an application through random moves, undoing some; yield the rows that are written."""
    at = truth.applied_at
    yield "", "pending", False, at
    stage = "pending"
    for _ in range(rng.choice((0, 1, 1, 2, 3, 4, 7))):
        if not AFTER[stage]:
            return
        at += timedelta(minutes=rng.choice((rng.randint(1, 200), rng.randint(1, 40_000))))
        origin = stage
        walked: list[tuple[str, datetime]] = []
        for _step in range(rng.choice((1, 1, 1, 2, 3))):
            ways = [to for to in AFTER[stage] if to != origin]
            if ways and (not walked or stage not in {"rejected", "hired"}):
                following = rng.choice(ways)
                yield stage, following, False, at
                walked.append((following, at))
                stage = following
        if rng.random() < 0.2:
            at += timedelta(seconds=rng.randint(5, 590))
            yield stage, origin, True, at
            stage = origin
        else:
            truth.moves += walked
        if rng.random() < 0.1:  # withdrawn, and the withdrawal taken back
            at += timedelta(minutes=rng.randint(1, 900))
            yield stage, stage, True, at


@pytest.fixture
def jobs(
    make_job: Callable[..., Job], make_company: Callable[..., Company], make_category: Any
) -> list[Job]:
    rng = Random(5)
    companies = [make_company() for _ in range(3)]
    categories = [make_category() for _ in range(4)]
    skills = [Skill.objects.create(name=f"Skill {n}") for n in range(6)]
    made = []
    for _ in range(40):
        published = BEGIN + timedelta(minutes=rng.randint(0, DAYS * 1440))
        low = rng.choice((None, Decimal(rng.randint(20_000, 90_000))))
        job = make_job(
            company=rng.choice(companies),
            category=rng.choice(categories),
            experience_level=rng.choice(pay.LEVELS),
            location=rng.choice(("Berlin", "  Lisbon ", "Ghent")),
            salary_min=low,
            salary_max=rng.choice((None, low + 5555)) if low else None,
            salary_currency=rng.choice(("EUR", "USD")),
            salary_period="year",
            published_at=published,
            application_deadline=timezone.now() + timedelta(days=5),
        )
        job.skills.set(rng.sample(skills, rng.randint(0, 4)))
        made.append(job)
    return made


@pytest.fixture
def truths(jobs: list[Job], make_user: Callable[..., Any]) -> list[Truth]:
    rng = Random(7)
    people = [make_user() for _ in range(10)]
    made, rows, steps = [], [], []
    for number in range(NUMBER):
        # The first job of all is applied to most.
        job = jobs[0] if number % 3 == 0 else rng.choice(jobs)
        at = BEGIN + timedelta(seconds=rng.randint(0, DAYS * 86_400))
        truth = Truth(job, rng.choice(("site", "site", "api", "import")), at)
        history = list(a_history(truth, rng))
        rows.append(
            Application(
                job=job,
                # Ten people apply again and again, having withdrawn before.
                applicant=people[number % 10],
                source=truth.source,
                applied_at=at,
                withdrawn_at=at + timedelta(days=400),
                status=history[-1][1],
            )
        )
        made.append(truth)
        steps.append(history)
    Application.objects.bulk_create(rows, batch_size=500)
    StatusChange.objects.bulk_create(
        [
            StatusChange(
                application=row, from_status=begun, to_status=to, is_undo=is_undo, at=moment
            )
            for row, history in zip(rows, steps, strict=True)
            for begun, to, is_undo, moment in history
        ],
        batch_size=500,
    )
    return made


PERIODS = [
    Period(None, date(2026, 6, 30)),
    Period(None, date(2025, 4, 30)),
    Period(date(2025, 1, 1), date(2025, 12, 31)),
    Period(date(2025, 3, 17), date(2025, 3, 17)),
    Period(date(2025, 2, 14), date(2025, 2, 27)),
    Period(date(2024, 12, 13), date(2025, 9, 9)),
    Period(date(2025, 5, 1), date(2025, 5, 31)),
    Period(date(2025, 5, 2), date(2025, 7, 1)),
    Period(date(2010, 1, 1), date(2010, 12, 31)),
]


def within(period: Period, at: datetime | None) -> bool:
    return (
        at is not None
        and (period.first is None or at.date() >= period.first)
        and at.date() <= period.last
    )


def nearest_rank(values: list[int], percent: int) -> int | None:
    if len(values) < 5:
        return None
    return sorted(values)[math.ceil(len(values) * percent / 100) - 1]


def told(minutes: int) -> int:
    """Round a length down to what people are told of it."""
    for below, unit in ((120, 1), (2880, 6)):
        if minutes < below:
            return minutes - minutes % unit
    return minutes - minutes % 144


def yields(truths: list[Truth], period: Period) -> funnel.Yield:
    cohort = [one for one in truths if within(period, one.applied_at)]
    upto = Period(None, period.last)
    numbers = [
        sum(within(upto, one.entered(stage)) for one in cohort)
        for stage in ("reviewed", "shortlisted", "hired", "rejected")
    ]
    return funnel.Yield(len(cohort), *numbers)


def lengths(truths: list[Truth], period: Period, stage: str) -> list[int]:
    return [
        int((ended - begun).total_seconds() // 60)
        for one in truths
        for begun, ended in one.stays(stage)
        if within(period, ended)
    ]


def check_applications(counting: Counting, truths: list[Truth], period: Period) -> None:
    found = funnel.totals(counting, period)
    assert found == yields(truths, period)
    for step in funnel.funnel(found):
        if step.of_all is not None:
            assert step.of_all == pytest.approx(100 * step.number / found.received)
    for source, its in funnel.by_source(counting, period).items():
        assert its == yields([one for one in truths if one.source == source], period)
    by_category = funnel.by_category(counting, period)
    assert sum(its.received for its in by_category.values()) == found.received
    for category, its in by_category.items():
        assert its == yields([one for one in truths if one.job.category_id == category], period)
    expected = {
        Figure.TIME_PENDING: lengths(truths, period, "pending"),
        Figure.TIME_REVIEWED: lengths(truths, period, "reviewed"),
        Figure.TIME_SHORTLISTED: lengths(truths, period, "shortlisted"),
        Figure.TIME_TO_HIRE: [
            int((hired - one.applied_at).total_seconds() // 60)
            for one in truths
            if (hired := one.entered("hired")) and within(period, hired)
        ],
    }
    for figure, took in times.times(counting, period).items():
        of = expected[figure]
        assert took.number == len(of)
        for percent, value in ((50, took.median), (90, took.ninetieth)):
            exact = nearest_rank(of, percent)
            assert value == (None if exact is None else told(exact))
        ends = [*times.CLASSES[1:], math.inf]
        assert took.classes == tuple(
            sum(begin <= told(n) < end for n in of)
            for begin, end in zip(times.CLASSES, ends, strict=True)
        )


def middle(job: Job) -> int | None:
    ends = [end for end in (job.salary_min, job.salary_max) if end is not None]
    if not ends:
        return None
    cents = math.floor(sum(ends) / len(ends) * 100)
    unit: int = 10 ** (len(str(cents)) - 3)
    return cents - cents % unit


def check_postings(counting: Counting, jobs: list[Job], period: Period) -> None:
    out = [job for job in jobs if within(period, job.published_at)]
    paid = [job for job in out if middle(job) is not None]
    assert pay.postings(counting, period) == (len(out), len(paid))
    assert sum(pay.units(counting, period).values()) == len(paid)
    for unit, number in pay.units(counting, period).items():
        its = [job for job in paid if job.salary_currency == unit.currency]
        assert number == len(its)
        rows = pay.by_level_and_category(counting, period, unit)
        for (category, level), found in rows.items():
            of = [
                middle(job) or 0
                for job in its
                if category in (0, job.category_id) and level in ("", job.experience_level)
            ]
            quartiles = tuple(nearest_rank(of, percent) for percent in (25, 50, 75))
            assert tuple(found) == (len(of), *quartiles)
        over = pay.over_time(counting, period, unit)
        for level, points in over.by_level.items():
            assert sum(point.number for point in points.values()) == sum(
                job.experience_level == level for job in its
            )
            for first, point in points.items():
                of = [
                    middle(job) or 0
                    for job in its
                    if job.experience_level == level
                    and job.published_at
                    and job.published_at.year == first.year
                    and 0 <= job.published_at.month - first.month < over.months
                ]
                assert (point.number, point.median) == (len(of), nearest_rank(of, 50))
    names: dict[str, int] = {}
    for job in out:
        for skill in job.skills.all():
            names[skill.name] = names.get(skill.name, 0) + 1
    found_skills = demand.skills(counting, period, of=len(out))
    assert {wanted.word: wanted.number for wanted in found_skills} == names
    found_places = demand.places(counting, period, of=len(out))
    assert {wanted.word: wanted.number for wanted in found_places} == {
        place: n
        for place in ("Berlin", "Lisbon", "Ghent")
        if (n := sum(job.location.strip() == place for job in out))
    }


def check_sums(jobs: list[Job]) -> None:
    """Hold what is counted by the sums of months, or of some of them, against the facts alone."""
    columns = ("figure", "category", "word", "value")
    rolled_until = StatisticsState.objects.get().rolled_until
    for scope in (Scope(), Scope(companies=frozenset([jobs[0].company_id]))):
        counted = []
        for version, until in enumerate((rolled_until, date(2025, 6, 1), None)):
            StatisticsState.objects.update(rolled_until=until, version=version)
            counting = Counting(scope)
            counted.append(
                [
                    counting.count(list(Figure), period, by=columns, cohort=cohort)
                    for period in PERIODS
                    for cohort in (False, True)
                ]
            )
        assert counted[0] == counted[1] == counted[2]


def test_every_figure_is_what_plain_arithmetic_makes_of_the_same_history(
    truths: list[Truth], jobs: list[Job]
) -> None:
    assert rebuild() == NUMBER
    assert MonthlyTally.objects.count() > 1000
    companies = sorted({job.company_id for job in jobs})
    scopes = [
        Scope(),
        Scope(companies=frozenset(companies[:1])),
        Scope(companies=frozenset(companies[1:])),
        Scope(job=jobs[0].pk),
        Scope(companies=frozenset()),
    ]
    for scope in scopes:
        counting = Counting(scope)
        theirs = [
            job
            for job in jobs
            if (scope.companies is None or job.company_id in scope.companies)
            and scope.job in (None, job.pk)
        ]
        ids = {job.pk for job in theirs}
        applied = [one for one in truths if one.job.pk in ids]
        for period in PERIODS:
            check_applications(counting, applied, period)
            check_postings(counting, theirs, period)
    check_sums(jobs)
