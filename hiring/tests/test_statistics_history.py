"""What is counted follows the histories at once, and what was counted of a time gone by stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.utils.timezone import now

from hiring.choices import ApplicationStatus as Stage
from hiring.models import CategoryName, Fact, MonthlyTally, StatisticsState, StatusChange
from hiring.services import (
    erase_applicant,
    move_application,
    move_applications,
    restore_application,
    submit_application,
    undo_batch,
    withdraw_application,
)
from hiring.statistics import demand, funnel, pay, times
from hiring.statistics.counting import Counting, Scope
from hiring.statistics.periods import Period, today
from hiring.statistics.upkeep import look_after_statistics, rebuild
from hiring.statistics.writing import forget_applications, forget_postings, note_histories
from hiring.statistics_models import Figure
from jobs.models import Job
from jobs.services import archive_job, create_job, update_job
from people.erasure import erase

if TYPE_CHECKING:
    from hiring.models import Application
    from people.models import Company, User

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]
LAST_YEAR = Period(date(now().year - 1, 1, 1), date(now().year - 1, 12, 31))


def facts() -> list[tuple[Any, ...]]:
    columns = ("figure", "company", "job", "application", "category", "word", "since", "day")
    return sorted(Fact.objects.values_list(*columns, "value"), key=repr)


def figures(*scopes: Scope, period: Period = LAST_YEAR) -> list[Any]:
    """Return everything that the pages tell of a period."""
    found: list[Any] = []
    for scope in scopes:
        counting = Counting(scope)
        found += [
            funnel.totals(counting, period),
            funnel.by_source(counting, period),
            funnel.by_category(counting, period),
            times.times(counting, period),
            pay.postings(counting, period),
            demand.skills(counting, period, of=9),
            demand.places(counting, period, of=9),
        ]
        for unit in pay.units(counting, period):
            found += [
                pay.by_level_and_category(counting, period, unit),
                pay.over_time(counting, period, unit),
            ]
    return found


def test_services_count_at_once_what_the_histories_say_later(
    job: Job, make_user: Make, recruiter: User
) -> None:
    people = [make_user() for _ in range(4)]
    first, second, third, fourth = (submit_application(job, applicant=p) for p in people)
    move_application(first, Stage.HIRED, by=recruiter)
    move_application(second, Stage.REJECTED, by=recruiter)
    move_application(second, Stage.REVIEWED, by=recruiter)
    batch = move_applications([third.pk, fourth.pk], Stage.SHORTLISTED, by=recruiter).batch
    assert batch is not None
    undo_batch(batch, by=recruiter)
    withdrawn = withdraw_application(fourth, by=people[3])
    restore_application(withdrawn, by=people[3])
    withdraw_application(third, by=people[2])
    submit_application(job, applicant=people[2])
    at_once = [fact for fact in facts() if fact[3]]

    rebuild()

    assert [fact for fact in facts() if fact[3]] == at_once
    total = funnel.totals(Counting(Scope(job=job.pk)), Period(None, today()))
    assert total == funnel.Yield(received=5, reviewed=2, shortlisted=1, hired=1, rejected=1)


def test_application_counts_in_the_category_and_company_of_its_day(
    job: Job, candidate: User, make_category: Make, owner: User
) -> None:
    former = job.category
    application = submit_application(job, applicant=candidate)
    update_job(job, by=owner, category=make_category("Elsewhere"))
    # Even where nothing was noted at the time, the versions of the job know.
    noted = facts()
    Fact.objects.all().delete()

    rebuild()

    assert [f for f in facts() if f[3]] == [f for f in noted if f[3]]
    assert Fact.objects.get(application=application.pk).category == former.pk


def test_posting_counts_once_on_the_day_it_went_out_and_as_it_was_then(
    company: Company, owner: User, category: Any
) -> None:
    job = create_job(
        by=owner,
        company=company,
        title="Nurse",
        location="Ghent",
        category=category,
        description="<p>Care for people at night.</p>",
        employment_type="full_time",
        experience_level="senior",
        salary_min=Decimal("40123.00"),
        salary_max=Decimal("50000.00"),
        salary_currency="EUR",
        salary_period="year",
        skills=["Triage", "Nights"],
    )
    noted = facts()
    assert [(f[0], f[5], f[8]) for f in noted] == [
        (Figure.POSTED, "senior", 0),
        (Figure.PAY, "EUR year senior", 4_500_000),
        (Figure.SKILL, "Nights", 0),
        (Figure.SKILL, "Triage", 0),
        (Figure.PLACE, "Ghent", 0),
    ]

    update_job(job, by=owner, salary_min=Decimal(1), skills=["Else"], location="Nowhere")
    update_job(job, by=owner, is_active=False)
    update_job(job, by=owner, is_active=True)
    look_after_statistics()
    rebuild()
    assert facts() == noted

    Fact.objects.all().delete()
    rebuild()
    assert facts() == noted


@pytest.fixture
def last_year(
    company: Company, make_job: Make, make_application: Make, make_category: Make
) -> list[Application]:
    """Twelve applications to two jobs of last year, moved in all ways."""
    made = []
    for number in range(12):
        if number % 6 == 0:
            at = datetime(LAST_YEAR.last.year, 2 + number // 2, 1, tzinfo=UTC)
            job = make_job(
                company=company, category=make_category(), skills=["Care"], published_at=at
            )
        begun = at + timedelta(days=number, minutes=7 * number)
        application = make_application(job=job, applied_at=begun, source="api")
        application.status_changes.update(at=begun)
        ways = ("reviewed", "shortlisted", ("rejected", "hired")[number % 2])[: number % 4]
        for former, stage in zip(("pending", *ways), ways, strict=False):
            begun += timedelta(days=3, hours=number)
            StatusChange.objects.create(
                application=application, from_status=former, to_status=stage, at=begun
            )
            type(application).objects.filter(pk=application.pk).update(status=stage)
        application.refresh_from_db()
        note_histories([application.pk])
        made.append(application)
    look_after_statistics()
    return made


def test_figures_of_last_year_stay_whatever_happens_to_what_they_are_of(
    last_year: list[Application], owner: User, make_user: Make, make_category: Make
) -> None:
    jobs = list(Job.objects.order_by("pk"))
    scopes = [Scope(), Scope(companies=frozenset([jobs[0].company_id])), Scope(job=jobs[0].pk)]
    before = figures(*scopes)
    assert before[0].received == 12
    assert before[0].hired == 3
    assert before[3][Figure.TIME_PENDING].median

    # Applications go on, are taken back, withdrawn; their people leave, or become another person.
    move_applications([one.pk for one in last_year], Stage.REJECTED, by=owner)
    batch = move_applications([one.pk for one in last_year[::2]], Stage.REVIEWED, by=owner).batch
    assert batch is not None
    undo_batch(batch, by=owner)
    open_ones = [one for one in last_year if one.status == Stage.PENDING]
    move_application(open_ones[0], Stage.REVIEWED, by=owner)
    withdraw_application(open_ones[0], by=open_ones[0].applicant)
    erase(last_year[1].applicant)
    erase_applicant(last_year[2].applicant)
    type(last_year[3]).objects.filter(pk=last_year[3].pk).update(applicant=make_user())
    last_year[4].delete()
    # Jobs are written anew, filed elsewhere and put away; their old category goes.
    former = jobs[0].category
    for job in jobs:
        update_job(
            job,
            by=owner,
            category=make_category(),
            salary_min=Decimal(1),
            experience_level="executive",
            location="Nowhere",
            skills=["Else"],
        )
    archive_job(jobs[1], by=owner)
    former.delete()

    assert figures(*scopes) == before
    look_after_statistics()
    assert figures(*scopes) == before
    call_command("rebuild_statistics")
    assert figures(*scopes) == before
    assert CategoryName.objects.filter(category=former.pk).exists()


def test_what_comes_late_to_a_month_that_is_summed_up_is_counted_at_once(
    last_year: list[Application], make_application: Make
) -> None:
    scope, job = Scope(), last_year[0].job
    assert MonthlyTally.objects.exists()
    rolled_until = StatisticsState.objects.get().rolled_until
    assert rolled_until is not None
    assert funnel.totals(Counting(scope), LAST_YEAR).received == 12

    late = make_application(job=job, applied_at=last_year[3].applied_at)
    assert funnel.totals(Counting(scope), LAST_YEAR).received == 13
    assert StatisticsState.objects.get().rolled_until == last_year[3].applied_at.date().replace(
        day=1
    )
    look_after_statistics()
    assert StatisticsState.objects.get().rolled_until == rolled_until
    assert funnel.totals(Counting(scope), LAST_YEAR).received == 13

    forget_applications([late.pk])
    late.delete()
    assert funnel.totals(Counting(scope), LAST_YEAR).received == 12
    forget_postings([job.pk])
    assert pay.postings(Counting(scope), LAST_YEAR)[0] == 1
    look_after_statistics()
    assert funnel.totals(Counting(scope), LAST_YEAR).received == 12


def test_what_came_past_the_services_is_counted_by_the_recurring_task(
    make_application: Make,
) -> None:
    application = make_application()
    StatusChange.objects.create(
        application=application, from_status="pending", to_status="reviewed"
    )
    Fact.objects.all().delete()

    look_after_statistics()
    look_after_statistics()

    counted = funnel.totals(Counting(Scope()), Period(None, today()))
    assert (counted.received, counted.reviewed) == (1, 1)
    assert pay.postings(Counting(Scope()), Period(None, today())) == (1, 1)


def test_days_of_another_zone_are_counted_anew(make_application: Make, settings: Any) -> None:
    moment = datetime(2025, 3, 31, 23, 30, tzinfo=UTC)
    application = make_application(applied_at=moment)
    look_after_statistics()
    assert Fact.objects.get(application=application.pk).day == date(2025, 3, 31)

    settings.TIME_ZONE = "Europe/Berlin"
    look_after_statistics()

    assert Fact.objects.get(application=application.pk).day == date(2025, 4, 1)
    assert (
        funnel.totals(Counting(Scope()), Period(date(2025, 4, 1), date(2025, 4, 30))).received == 1
    )


def test_period_is_compared_with_the_days_before_it() -> None:
    period = Period(date(2026, 3, 1), date(2026, 3, 10))

    assert period.before == Period(date(2026, 2, 19), date(2026, 2, 28))
    assert (period.days, period.after) == (10, date(2026, 3, 11))
    assert Period(None, date(2026, 3, 1)).before is None
    assert Period(date(1, 1, 1), date(9, 1, 1)).before is None


def test_days_that_are_over_are_kept_and_what_happens_today_is_counted_anew(
    make_application: Make, django_assert_num_queries: Any
) -> None:
    make_application(applied_at=now() - timedelta(days=3))
    make_application()
    rebuild()
    period = Period(today() - timedelta(days=29), today())
    asked: dict[str, Any] = {"by": ("figure",), "cohort": True}
    assert Counting(Scope()).count([Figure.RECEIVED], period, **asked) == {(Figure.RECEIVED,): 2}

    note_histories([make_application().pk])

    counting = Counting(Scope())
    with django_assert_num_queries(1):
        assert counting.count([Figure.RECEIVED], period, **asked) == {(Figure.RECEIVED,): 3}
