"""Counts postings when they first go out, as they are then."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from hiring.statistics.amounts import shown_pay, word_of
from hiring.statistics.periods import site_day
from hiring.statistics.writing import add_facts, note_days
from hiring.statistics_models import Fact, Figure
from jobs.choices import JobStatus
from jobs.models import Job, JobVersion

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_MOST_LETTERS = 100
_READ = (
    "company",
    "category",
    "location",
    "place__name",
    "place__country",
    "place__region",
    "experience_level",
    "salary_min",
    "salary_max",
    "salary_currency",
    "salary_period",
    "published_at",
)


@transaction.atomic
def note_postings(job_ids: Collection[int]) -> None:
    """Count those of the jobs that have gone out and are not counted. Four queries, and one more.

    What they said then is told by the first version that was open; a job without one has not
    changed since.
    """
    counted = Fact.objects.filter(figure=Figure.POSTED, job__in=job_ids).values("job")
    jobs = Job.objects.filter(pk__in=job_ids).exclude(published_at=None).exclude(pk__in=counted)
    found = {job.pk: job for job in jobs.select_related("place").only(*_READ)}
    if not found:
        return
    skills = defaultdict(list)
    through = Job.skills.through._default_manager.filter(job_id__in=found)
    for job_id, name in through.order_by("pk").values_list("job_id", "skill__name"):
        skills[job_id].append(name)
    facts: list[Fact] = []
    versions = _first_open_versions(found)
    for pk, job in found.items():
        version = versions.get(pk)
        wanted = skills[pk]
        if version is not None:
            wanted = _put_back(job, version)
        facts += _facts(job, wanted)
    add_facts(facts)
    note_days(fact.day for fact in facts)


def _first_open_versions(job_ids: Iterable[int]) -> dict[int, JobVersion]:
    rows = JobVersion.objects.filter(job__in=list(job_ids), status=JobStatus.OPEN)
    found: dict[int, JobVersion] = {}
    for version in rows.order_by("-number"):
        found[version.job_id] = version
    return found


def _put_back(job: Job, version: JobVersion) -> list[str]:
    """Give a job in memory what it said in a version, and return the skills of that."""
    said = version.fields
    job.category_id = said["category"]
    job.experience_level = said["experience_level"]
    job.salary_currency, job.salary_period = said["salary_currency"], said["salary_period"]
    job.salary_min, job.salary_max = (
        None if said[end] is None else Decimal(said[end]) for end in ("salary_min", "salary_max")
    )
    if said["location"] != job.location:
        job.location, job.place = said["location"], None
    return list(said["skills"])


def _facts(job: Job, skills: Iterable[str]) -> Iterable[Fact]:
    if job.published_at is None:
        return
    day = site_day(job.published_at)

    def fact(figure: Figure, word: str, *, value: int = 0, category: int | None = None) -> Fact:
        return Fact(
            figure=figure,
            company=job.company_id,
            job=job.pk,
            category=category,
            word=word[:_MOST_LETTERS],
            since=day,
            day=day,
            value=value,
        )

    level, category = job.experience_level, job.category_id
    yield fact(Figure.POSTED, level, category=category)
    pay = shown_pay(job.salary_min, job.salary_max)
    if pay is not None:
        word = word_of(job.salary_currency, job.salary_period, level)
        yield fact(Figure.PAY, word, value=pay, category=category)
    for skill in dict.fromkeys(skills):
        yield fact(Figure.SKILL, skill)
    place = str(job.place) if job.place else " ".join(job.location.split())
    if place:
        yield fact(Figure.PLACE, place)
