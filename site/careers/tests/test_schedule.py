"""Pages that come and go at their hour: set in the CMS, done by what the worker runs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.module_loading import import_string
from django_q.models import OrmQ, Schedule
from django_q.scheduler import scheduler
from wagtail.test.utils.form_data import nested_form_data, streamfield

from careers.models import FeaturedJobPage
from nexus.core.schedules import write_schedules
from people.models import User

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]
PUBLISHES = "careers.services.publish_scheduled"
MORNING = datetime(2031, 3, 10, 9, 0, tzinfo=UTC)
COMES, GOES = MORNING + timedelta(minutes=30), MORNING + timedelta(hours=2)
TITLE = "Keep the light"


def _a_minute_of_the_worker() -> int:
    """Queue what is due, as the worker's clock does, and run it. Return how much was run."""
    # The worker has a connection of its own to close; here it holds the test's transaction.
    with patch("django_q.scheduler.close_old_django_connections"):
        scheduler()
    queued = list(OrmQ.objects.order_by("pk"))
    for row in queued:
        task = row.task
        function = import_string(task["func"])
        function(*task["args"], **task["kwargs"])
        row.delete()
    return len(queued)


def _places(title: str) -> tuple[bool, bool, bool]:
    """Tell whether it is on the home page, in the list of the API, and at its own address."""
    visitor = Client()
    listed = visitor.get("/api/jobs/featured/").json()["results"]
    own = visitor.get("/featured/keep/").status_code
    return title in visitor.get("/").content.decode(), bool(listed), own == 200


def _edit(editor: Client, page: FeaturedJobPage, **hours: datetime) -> None:
    form = nested_form_data(
        {
            "title": TITLE,
            "slug": "keep",
            "job": page.job_id,
            "hero": "",
            "picture": "",
            "body": streamfield([]),
            "seo_title": "",
            "search_description": "",
            "go_live_at": "",
            "expire_at": "",
            "comments": {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"},
            "action-publish": "1",
            **{name: f"{hour:%Y-%m-%d %H:%M}" for name, hour in hours.items()},
        }
    )
    answer = editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)
    assert answer.status_code == 302


def test_a_featured_job_comes_and_goes_within_a_minute_of_its_hour(
    client: Client, admin_user: User, make_job: Make, feature: Make
) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        Schedule.objects.all().delete()  # those of the last migration keep its hour
        write_schedules()
        Schedule.objects.exclude(func=PUBLISHES).delete()
        client.force_login(admin_user)
        page = feature(make_job(), title="Draft", slug="keep", live=False)
        _edit(client, page, go_live_at=COMES, expire_at=GOES)
        seen = {}
        for hour in (COMES, GOES):
            for seconds in (-30, 30):
                clock.move_to(hour + timedelta(seconds=seconds))
                assert _a_minute_of_the_worker() == 1
                seen[hour, seconds] = _places(TITLE)

    nowhere, everywhere = (False, False, False), (True, True, True)
    assert seen == {
        (COMES, -30): nowhere,
        (COMES, 30): everywhere,
        (GOES, -30): everywhere,
        (GOES, 30): nowhere,
    }


def test_the_worker_looks_each_minute_for_pages_whose_hour_has_come() -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        Schedule.objects.all().delete()  # those of the last migration keep its hour
        write_schedules()
        Schedule.objects.exclude(func=PUBLISHES).delete()
        runs = []
        for seconds in (1, 30, 61, 90, 121):
            clock.move_to(MORNING + timedelta(seconds=seconds))
            runs.append(_a_minute_of_the_worker())

    assert runs == [1, 0, 1, 0, 1]
