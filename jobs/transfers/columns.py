"""The columns of a file of jobs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy

from jobs.choices import EmploymentType, ExperienceLevel, SalaryPeriod, Workplace
from jobs.exporting.jobs import JobExport
from jobs.models import Job
from jobs.services.posting import MAX_SKILLS
from nexus.core.html import clean_html
from nexus.core.transfers.amounts import CurrencyWidget, NumberWidget, WholeNumberWidget
from nexus.core.transfers.columns import Column
from nexus.core.transfers.resources import TransferResource
from nexus.core.transfers.widgets import (
    ChoiceWidget,
    ListWidget,
    MomentWidget,
    NaturalKeyWidget,
    TextWidget,
)
from people.models import Company
from taxonomy.models import Category
from taxonomy.names import spellings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

MAX_SKILL = 50
_MOST_PAY = 9_999_999_999


class HtmlWidget(TextWidget):
    """A text that may hold HTML, which is cleaned, or plain text."""

    def __init__(self) -> None:
        super().__init__(one_line=False)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        return clean_html(super().clean(value, row, **kwargs))


def _categories(names: Collection[str]) -> Iterable[Category]:
    """Return all there are: they are few, and known for the whole of a run."""
    found: Iterable[Category] = Category.objects.only("pk", "name", "slug", "live")
    return found


def _companies(names: Collection[str]) -> Iterable[Company]:
    lowered = {form for name in names for form in spellings(name)}
    named = Q(lowered__in=lowered) | Q(slug__in=names)
    return Company.objects.alias(lowered=Lower("name")).filter(named)


def _days_open() -> Any:
    return timezone.now() + timedelta(days=settings.JOB_DEFAULT_DAYS_OPEN)


class JobColumns(TransferResource):
    """What a row says of a job, column by column."""

    thing: ClassVar[str] = "jobs"
    exported = JobExport

    id = Column(
        "row_id",
        widget=WholeNumberWidget(least=1),
        column_name="id",
        aliases=("number",),
        keeps_when_empty=True,
        help_text=gettext_lazy("The number of a job that is here already. Empty for new ones."),
    )
    external_id = Column(
        "external_id",
        widget=TextWidget(max_length=200),
        aliases=("number elsewhere", "job_id", "reference"),
        keeps_when_empty=True,
        default="",
        example="HR-1042",
        help_text=gettext_lazy("Your own number. By it a second import finds the job again."),
    )
    title = Column(
        "title",
        widget=TextWidget(max_length=200),
        is_required=True,
        aliases=("job title", "job_title", "position"),
        example="Electrician",
        help_text=gettext_lazy("What the job is called."),
    )
    company = Column(
        "named_company",
        widget=NaturalKeyWidget(Company, ["name", "slug"], find=_companies),
        column_name="company",
        aliases=("company name", "company_name", "employer"),
        keeps_when_empty=True,
        help_text=gettext_lazy("Its name. Empty for the company that you have chosen."),
    )
    category = Column(
        "category",
        widget=NaturalKeyWidget(Category, ["name", "slug"], find=_categories),
        is_required=True,
        example="Skilled Trades & Construction",
        help_text=gettext_lazy("The name of a category of the site."),
    )
    location = Column(
        "location",
        widget=TextWidget(max_length=200),
        is_required=True,
        aliases=("place", "city"),
        example="Hamburg, Germany",
        help_text=gettext_lazy("A city, with its country."),
    )
    workplace = Column(
        "workplace",
        widget=ChoiceWidget(Workplace),
        keeps_when_empty=True,
        default=Workplace.ON_SITE.value,
        example="on_site",
        help_text=gettext_lazy("on_site, hybrid or remote."),
    )
    employment_type = Column(
        "employment_type",
        widget=ChoiceWidget(EmploymentType),
        is_required=True,
        aliases=("type", "job type", "job_type"),
        example="full_time",
        help_text=gettext_lazy("full_time, part_time, contract, internship or remote."),
    )
    experience_level = Column(
        "experience_level",
        widget=ChoiceWidget(ExperienceLevel),
        is_required=True,
        aliases=("experience", "level"),
        example="mid",
        help_text=gettext_lazy("entry, mid, senior or executive."),
    )
    salary_min = Column(
        "salary_min",
        widget=NumberWidget(least=0, most=_MOST_PAY),
        aliases=("lowest pay",),
        example="38000",
    )
    salary_max = Column(
        "salary_max",
        widget=NumberWidget(least=0, most=_MOST_PAY),
        aliases=("highest pay",),
        example="46000",
    )
    salary_currency = Column(
        "salary_currency",
        widget=CurrencyWidget(max_length=3),
        aliases=("currency",),
        keeps_when_empty=True,
        default=lambda: settings.DEFAULT_CURRENCY,
        example="EUR",
    )
    salary_period = Column(
        "salary_period",
        widget=ChoiceWidget(SalaryPeriod),
        aliases=("paid per",),
        keeps_when_empty=True,
        default=SalaryPeriod.YEAR.value,
        example="year",
        help_text=gettext_lazy("year, month, week, day or hour."),
    )
    skills = Column(
        "given_skills",
        widget=ListWidget(most=MAX_SKILLS, max_length=MAX_SKILL),
        column_name="skills",
        default=list,
        example="Wiring | Reading plans",
        help_text=gettext_lazy("Parted by | or commas."),
    )
    application_deadline = Column(
        "application_deadline",
        widget=MomentWidget(end_of_day=True),
        aliases=("deadline",),
        keeps_when_empty=True,
        default=_days_open,
        example="2027-03-31",
        help_text=gettext_lazy("The last day on which people may apply."),
    )
    opens_at = Column(
        "given_opens_at",
        widget=MomentWidget(),
        column_name="opens_at",
        aliases=("opens",),
        keeps_when_empty=True,
        help_text=gettext_lazy(
            "When a new job opens by itself, as 2027-03-01 09:00 in UTC. Empty for at once."
        ),
    )
    description = Column(
        "description",
        widget=HtmlWidget(),
        is_required=True,
        example="You wire homes and small shops.",
        help_text=gettext_lazy("Plain text or HTML."),
    )
    requirements = Column("requirements", widget=HtmlWidget(), default="")
    responsibilities = Column("responsibilities", widget=HtmlWidget(), default="")
    benefits = Column("benefits", widget=HtmlWidget(), default="")
    company_description = Column(
        "company_description", widget=HtmlWidget(), aliases=("about the company",), default=""
    )

    class Meta(TransferResource.Meta):
        model = Job
