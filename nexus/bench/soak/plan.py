"""Who asks what in a run: people with tokens, jobs to apply to, applications to move."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count

from hiring.models import Application
from jobs.models import Job
from nexus.bench.queries import CITIES, FILTERS, QUERIES
from nexus.bench.tokens import token_of
from people.choices import Role
from people.models import Company, User
from people.services import add_member
from taxonomy.models import Category

_CANDIDATES = 40
_MOST_MOVES = 5_000
_READ_JOBS = 300


@dataclass(frozen=True, slots=True)
class Plan:
    """All that the load needs to know; goes to its process as JSON."""

    port: int
    seconds: float
    connections: int
    reads: list[str]
    searches: list[str]
    candidates: list[str]
    """Their tokens."""
    job_ids: list[int]
    recruiter: str
    posting: dict[str, Any]
    movable: list[int]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def make_plan(port: int, *, seconds: float, connections: int) -> Plan:
    """Make the people of a run, and choose what they look at."""
    admin = User.objects.create_superuser("soak-admin")
    company = _busiest_company()
    recruiter = User.objects.create_user("soak-recruiter", email="recruiter@example.com")
    add_member(company, recruiter, role=Role.OWNER, by=admin)
    candidates = [
        User.objects.create_user(f"soak-{n}", email=f"soak-{n}@example.com")
        for n in range(_CANDIDATES)
    ]
    job_ids = list(Job.objects.open().order_by("pk").values_list("pk", flat=True))
    pending = Application.objects.filter(status="pending", withdrawn_at=None)
    movable = pending.filter(job__company=company).order_by("pk")
    slugs = Category.objects.active().values_list("slug", flat=True)
    return Plan(
        port=port,
        seconds=seconds,
        connections=connections,
        reads=[
            *("/", "/jobs/", "/de/jobs/", "/companies/", "/api/jobs/", "/api/categories/"),
            *(f"/categories/{slug}/" for slug in slugs),
            *(f"/api/jobs/{pk}/" for pk in islice(job_ids, _READ_JOBS)),
            *(job.get_absolute_url() for job in Job.objects.open()[:_READ_JOBS]),
            *(f"/api/jobs/?page={page}" for page in range(1, 11)),
        ],
        searches=[
            *(f"/jobs/?{urlencode({'q': text})}" for text in QUERIES),
            *(f"/jobs/?{urlencode({'location': city})}" for city in CITIES),
            *(f"/api/jobs/?{urlencode({'search': text})}" for text in QUERIES),
            *(f"/api/jobs/?{urlencode(filters)}" for filters in FILTERS),
        ],
        candidates=[token_of(person) for person in candidates],
        job_ids=job_ids,
        recruiter=token_of(recruiter),
        posting={
            "title": "A job of the soak",
            "description": "<p>What there is to do, in a sentence or two of the usual kind.</p>",
            "location": "Hamburg",
            "employment_type": "full_time",
            "experience_level": "mid",
            "category_id": Category.objects.active().values_list("pk", flat=True)[0],
        },
        movable=list(movable.values_list("pk", flat=True)[:_MOST_MOVES]),
    )


def _busiest_company() -> Company:
    """Return the company with the most applications, to whose job the crowd has applied."""
    counted = Application.objects.order_by().values("job__company").annotate(n=Count("pk"))
    return Company.objects.get(pk=counted.order_by("-n")[0]["job__company"])
