"""What the tests of the site share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone

from careers.models import CompanyPage, ContentPage, FeaturedJobPage
from careers.services import ensure_site_tree

if TYPE_CHECKING:
    from jobs.models import Job
    from people.models import User

Make = Callable[..., Any]


@pytest.fixture
def cms(client: Client, admin_user: User) -> Client:
    """A browser in which an admin is signed in."""
    client.force_login(admin_user)
    return client


@pytest.fixture
def feature(db: None) -> Callable[..., FeaturedJobPage]:
    def make(job: Job, **fields: Any) -> FeaturedJobPage:
        """Add a live page about `job`."""
        title = fields.pop("title", f"{job.title}, featured")
        page = FeaturedJobPage(job=job, title=title, **fields)
        ensure_site_tree().featured.add_child(instance=page)
        return page

    return make


@pytest.fixture
def pages(make_job: Make, make_company: Make, make_category: Make, feature: Make) -> list[str]:
    """Return the addresses of a page of each type."""
    tree = ensure_site_tree()
    job = make_job(company=make_company("Acme", slug="acme"), category=make_category("Law"))
    feature(job, title="Law of the sea", slug="law-of-the-sea")
    tree.companies.add_child(instance=CompanyPage(company=job.company, tagline="We make things."))
    tree.home.add_child(instance=ContentPage(title="How we hire", slug="how", lead="In a week."))
    fixed = ["/", "/jobs/", "/categories/", "/companies/", "/featured/"]
    made = ["/categories/law/", "/companies/acme/", "/featured/law-of-the-sea/", "/how/"]
    return [*fixed, *made, job.get_absolute_url()]


@pytest.fixture
def clock(time_machine: Any) -> Any:
    """A clock that stands, on a Tuesday afternoon, until a test moves it."""
    time_machine.move_to(datetime(2026, 11, 24, 15, 0, tzinfo=UTC), tick=False)
    return time_machine


@pytest.fixture
def publish(make_job: Make, clock: Any) -> Callable[..., Job]:
    """Make a job that opens now, a second after whatever was before."""

    def make(title: str, **fields: Any) -> Job:
        clock.shift(timedelta(seconds=1))
        now = timezone.now()
        times = {"published_at": now, "created_at": now, "changed_at": now}
        deadline = now + timedelta(days=400)
        job: Job = make_job(title=title, application_deadline=deadline, **{**times, **fields})
        return job

    return make
