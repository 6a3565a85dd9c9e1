"""What the statistics are counted from: dated facts, and their sums by closed months.

`hiring.statistics` says what each fact means and who writes it. Both tables hold plain ids, not
references: what has happened stays counted, whatever becomes of the rows it happened to.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Figure(models.IntegerChoices):
    """What is counted, and what else its rows say. `since` is `day` unless something is said."""

    # How far an application came, the first time: `since` is the day of the application itself,
    # `category` and `word` are the job's category and the source, both as they were on that day.
    RECEIVED = 1
    REVIEWED = 2
    SHORTLISTED = 3
    HIRED = 4
    REJECTED = 5
    # A stay that ended on `day`; `value` is its length in minutes, see `durations.shown_minutes`.
    TIME_PENDING = 11
    TIME_REVIEWED = 12
    TIME_SHORTLISTED = 13
    TIME_TO_HIRE = 14
    # A posting that first went out on `day`, as it was then. POSTED: `category`, `word` its level;
    # PAY: `word` is "EUR year senior", `value` hundredths of the currency, see `amounts.shown_pay`.
    POSTED = 21
    PAY = 22
    SKILL = 23
    PLACE = 24


REACHED = (
    Figure.RECEIVED,
    Figure.REVIEWED,
    Figure.SHORTLISTED,
    Figure.HIRED,
    Figure.REJECTED,
)


class Fact(models.Model):
    """Something that happened to one application or one posting, on one day of the site's zone."""

    figure = models.PositiveSmallIntegerField(choices=Figure.choices)
    company = models.BigIntegerField()
    job = models.BigIntegerField()
    application = models.BigIntegerField(null=True)
    category = models.BigIntegerField(null=True)
    word = models.CharField(max_length=100, blank=True)
    since = models.DateField()
    day = models.DateField()
    value = models.BigIntegerField(default=0)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["figure", "day"], name="hiring_fact_day"),
            models.Index(fields=["figure", "since"], name="hiring_fact_since"),
            models.Index(fields=["company", "figure", "day"], name="hiring_fact_company_day"),
            models.Index(fields=["company", "figure", "since"], name="hiring_fact_company_since"),
            models.Index(fields=["job", "figure"], name="hiring_fact_job"),
            models.Index(
                fields=["application"],
                condition=Q(application__isnull=False),
                name="hiring_fact_application",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application", "figure"],
                condition=Q(figure__lte=Figure.REJECTED),
                name="hiring_fact_reached_once",
            ),
            models.UniqueConstraint(
                fields=["job", "figure", "word"],
                condition=Q(figure__in=[Figure.SKILL, Figure.PLACE]),
                name="hiring_fact_wanted_once",
            ),
            models.UniqueConstraint(
                fields=["job"],
                condition=Q(figure=Figure.POSTED),
                name="hiring_fact_posted_once",
            ),
            models.CheckConstraint(
                condition=Q(day__gte=models.F("since")), name="hiring_fact_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_figure_display()} on {self.day}"


class MonthlyTally(models.Model):
    """How many facts of a month are alike. `company` 0 is the whole market.

    `month` is the first day of the month of `Fact.day`, `since` that of the month of `Fact.since`.
    """

    company = models.BigIntegerField()
    figure = models.PositiveSmallIntegerField(choices=Figure.choices)
    month = models.DateField()
    since = models.DateField()
    category = models.BigIntegerField(null=True)
    word = models.CharField(max_length=100, blank=True)
    value = models.BigIntegerField(default=0)
    number = models.PositiveIntegerField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["company", "figure", "month"], name="hiring_monthlytally_month"),
            models.Index(fields=["month"], name="hiring_monthlytally_roll"),
        ]

    def __str__(self) -> str:
        return f"{self.number} of {self.get_figure_display()} in {self.month:%Y-%m}"


class StatisticsState(models.Model):
    """How far the sums go, in the one row there is.

    `rolled_until` is the first day of the first month that is not summed up. `version` rises
    whenever a day that is over gets another fact or loses one: what was kept is then forgotten.
    """

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    rolled_until = models.DateField(null=True)
    version = models.PositiveIntegerField(default=0)
    # The last change of a status that was looked after, and when postings were.
    seen_change = models.BigIntegerField(default=0)
    seen_jobs_at = models.DateTimeField(null=True)
    # The zone whose days are counted.
    zone = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(id=1), name="hiring_statisticsstate_only")
        ]

    def __str__(self) -> str:
        return f"Summed up until {self.rolled_until}"


class CategoryName(models.Model):
    """What a category was last called, for the time after it has been deleted."""

    category = models.BigIntegerField(primary_key=True)
    name = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.name
