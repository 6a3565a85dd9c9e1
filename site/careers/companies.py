"""What the pages of companies show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef

from careers.listing import rows
from careers.services import COMPANIES_SLUG
from jobs.models import Job
from nexus.core.languages import in_language
from people.models import Company
from taxonomy.names import tidy

if TYPE_CHECKING:
    from collections.abc import Mapping

COMPANIES_PER_PAGE = 48
JOBS_PER_PAGE = 25
# Deep pages cost an offset each; who wants to go on is better served by a search.
LAST_PAGE = 40


def company_path(company: Company) -> str:
    """Return the address of a company's page in the language that is spoken now."""
    return in_language(f"/{COMPANIES_SLUG}/{company.slug}/")


def index_context(question: Mapping[str, str]) -> dict[str, Any]:
    """Return the companies that hire, by name, each with `open_jobs`. Two queries.

    None are counted beyond the page that is shown.
    """
    text = tidy(question.get("q", ""))[:100].replace("\x00", "")
    companies = Company.objects.filter(Exists(Job.objects.open().filter(company=OuterRef("pk"))))
    if text:
        companies = companies.filter(name__icontains=text)
    number = _page_number(question.get("page", ""))
    start = (number - 1) * COMPANIES_PER_PAGE
    found = list(companies.order_by("name")[start : start + COMPANIES_PER_PAGE + 1])
    shown = found[:COMPANIES_PER_PAGE]
    counts = dict(
        Job.objects.open()
        .filter(company__in=[company.pk for company in shown])
        .order_by()
        .values_list("company")
        .annotate(Count("pk"))
    )
    return {
        "text": text,
        "companies": [(company, counts.get(company.pk, 0)) for company in shown],
        "number": number,
        "is_hidden": bool(text) or number > 1,
        "has_next": len(found) > COMPANIES_PER_PAGE and number < LAST_PAGE,
    }


def company_context(company: Company, page: str) -> dict[str, Any]:
    """Return the open jobs of `company`, newest first, on the page that `page` names. Two queries."""
    jobs = rows().filter(company=company).order_by("-created_at", "-pk")
    paginator = Paginator(jobs, JOBS_PER_PAGE)
    shown = paginator.get_page(min(_page_number(page), LAST_PAGE))
    return {
        "company": company,
        "jobs_page": shown,
        "total": paginator.count,
        # From search engines: a company that hires nobody now, and all but the first page.
        "is_hidden": not paginator.count or shown.has_previous(),
    }


def _page_number(text: str) -> int:
    return (
        min(max(int(text), 1), LAST_PAGE)
        if text.isascii() and text.isdigit() and len(text) < 6
        else 1
    )
