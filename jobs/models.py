"""The posting."""

from functools import lru_cache
from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from jobs.choices import (
    CloseReason,
    EmploymentType,
    ExperienceLevel,
    JobStatus,
    SalaryPeriod,
    Workplace,
)
from jobs.history_models import JobVersion, JobViews
from jobs.places.models import Place, PlaceName
from jobs.querysets import JobQuerySet
from jobs.reply_models import PreparedReply
from jobs.report_models import JobReport
from nexus.core.languages import in_language
from nexus.core.money import YEARLY_FACTOR, salary_constraints, validate_currency

__all__ = [
    "LONG_TEXTS",
    "Job",
    "JobReport",
    "JobVersion",
    "JobViews",
    "Place",
    "PlaceName",
    "PreparedReply",
    "job_path",
]

# What a posting says at length: HTML, sanitised on its way in.
LONG_TEXTS = ("description", "requirements", "responsibilities", "benefits", "company_description")


def _yearly(column: str) -> models.GeneratedField:
    """Return a stored column that holds `column` per year, so that pay can be compared."""
    factor = Case(
        *[When(salary_period=period, then=Value(n)) for period, n in YEARLY_FACTOR.items()],
        default=Value(1),
        output_field=models.DecimalField(max_digits=6, decimal_places=0),
    )
    return models.GeneratedField(
        expression=F(column) * factor,
        output_field=models.DecimalField(max_digits=18, decimal_places=2, null=True),
        db_persist=True,
        null=True,
    )


@lru_cache(maxsize=10_000)
def job_path(pk: int, title: str) -> str:
    """Return the path of a job's public page, its title in it."""
    slug = slugify(title)[:80].strip("-")
    return f"/jobs/{pk}-{slug}/" if slug else f"/jobs/{pk}/"


class Job(models.Model):  # type: ignore[django-manager-missing]  # Wagtail types no managers
    """A posting of a company. It is open while its status says so and its deadline is ahead."""

    company = models.ForeignKey(
        "people.Company", on_delete=models.PROTECT, related_name="jobs", verbose_name=_("Company")
    )
    posted_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, related_name="posted_jobs"
    )
    category = models.ForeignKey(
        "taxonomy.Category",
        on_delete=models.PROTECT,
        related_name="jobs",
        verbose_name=_("Category"),
    )
    title = models.CharField(_("Title"), max_length=200)
    location = models.CharField(_("Place"), max_length=200)
    place = models.ForeignKey(
        Place, on_delete=models.SET_NULL, null=True, editable=False, related_name="jobs"
    )
    summary = models.CharField(max_length=300, blank=True, editable=False)
    description = models.TextField(_("Description"))
    requirements = models.TextField(_("Requirements"), blank=True)
    responsibilities = models.TextField(_("Responsibilities"), blank=True)
    benefits = models.TextField(_("Benefits"), blank=True)
    company_description = models.TextField(_("About the company"), blank=True)
    employment_type = models.CharField(
        _("Employment type"), max_length=12, choices=EmploymentType.choices
    )
    experience_level = models.CharField(
        _("Experience"), max_length=10, choices=ExperienceLevel.choices
    )
    workplace = models.CharField(
        _("Workplace"), max_length=8, choices=Workplace.choices, default=Workplace.ON_SITE
    )
    salary_min = models.DecimalField(
        _("Lowest pay"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    salary_max = models.DecimalField(
        _("Highest pay"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    salary_currency = models.CharField(
        _("Currency"), max_length=3, default="USD", validators=[validate_currency]
    )
    salary_period = models.CharField(
        _("Paid per"), max_length=5, choices=SalaryPeriod.choices, default=SalaryPeriod.YEAR
    )
    salary_min_yearly = _yearly("salary_min")
    salary_max_yearly = _yearly("salary_max")
    skills = models.ManyToManyField(
        "taxonomy.Skill", blank=True, related_name="jobs", verbose_name=_("Skills")
    )
    status = models.CharField(
        _("Status"),
        max_length=10,
        choices=JobStatus.choices,
        default=JobStatus.DRAFT,
        editable=False,
    )
    application_deadline = models.DateTimeField(_("Deadline"))
    # When it opens by itself, and for whom: whoever set the time has to be allowed to publish it then.
    opens_at = models.DateTimeField(_("Opens"), null=True, blank=True, editable=False)
    scheduled_by = models.ForeignKey(
        "people.User",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    close_reason = models.CharField(
        max_length=10, choices=CloseReason.choices, blank=True, editable=False
    )
    close_note = models.CharField(max_length=300, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    # When anything that the search index holds of this job last changed, the company's name
    # and the category's included. What follows the table (the index of each machine) polls it.
    changed_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    source = models.CharField(max_length=50, blank=True, editable=False)
    external_id = models.CharField(max_length=200, blank=True, editable=False)

    objects: ClassVar[JobQuerySet] = JobQuerySet.as_manager()  # type: ignore[assignment]  # a manager with the queryset's methods

    class Meta:
        verbose_name, verbose_name_plural = _("job"), _("jobs")
        ordering = ("-created_at", "-id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["-created_at", "-id"],
                condition=Q(status=JobStatus.OPEN),
                name="jobs_job_open_new",
            ),
            models.Index(
                fields=["application_deadline", "id"],
                condition=Q(status=JobStatus.OPEN),
                name="jobs_job_open_deadline",
            ),
            models.Index(fields=["company", "-created_at", "-id"], name="jobs_job_company_new"),
            # The lists of the back office: of all jobs, and of those of a status.
            models.Index(fields=["-created_at", "-id"], name="jobs_job_new"),
            models.Index(fields=["status", "-created_at", "-id"], name="jobs_job_status_new"),
            models.Index(
                fields=["-published_at"],
                condition=Q(status=JobStatus.OPEN),
                name="jobs_job_open_published",
            ),
            models.Index(
                fields=["category"],
                condition=Q(status=JobStatus.OPEN),
                name="jobs_job_open_category",
            ),
            models.Index(
                fields=["opens_at", "id"],
                condition=Q(status=JobStatus.SCHEDULED),
                name="jobs_job_scheduled",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *salary_constraints("jobs_job", "salary_min", "salary_max"),
            models.CheckConstraint(
                condition=(Q(salary_min__isnull=True) & Q(salary_max__isnull=True))
                | (~Q(salary_currency="") & ~Q(salary_period="")),
                name="jobs_job_salary_unit",
                violation_error_message=_("A salary needs its currency and period."),
            ),
            models.CheckConstraint(
                condition=~Q(employment_type=EmploymentType.REMOTE) | Q(workplace=Workplace.REMOTE),
                name="jobs_job_remote_workplace",
                violation_error_message=_("A job of the type remote has a remote workplace."),
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        JobStatus.DRAFT,
                        JobStatus.IN_REVIEW,
                        JobStatus.SCHEDULED,
                        JobStatus.ARCHIVED,
                    ]
                )
                | Q(published_at__isnull=False)
                | Q(status=JobStatus.CLOSED, close_reason=CloseReason.DECLINED),
                name="jobs_job_published_at",
                violation_error_message=_("A published job has a time of publication."),
            ),
            models.CheckConstraint(
                condition=Q(close_reason="", close_note="")
                | Q(status__in=[JobStatus.CLOSED, JobStatus.ARCHIVED]),
                name="jobs_job_close_reason",
                violation_error_message=_("Only a closed job has a reason for it."),
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True)
                | Q(status__in=[JobStatus.IN_REVIEW, JobStatus.SCHEDULED]),
                name="jobs_job_opens_at",
                violation_error_message=_("Only a job that is yet to open has a time for it."),
            ),
            models.CheckConstraint(
                condition=~Q(status=JobStatus.SCHEDULED) | Q(opens_at__isnull=False),
                name="jobs_job_scheduled_at",
                violation_error_message=_("A scheduled job has a time at which it opens."),
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True) | Q(opens_at__lt=F("application_deadline")),
                name="jobs_job_opens_before_deadline",
                violation_error_message=_("A job opens before its deadline."),
            ),
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=~Q(external_id=""),
                name="jobs_job_source_unique",
                violation_error_message=_("This posting has been imported already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the path of the public page in the language that is spoken now."""
        return in_language(job_path(self.pk, self.title))

    def is_open(self) -> bool:
        """Whether people can apply now: the predicate of `JobQuerySet.open` for a loaded job.

        Reads the company of a job that would be open else.
        """
        return (
            self.status == JobStatus.OPEN
            and self.application_deadline > timezone.now()
            and self.company.is_active
        )

    def ran_out(self) -> bool:
        """Whether the deadline closed it, and not somebody before that."""
        return (
            self.status == JobStatus.CLOSED
            and not self.was_declined()
            and self.closed_at is not None
            and self.closed_at >= self.application_deadline
        )

    def was_declined(self) -> bool:
        """Whether an administrator closed it as not acceptable, which no company takes back."""
        return self.close_reason == CloseReason.DECLINED

    def was_published(self) -> bool:
        return self.published_at is not None
