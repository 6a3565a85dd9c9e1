"""What the tests of the site share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from careers.models import FeaturedJobPage
from careers.services import ensure_site_tree

if TYPE_CHECKING:
    from jobs.models import Job
    from people.models import User


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
