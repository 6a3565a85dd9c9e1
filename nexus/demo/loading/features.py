"""Loads the featured jobs: pages that editors have written and published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careers.models import FeaturedJobPage
from nexus.demo.content.letters import FEATURES
from nexus.demo.content.pictures import FEATURE_PICTURES

if TYPE_CHECKING:
    from careers.models import FeaturedJobIndexPage
    from jobs.models import Job
    from nexus.demo.loading.pictures import Pictures
    from nexus.demo.market import Posting
    from people.models import User


def load_features(
    jobs: list[tuple[Posting, Job]], index: FeaturedJobIndexPage, pictures: Pictures, editor: User
) -> int:
    """Publish a page for each of the chosen jobs, in the editors' order; return their number."""
    for company, title, hero, story in FEATURES:
        job = next(
            job
            for posting, job in jobs
            if posting.company.name == company and title in job.title and job.is_open()
        )
        page = FeaturedJobPage(
            title=job.title,
            job=job,
            hero=hero,
            picture=pictures.image(FEATURE_PICTURES[company]),
            body=[("text", story)],
            owner=editor,
        )
        index.add_child(instance=page)
        page.save_revision(user=editor).publish(user=editor, skip_permission_checks=True)
    return len(FEATURES)
