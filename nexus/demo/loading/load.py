"""The order in which the demo is loaded, and when it is refused."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from careers.services import ensure_site_tree
from jobs.models import Job
from jobs.places.loading import load_cities, place_jobs
from nexus.demo.content.positions import POSITIONS
from nexus.demo.loading.accounts import load_accounts, taken_usernames
from nexus.demo.loading.applications import load_applications
from nexus.demo.loading.categories import load_categories
from nexus.demo.loading.companies import load_companies, taken_names
from nexus.demo.loading.features import load_features
from nexus.demo.loading.pages import load_pages
from nexus.demo.loading.pictures import Pictures
from nexus.demo.loading.postings import load_postings
from nexus.demo.loading.views import load_views
from nexus.demo.market import SEED, build_market

if TYPE_CHECKING:
    from datetime import datetime


class DemoRefused(Exception):
    """The database is not one that the demo may be loaded into; the message says why."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """How much there is now."""

    companies: int
    jobs: int
    open_jobs: int
    people: int
    applications: int
    features: int


def load_demo(*, at: datetime | None = None) -> Loaded:
    """Load the whole market as of `at`, or nothing of it.

    Always the same market, but for its dates, which count from `at`. Of two processes at once one
    loads it and the other is refused. Raises DemoRefused where there are jobs already, or names
    that the demo needs are taken.
    """
    now = at or timezone.now()
    rng = Random(SEED)  # noqa: S311  # for variety, not for secrets
    with transaction.atomic():
        tree = ensure_site_tree()
        # Held until the end: a second process waits here and then finds the jobs of the first.
        Page.objects.select_for_update().get(pk=tree.home.pk)
        _refuse_unless_free()
        # Files are taken away again with the rows, should anything fail further down.
        with ExitStack() as files:
            accounts = load_accounts(now, rng, files)
            companies = load_companies(accounts, files)
            categories = load_categories(accounts.admin)
            load_cities(POSITIONS)
            postings = build_market(now)
            jobs = load_postings(postings, companies, categories, accounts, rng)
            place_jobs()
            load_views((job for _posting, job in jobs), now)
            applications = load_applications(jobs, accounts, now, files)
            pictures = Pictures(files)
            features = load_features(jobs, tree.featured, pictures, accounts.editor)
            load_pages(tree, companies, categories, pictures, accounts.editor)
    return Loaded(
        companies=len(companies),
        jobs=len(jobs),
        open_jobs=Job.objects.open(at=now).count(),
        people=len(accounts.candidates),
        applications=applications,
        features=features,
    )


def _refuse_unless_free() -> None:
    if Job.objects.exists():
        raise DemoRefused("The database has jobs already; the demo is only for an empty one.")
    if taken := taken_usernames():
        raise DemoRefused(
            f"The demo needs user names or e-mail addresses that are taken: {', '.join(taken)}."
        )
    if taken := taken_names():
        raise DemoRefused(f"The demo needs names that companies have: {', '.join(taken)}.")
