"""Loads the postings, cleaned and summarised as the services do it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from jobs.models import Job
from nexus.core.html import clean_html, html_to_text, summarise
from taxonomy.services import get_or_create_skills

if TYPE_CHECKING:
    from random import Random

    from nexus.demo.loading.accounts import Accounts
    from nexus.demo.market import Posting
    from people.models import Company
    from taxonomy.models import Category


def load_postings(
    postings: list[Posting],
    companies: dict[str, Company],
    categories: dict[str, Category],
    accounts: Accounts,
    rng: Random,
) -> list[tuple[Posting, Job]]:
    """Create the jobs, oldest first, so that a later one has the higher number."""
    ordered = sorted(postings, key=lambda posting: posting.created_at)
    jobs = [
        _job(
            posting,
            companies[posting.company.name],
            categories[posting.category],
        )
        for posting in ordered
    ]
    for posting, job in zip(ordered, jobs, strict=True):
        # Owners and recruiters post; viewers, who come last, do not.
        job.posted_by = rng.choice(accounts.staff[posting.company.name][:2])
        job.scheduled_by = job.posted_by if job.opens_at else None
    Job.objects.bulk_create(jobs, batch_size=100)
    names = sorted({name for posting in ordered for name in posting.skills})
    skills = {skill.name: skill.pk for skill in get_or_create_skills(names)}
    link = Job.skills.through
    link.objects.bulk_create(
        [
            link(job_id=job.pk, skill_id=skills[name])
            for posting, job in zip(ordered, jobs, strict=True)
            for name in posting.skills
        ]
    )
    return list(zip(ordered, jobs, strict=True))


def _job(posting: Posting, company: Company, category: Category) -> Job:
    texts = posting.texts
    description = clean_html(texts.description)
    about = "".join(f"<p>{paragraph}</p>" for paragraph in posting.company.about)
    return Job(
        company=company,
        category=category,
        title=posting.title,
        location=posting.location,
        summary=summarise(html_to_text(description, is_clean=True)),
        description=description,
        requirements=clean_html(texts.requirements),
        responsibilities=clean_html(texts.responsibilities),
        benefits=clean_html(texts.benefits),
        company_description=clean_html(about) if posting.with_about else "",
        employment_type=posting.type,
        experience_level=posting.level,
        workplace=posting.workplace,
        salary_min=posting.pay.low,
        salary_max=posting.pay.high,
        salary_currency=posting.pay.currency,
        salary_period=posting.pay.period,
        status=posting.status,
        application_deadline=posting.deadline,
        published_at=posting.published_at,
        closed_at=posting.closed_at,
        opens_at=posting.opens_at,
        created_at=posting.created_at,
        updated_at=posting.closed_at or posting.created_at,
        changed_at=timezone.now(),
    )
