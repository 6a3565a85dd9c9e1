"""A list of jobs by filter, always as of now."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from careers.choosers import company_chooser_viewset
from careers.listing import find_jobs, jobs_address
from jobs.choices import EmploymentType, ExperienceLevel, Workplace
from jobs.search import JobQuery

CompanyChooserBlock = company_chooser_viewset.get_block_class(
    name="CompanyChooserBlock", module_path="careers.blocks"
)
MOST = 12


class JobListBlock(blocks.StructBlock):
    """Several values of one filter mean any of them; filters left empty do not narrow."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=120, required=False)
    text = blocks.CharBlock(label=_("Words to search for"), max_length=200, required=False)
    categories = blocks.ListBlock(
        blocks.PageChooserBlock(page_type="taxonomy.Category", label=_("Category")),
        label=_("Categories"),
        default=[],
        max_num=20,
    )
    company = CompanyChooserBlock(label=_("Company"), required=False)
    employment_types = blocks.MultipleChoiceBlock(
        label=_("Types"), choices=EmploymentType.choices, required=False
    )
    experience_levels = blocks.MultipleChoiceBlock(
        label=_("Levels"), choices=ExperienceLevel.choices, required=False
    )
    workplaces = blocks.MultipleChoiceBlock(
        label=_("Workplaces"), choices=Workplace.choices, required=False
    )
    location = blocks.CharBlock(label=_("Place"), max_length=100, required=False)
    limit = blocks.IntegerBlock(label=_("How many at most"), default=5, min_value=1, max_value=MOST)

    class Meta:
        icon = "list-ul"
        label = _("Jobs")
        description = _("Open jobs that match a filter, always up to date.")
        group = _("Ways on")
        template = "careers/blocks/job_list.html"
        preview_value = {"heading": _("Open now"), "limit": 3}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        listing = find_jobs(_query(value), limit=min(value.get("limit") or 5, MOST))
        company = value.get("company")
        jobs = [job for job in listing.jobs if company is None or job.company_id == company.pk]
        return {
            **super().get_context(value, parent_context=parent_context),
            "jobs": jobs,
            "total": listing.total,
            "all_url": jobs_address(
                q=value.get("text") or "",
                category=[page.slug for page in _categories(value)],
                employment_type=list(value.get("employment_types") or []),
                experience_level=list(value.get("experience_levels") or []),
                workplace=list(value.get("workplaces") or []),
                location=value.get("location") or "",
                company=company.name if company else "",
            ),
        }


def _categories(value: Any) -> list[Any]:
    return [page for page in value.get("categories") or [] if page is not None]


def _query(value: Any) -> JobQuery:
    company = value.get("company")
    return JobQuery(
        text=value.get("text") or "",
        categories=frozenset(page.pk for page in _categories(value)),
        company=company.name if company else "",
        employment_types=frozenset(value.get("employment_types") or []),
        experience_levels=frozenset(value.get("experience_levels") or []),
        workplaces=frozenset(value.get("workplaces") or []),
        location=value.get("location") or "",
        ordering="" if value.get("text") else "-created_at",
    )
