"""What the tests of the site share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

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
