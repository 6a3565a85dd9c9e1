"""What tests of postings share: a body to post, and feature pages by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps

from nexus.core.models import OutgoingMail

if TYPE_CHECKING:
    from jobs.models import Job
    from people.models import User
    from taxonomy.models import Category


@pytest.fixture
def posting(category: Category) -> dict[str, Any]:
    """A body with exactly the required keys."""
    return {
        "title": "Backend developer",
        "description": "<p>You build services.</p>",
        "location": "Hamburg",
        "employment_type": "full_time",
        "experience_level": "mid",
        "category": category.slug,
    }


@pytest.fixture
def feature(db: None) -> Callable[..., Any]:
    """Make a page that features a job; the app that owns such pages lies above this one."""

    def make(job: Job, *, live: bool = True) -> Any:
        index = apps.get_model("careers", "FeaturedJobIndexPage").objects.get()
        page = apps.get_model("careers", "FeaturedJobPage")(job=job, title=job.title, live=live)
        return index.add_child(instance=page)

    return make


@pytest.fixture
def mails(db: None) -> Callable[[str], list[User | None]]:
    """Say whom mails of a kind are owed to."""

    def owed(kind: str) -> list[User | None]:
        rows = OutgoingMail.objects.filter(kind=kind).select_related("recipient")
        return [mail.recipient for mail in rows]

    return owed
