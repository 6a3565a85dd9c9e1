"""A market of the longest and messiest: real postings where they are at hand, and worse ones."""

from __future__ import annotations

import gzip
import json
from contextlib import ExitStack
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from careers.models import CompanyPage, ContentPage, FeaturedJobPage, SiteSettings
from careers.services import SiteTree, ensure_site_tree
from hiring.services import save_search, submit_application
from jobs.choices import EmploymentType, ExperienceLevel, JobStatus, SalaryPeriod, Workplace
from jobs.importing.loader import load
from jobs.importing.reader import Source
from jobs.models import Job
from jobs.places.loading import load_cities, place_jobs
from nexus.core.html import clean_html, html_to_text, summarise
from nexus.demo.content.positions import POSITIONS
from nexus.demo.content.whole_long import POSTINGS as LONG_POSTINGS
from nexus.demo.loading.pictures import Pictures
from nexus.screenshots import messy_words as words
from nexus.screenshots.markets import CANDIDATE, addresses_of, make_person, own_things
from people.models import Company
from taxonomy.services import create_category, get_or_create_skills

if TYPE_CHECKING:
    from nexus.screenshots.markets import Addresses
    from people.models import User
    from taxonomy.models import Category

# Beside the checkout, where there are any: they may not go into the repository.
POSTINGS = Path(settings.BASE_DIR).parent / "shared" / "data" / "postings" / "dev.jsonl.gz"
_MOST_PER_ORDER = 6


def fill_messy() -> Addresses:
    """Fill the database with the market, and return where its pages are."""
    tree = ensure_site_tree()
    load_cities(POSITIONS)
    category = create_category(name=words.CATEGORY, description=words.DESCRIPTION)
    company = Company.objects.create(
        name=words.COMPANY,
        slug="longest",
        description=words.DESCRIPTION,
        location=words.PLACE,
        website=f"https://{'very-' * 20}long-address.example/{'path/' * 20}",
        is_verified=True,
    )
    jobs = [_job(company, category, number) for number in range(4)]
    closed = _job(company, category, 4, status=JobStatus.CLOSED)
    _load_real_postings()
    place_jobs()
    with ExitStack() as files:
        _write_pages(tree, company, category, jobs, Pictures(files))
    candidate = make_person(CANDIDATE)
    _own(candidate, jobs)
    real = Job.objects.exclude(source="").order_by("-pk").first()
    return {
        **addresses_of(jobs[0]),
        **own_things(candidate),
        "plain_job": (real or jobs[1]).get_absolute_url(),
        "closed_job": closed.get_absolute_url(),
        "category": category.get_absolute_url(),
        "company": f"/companies/{company.slug}/",
        "plain_company": f"/companies/{real.company.slug}/" if real else "/companies/longest/",
        "feature": "/featured/longest-0/",
        "content": "/longest/",
        "words": "engineer",
        "place": "New York",
    }


def _job(
    company: Company, category: Category, number: int, *, status: JobStatus = JobStatus.OPEN
) -> Job:
    now = timezone.now()
    text = clean_html(words.POSTING + LONG_POSTINGS[number % len(LONG_POSTINGS)].description)
    job = Job.objects.create(
        company=company,
        category=category,
        title=words.TITLES[number % len(words.TITLES)],
        location=words.PLACE,
        description=text,
        summary=summarise(html_to_text(text, is_clean=True)),
        requirements=clean_html(words.POSTING),
        benefits=clean_html(words.POSTING),
        company_description=clean_html(f"<p>{words.DESCRIPTION}</p>"),
        employment_type=EmploymentType.CONTRACT,
        experience_level=ExperienceLevel.EXECUTIVE,
        workplace=Workplace.HYBRID,
        salary_min=Decimal("1234567890.12"),
        salary_max=Decimal("9876543210.98"),
        salary_currency="IDR",
        salary_period=SalaryPeriod.MONTH,
        status=status,
        application_deadline=now + timedelta(hours=30 + number),
        published_at=now - timedelta(days=40),
        closed_at=now if status == JobStatus.CLOSED else None,
    )
    job.skills.set(get_or_create_skills(words.SKILLS))
    return job


def _load_real_postings() -> None:
    """Load those rows that have the longest of something; none where there are no files."""
    if not POSTINGS.exists():
        return
    with gzip.open(POSTINGS, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    chosen: dict[str, dict[str, Any]] = {}
    for field in ("title", "company", "location", "description_html", "description_text", "skills"):
        longest = sorted(rows, key=lambda row: len(row[field] or ""), reverse=True)
        chosen |= {row["id"]: row for row in longest[:_MOST_PER_ORDER]}
    odd = [row for row in rows if not row["title"].isascii() or row["title"].isupper()]
    chosen |= {row["id"]: row for row in odd[:_MOST_PER_ORDER]}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "postings.jsonl"
        path.write_text("\n".join(map(json.dumps, chosen.values())), encoding="utf-8")
        load([Source(str(path))], now=timezone.now(), fresh=True)


def _write_pages(
    tree: SiteTree, company: Company, category: Category, jobs: list[Job], pictures: Pictures
) -> None:
    blocks = pictures.put_into(words.blocks())
    picture = pictures.image(words.PICTURE)
    home = tree.home
    home.headline, home.lead, home.body = words.HEADLINE, words.LEAD, blocks
    home.save_revision().publish(skip_permission_checks=True)
    page = ContentPage(
        title=words.TITLES[0],
        slug="longest",
        lead=words.LEAD,
        body=blocks,
        picture=picture,
        show_in_menus=True,
    )
    type(home).objects.get(pk=home.pk).add_child(instance=page)
    tree.companies.add_child(
        instance=CompanyPage(company=company, tagline=words.LEAD[:200], body=blocks)
    )
    for number, job in enumerate(jobs):
        feature = FeaturedJobPage(
            title=job.title,
            slug=f"longest-{number}",
            job=job,
            hero=words.LEAD[:250],
            picture=picture if number % 2 else None,
            body=blocks,
        )
        type(tree.featured).objects.get(pk=tree.featured.pk).add_child(instance=feature)
    category.introduction, category.body = f"<p>{words.LEAD}</p>", blocks
    category.save_revision().publish(skip_permission_checks=True)
    link = {"label": words.CATEGORY[:80], "page": None, "address": "/jobs/"}
    SiteSettings(
        name=words.SITE, footer_text=f"<p>{words.LEAD}</p>", footer_links=[("link", link)] * 6
    ).save()


def _own(candidate: User, jobs: list[Job]) -> None:
    for job in jobs[1:]:
        submit_application(job, applicant=candidate, cover_letter=words.LETTER)
    save_search(name=words.TITLES[1][:100], query="q=" + "long" * 40, by=candidate)
