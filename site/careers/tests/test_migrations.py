"""What migrations make of the pages that were there before: run for real, back and forth."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps
from django.test import Client
from wagtail.models import Revision

from careers.models import FeaturedJobPage
from careers.services import ensure_site_tree

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

Make = Callable[..., Any]
BEFORE_STORIES_WERE_BLOCKS = ("careers", "0003_companies_content_and_blocks")
TOLD = '<p>Ward 7, “quiet” nights &amp; a <a href="https://example.com/?a=1&amp;b=2">view</a>.</p>'
REWORKED = "<h2>ብርሃን</h2><p>Not yet <b>approved</b>.</p>"


def _migrate(targets: list[tuple[str, str]]) -> StateApps:
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


@pytest.fixture
def newest() -> Iterator[Callable[[], None]]:
    """Return what brings the tables up to date again, as is done in the end in any case."""

    def forward() -> None:
        leaves = MigrationExecutor(connection).loader.graph.leaf_nodes()
        _migrate(leaves)

    ensure_site_tree()
    yield forward
    forward()


def _write_as_before(apps: StateApps, page: FeaturedJobPage, story: str, draft: str | None) -> None:
    """Have the page, and its newest revision, hold running text as they once did."""
    table = apps.get_model("careers", "FeaturedJobPage").objects
    table.filter(pk=page.pk).update(story=story, body=[])
    revision = Revision.objects.filter(object_id=str(page.pk)).last()
    if revision is not None and draft is not None:
        revision.content = {**revision.content, "story": draft}
        del revision.content["body"]
        revision.save(update_fields=["content"])


def _texts(page: FeaturedJobPage) -> list[tuple[str, str]]:
    return [(block.block_type, block.value.source) for block in page.body]


def test_running_text_of_featured_jobs_becomes_a_block_of_pages_and_of_drafts(
    client: Client, make_job: Make, feature: Make, newest: Callable[[], None]
) -> None:
    told, plain, reworked, hidden = (
        feature(make_job(), title=f"Story {n}", slug=f"story-{n}", live=n != 3) for n in range(4)
    )
    for page in (reworked, hidden):
        page.save_revision()
    before = _migrate([BEFORE_STORIES_WERE_BLOCKS])
    _write_as_before(before, told, TOLD, None)
    _write_as_before(before, plain, "", None)
    _write_as_before(before, reworked, TOLD, REWORKED)
    _write_as_before(before, hidden, "", "")

    newest()

    stories = {page.pk: _texts(page) for page in FeaturedJobPage.objects.all()}
    text = [("text", TOLD)]
    assert stories == {told.pk: text, plain.pk: [], reworked.pk: text, hidden.pk: []}
    drafts = {
        page.pk: _texts(FeaturedJobPage.objects.get(pk=page.pk).get_latest_revision_as_object())
        for page in (reworked, hidden)
    }
    assert drafts == {reworked.pk: [("text", REWORKED)], hidden.pk: []}
    assert "Ward 7" in client.get("/featured/story-2/").content.decode()
    FeaturedJobPage.objects.get(pk=reworked.pk).latest_revision.publish()
    assert "ብርሃን" in client.get("/featured/story-2/").content.decode()


def test_blocks_and_their_drafts_survive_the_way_back_and_forth(
    make_job: Make, feature: Make, newest: Callable[[], None]
) -> None:
    page = feature(make_job(), body=[("text", TOLD)])
    page.body = [("text", REWORKED)]
    page.save_revision()
    _migrate([BEFORE_STORIES_WERE_BLOCKS])

    newest()

    kept = FeaturedJobPage.objects.get()
    assert _texts(kept) == [("text", TOLD)]
    assert _texts(kept.get_latest_revision_as_object()) == [("text", REWORKED)]
