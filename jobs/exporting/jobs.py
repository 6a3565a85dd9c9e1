"""Jobs in a file: those of one's list in the back office, as the import reads them again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from jobs.models import LONG_TEXTS, Job, job_path
from jobs.querysets import live_applications
from nexus.core.exporting.kinds import ExportKind
from nexus.core.exporting.resources import ExportColumn, ExportResource
from people.models import Company
from people.standing import companies_in_view, memberships_of
from taxonomy.models import Category

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from nexus.core.exporting.lists import Asked
    from people.models import User


class JobExport(ExportResource):
    id = ExportColumn(_("Number"))
    title = ExportColumn(_("Title"))
    company = ExportColumn(_("Company"))
    category = ExportColumn(_("Category"))
    location = ExportColumn(_("Place"))
    workplace = ExportColumn(_("Workplace"))
    employment_type = ExportColumn(_("Employment type"))
    experience_level = ExportColumn(_("Experience"))
    salary_min = ExportColumn(_("Lowest pay"))
    salary_max = ExportColumn(_("Highest pay"))
    salary_currency = ExportColumn(_("Currency"))
    salary_period = ExportColumn(_("Paid per"))
    skills = ExportColumn(_("Skills"))
    status = ExportColumn(_("Status"))
    application_deadline = ExportColumn(_("Deadline"))
    opens_at = ExportColumn(
        _("Opens"), help_text=_("Of jobs that open by themselves."), is_usual=False
    )
    published_at = ExportColumn(_("Published"))
    closed_at = ExportColumn(_("Closed"), is_usual=False)
    close_reason = ExportColumn(_("Reason for closing"), is_usual=False)
    created_at = ExportColumn(_("Created"), is_usual=False)
    application_count = ExportColumn(_("Applications"), help_text=_("Without withdrawn ones."))
    url = ExportColumn(_("Address"))
    external_id = ExportColumn(_("Number elsewhere"), is_usual=False)
    source = ExportColumn(_("Imported from"), is_usual=False)
    description = ExportColumn(_("Description"), is_usual=False)
    requirements = ExportColumn(_("Requirements"), is_usual=False)
    responsibilities = ExportColumn(_("Responsibilities"), is_usual=False)
    benefits = ExportColumn(_("Benefits"), is_usual=False)
    company_description = ExportColumn(_("About the company"), is_usual=False)

    def load(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        found = rows.select_related(None).defer(
            *(name for name in LONG_TEXTS if name not in self.names)
        )
        return found.prefetch_related("skills") if "skills" in self.names else found

    def prepare(self, rows: Sequence[Any]) -> None:
        # By name alone: to make a page of each job's category takes longer than all the rest.
        self._companies = names_of(Company.objects, {job.company_id for job in rows})
        self._categories = names_of(Category.objects, {job.category_id for job in rows})
        self._counts: dict[int, int] = {}
        if "application_count" in self.names:
            counted = (
                live_applications()
                .filter(job__in=[row.pk for row in rows])
                .order_by()
                .values_list("job")
                .annotate(Count("pk"))
            )
            self._counts = dict(counted)

    def dehydrate_company(self, job: Job) -> str:
        return self._companies[job.company_id]

    def dehydrate_category(self, job: Job) -> str:
        return self._categories[job.category_id]

    def dehydrate_skills(self, job: Job) -> list[str]:
        return [skill.name for skill in job.skills.all()]

    def dehydrate_application_count(self, job: Job) -> int:
        return self._counts.get(job.pk, 0)

    def dehydrate_url(self, job: Job) -> str:
        return f"{settings.BASE_URL.rstrip('/')}{job_path(job.pk, job.title)}"


def names_of(rows: Any, ids: set[int]) -> dict[int, str]:
    """Return what those of `rows` with these ids are called. One query."""
    return dict(rows.filter(pk__in=ids).order_by().values_list("pk", "name"))


class JobKind(ExportKind):
    name = "jobs"
    label = _("Jobs")
    model = Job
    resource = JobExport

    def may_export(self, user: User) -> bool:
        return user.is_admin or bool(memberships_of(user))

    def companies(self, user: User, asked: Asked) -> Iterable[int | None]:
        return companies_in_view(user, asked.company)

    def counted(self, number: int) -> str:
        return ngettext("%(number)s job", "%(number)s jobs", number) % {"number": f"{number:,}"}
