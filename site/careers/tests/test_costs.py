"""What the pages that everybody opens cost: the same queries in markets of two sizes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careers.branding import frame
from jobs.places.loading import load_cities, place_jobs
from jobs.search.inline import InlineIndex
from nexus.demo.content.positions import POSITIONS

if TYPE_CHECKING:
    from django.test import Client

    from jobs.models import Job

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]
CITIES = ("London", "Leeds", "Manchester", "Bristol")


@pytest.fixture
def grow(
    make_job: Make, make_company: Make, make_category: Make, feature: Make
) -> Callable[[int], Job]:
    load_cities(POSITIONS)

    def add(number: int) -> Job:
        """Add so many jobs, each of a company, and every second featured; ten share a category."""
        category = None
        for n in range(number):
            category = make_category() if n % 10 == 0 else category
            job: Job = make_job(
                title="Nurse",
                company=make_company(),
                category=category,
                location=CITIES[n % 4],
                skills="python, care",
            )
            if n % 2:
                feature(job)
        place_jobs()
        return job

    return add


def cost(client: Client, path: str) -> int:
    """Count queries as where the index follows by itself: here it asks before every answer."""
    client.get(path)
    with (
        patch.object(InlineIndex, "snapshot", lambda index: index._snapshot),
        CaptureQueriesContext(connection) as queries,
    ):
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/", 12),
        ("/jobs/", 10),
        ("/jobs/?q=nurse&location=Leeds&within=100&sort=distance&workplace=on_site", 10),
        ("/jobs/?q=nurse&location=Leeds&within=50&workplace=remote", 10),
        ("job", 10),
    ],
)
def test_a_page_costs_the_same_in_a_market_of_any_size(
    client: Client, grow: Callable[[int], Job], path: str, most: int
) -> None:
    frame()
    job = grow(10)
    path = job.get_absolute_url() if path == "job" else path
    small = cost(client, path)
    grow(30)

    assert small <= most
    assert cost(client, path) == small


@pytest.mark.parametrize("path", ["/", "/jobs/", "job"])
def test_whoever_is_signed_in_costs_a_few_queries_more(
    client: Client, grow: Callable[[int], Job], candidate: Any, path: str
) -> None:
    frame()
    job = grow(10)
    path = job.get_absolute_url() if path == "job" else path
    visitors = cost(client, path)
    client.force_login(candidate)

    # The session, the person, and what they have saved: once for each list, once for the job.
    assert cost(client, path) <= visitors + 4
