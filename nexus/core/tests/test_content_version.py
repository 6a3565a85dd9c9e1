"""The mark of the content: it changes with what is announced, after the commit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete

from nexus.core import content_version
from nexus.core.content_version import State, announce, announce_now, current

if TYPE_CHECKING:
    from collections.abc import Callable

SOON = datetime(2030, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content_version, "_parts", [])


def mark() -> Any:
    state = current()
    assert state is not None
    return state.mark


@pytest.fixture
def marked() -> Any:
    return mark()


def test_the_mark_stays_while_nothing_changes(marked: Any) -> None:
    assert mark() == marked


def test_the_mark_changes_with_an_announcement(marked: Any) -> None:
    announce_now()

    assert mark() != marked


def test_nothing_is_told_while_the_cache_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "get", lambda *_args, **_kwargs: None)

    assert current() is None


@pytest.mark.django_db(transaction=True)
def test_a_change_is_announced_after_its_commit(marked: Any) -> None:
    with transaction.atomic():
        announce()
        assert mark() == marked
    assert mark() != marked


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_is_not_announced(marked: Any) -> None:
    with transaction.atomic():
        announce()
        transaction.set_rollback(True)

    assert mark() == marked


def test_parts_add_their_marks_and_the_earliest_end(marked: Any) -> None:
    content_version.register(lambda _at: State("index 7", SOON + timedelta(days=1)))
    content_version.register(lambda _at: State("other", SOON))
    content_version.register(lambda _at: State("timeless"))

    state = current()

    assert state is not None
    assert state.until == SOON
    assert state.mark == (*marked, "index 7", "other", "timeless")


def test_a_part_that_cannot_tell_leaves_nothing_told() -> None:
    content_version.register(lambda _at: None)

    assert current() is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["company", "category", "settings", "image", "restriction"])
def test_what_visitors_see_is_watched(
    kind: str,
    make_company: Callable[..., Any],
    make_category: Callable[..., Any],
) -> None:
    row = _row(kind, make_company, make_category)
    before = mark()

    row.save()
    saved = mark()
    row.delete()

    assert before != saved != mark()


def _row(kind: str, make_company: Callable[..., Any], make_category: Callable[..., Any]) -> Any:
    from wagtail.images.models import Image
    from wagtail.models import PageViewRestriction

    from careers.models import SiteSettings

    if kind == "company":
        return make_company()
    if kind == "category":
        return make_category()
    if kind == "settings":
        return SiteSettings.objects.create()
    if kind == "restriction":
        page = make_category()
        return PageViewRestriction.objects.create(page=page, restriction_type="login")
    return Image.objects.create(title="A", file="a.png", width=1, height=1)


@pytest.mark.django_db(transaction=True)
def test_what_they_do_not_see_is_not(make_user: Callable[..., Any], marked: Any) -> None:
    make_user().save()

    assert mark() == marked


def test_rows_that_nobody_sees_are_still_deleted_without_being_read() -> None:
    from django.contrib.sessions.models import Session
    from wagtail.models import Page

    assert post_delete.has_listeners(Page)
    assert not post_delete.has_listeners(Session)
