"""Views of jobs: who counts, how they are kept until written, and that none is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.db import DatabaseError
from django.test import RequestFactory

from jobs import view_counts
from jobs.models import JobViews
from jobs.view_counts import ViewCounter, is_by_person, write_views

if TYPE_CHECKING:
    from jobs.models import Job

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (Linux; Android 11; CUBOT X30) AppleWebKit/537.36 Chrome/120.0 Mobile"
MONDAY, TUESDAY = date(2026, 3, 9), date(2026, 3, 10)


@pytest.fixture
def counter(monkeypatch: pytest.MonkeyPatch) -> ViewCounter:
    """A counter whose thread never starts: the tests write when they say so."""
    monkeypatch.setattr(threading.Thread, "start", lambda self: None)
    return ViewCounter()


@pytest.mark.parametrize(
    ("method", "headers", "counts"),
    [
        ("GET", {"User-Agent": FIREFOX}, True),
        ("GET", {"User-Agent": PHONE}, True),
        ("GET", {}, False),
        ("HEAD", {"User-Agent": FIREFOX}, False),
        ("GET", {"User-Agent": FIREFOX, "Sec-Purpose": "prefetch;prerender"}, False),
        ("GET", {"User-Agent": "curl/8.5"}, False),
        ("GET", {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"}, False),
        ("GET", {"User-Agent": f"{FIREFOX} HeadlessChrome/140.0"}, False),
        ("GET", {"User-Agent": "Mozilla/5.0 (compatible; X; +http://x.example)"}, False),
    ],
)
def test_only_browsers_that_show_the_page_now_count(
    method: str, headers: dict[str, str], counts: bool
) -> None:
    request = RequestFactory().generic(method, "/jobs/1/", headers=headers)

    assert is_by_person(request) is counts


def test_noting_touches_no_database_and_flushing_writes_sums(
    counter: ViewCounter, make_job: Callable[..., Job], django_assert_num_queries: Any
) -> None:
    job, other = make_job(), make_job()
    with django_assert_num_queries(0):
        for _ in range(3):
            counter.note(job.pk)
        counter.note(other.pk)

    assert counter.flush() == 4
    assert counter.flush() == 0

    counts = dict(JobViews.objects.values_list("job", "count"))
    assert counts == {job.pk: 3, other.pk: 1}


def test_writing_adds_to_what_is_there_day_by_day(make_job: Callable[..., Job]) -> None:
    job = make_job()

    write_views({(MONDAY, job.pk): 2, (TUESDAY, job.pk): 1})
    write_views({(TUESDAY, job.pk): 4})

    rows = JobViews.objects.order_by("day").values_list("day", "count")
    assert list(rows) == [(MONDAY, 2), (TUESDAY, 5)]


def test_views_of_a_job_that_is_gone_cost_no_others(make_job: Callable[..., Job]) -> None:
    job = make_job()

    write_views({(MONDAY, job.pk): 2, (MONDAY, 987_654_321): 1})

    assert list(JobViews.objects.values_list("job", "count")) == [(job.pk, 2)]


def test_statements_do_not_grow_with_the_jobs(
    make_job: Callable[..., Job], django_assert_max_num_queries: Any
) -> None:
    counted = {(MONDAY, make_job().pk): n + 1 for n in range(40)}

    with django_assert_max_num_queries(6):
        write_views(counted)

    assert JobViews.objects.count() == 40


def test_failed_writing_keeps_the_views_for_the_next_time(
    counter: ViewCounter, make_job: Callable[..., Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    job = make_job()
    counter.note(job.pk)

    def refuse(counted: object) -> None:
        raise DatabaseError("locked")

    with monkeypatch.context() as failing:
        failing.setattr(view_counts, "write_views", refuse)
        assert counter.flush() == 0
    counter.note(job.pk)

    assert counter.flush() == 2
    assert JobViews.objects.get().count == 2


def test_child_process_forgets_what_its_parent_counted(counter: ViewCounter) -> None:
    counter.note(1)

    counter.after_fork()

    assert counter.flush() == 0


def test_waiting_views_are_bounded(
    counter: ViewCounter, monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    monkeypatch.setattr(view_counts, "_MOST_WAITING", 10)

    for job_id in range(1, 50):
        counter.note(job_id)

    assert len(counter._waiting) == 10
