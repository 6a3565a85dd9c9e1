"""With the worker stopped everybody does what they want, and the work is caught up with later."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.core import mail as outbox
from django.test import Client
from django.utils import timezone
from django_q.models import OrmQ

from hiring.models import Application
from hiring.tests.conftest import PDF, make_cv
from nexus.core import background
from nexus.core.exporting.models import ExportRun, ExportState
from nexus.core.mail import sweep_due_mail
from nexus.core.models import MailState, OutgoingMail
from nexus.core.tests.queue_hands import work
from people.services import exports

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import ApiClient
    from jobs.models import Job
    from people.models import Company, User

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def queue(settings: Any) -> None:
    """Make `q2` the real backend, whose tasks wait until `work()`."""
    settings.TASKS = {
        "default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"},
        "q2": {"BACKEND": "nexus.core.q2_backend.Q2Backend", "QUEUES": []},
    }


@pytest.fixture
def job(make_job: Callable[..., Job], company: Company) -> Job:
    return make_job(company=company, title="Ward nurse")


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def archive_of(person: User) -> str:
    """Return how far the archive is that somebody asked for."""
    archive = exports.latest_export(person)
    assert archive is not None
    return archive.state


def catch_up() -> None:
    """Do all that is due, and what that leads to."""
    for _round in range(10):
        if not work():
            return
    raise AssertionError("the queue has no end")


def test_site_back_office_and_api_work_without_a_worker_and_it_catches_up(
    api: ApiClient,
    job: Job,
    candidate: User,
    other_candidate: User,
    recruiter: User,
    owner: User,
) -> None:
    # On the site somebody applies, and asks for all that is known of them.
    site = signed_in(candidate)
    address = f"{job.get_absolute_url()}apply/"
    form = {"full_name": "Ada Byron", "email": candidate.email, "cover_letter": "Dear all"}
    sent = site.post(address, {**form, "consent": "on", "resume": make_cv("ada.pdf")})
    assert sent.headers["Location"] == f"{address}sent/"
    assert Application.objects.get().reference in site.get("/my/").content.decode()
    exports.request_export(candidate)

    # Over the API another one does.
    made = api.post(
        "/api/applications/", {"job_id": job.pk, "cover_letter": "Hello"}, as_=other_candidate
    )
    assert made.status_code == 201

    # In the back office they are read, moved and written to a file, and a colleague is invited.
    desk = signed_in(recruiter)
    first, second = Application.objects.order_by("pk")
    listed = "/admin/hiring/application/"
    assert desk.get(f"{listed}{first.pk}/change/").status_code == 200
    assert PDF in b"".join(desk.get(f"{listed}{first.pk}/cv/"))
    for row, stage in ((first, "reviewed"), (second, "shortlisted")):
        desk.post(f"{listed}{row.pk}/move/", {"stage": stage})
    asked = desk.post("/admin/exports/new/applications/", {"format": "json", "columns": ["status"]})
    assert asked.status_code == 302

    assert {row.status for row in Application.objects.all()} == {"reviewed", "shortlisted"}
    assert outbox.outbox == []
    owed = Counter(OutgoingMail.objects.values_list("state", flat=True))
    assert set(owed) == {MailState.QUEUED}
    assert background.queue_now().due > 0
    assert background.mails_now().due > 0
    assert archive_of(candidate) == "pending"

    with time_machine.travel(timezone.now() + timedelta(minutes=15), tick=True):
        catch_up()

        assert not OrmQ.objects.exists()
        assert background.failed_for_good().count() == background.tried_again() == 0
        assert background.mails_now() == (0, 0, None)
        assert sweep_due_mail() == 0
    said = Counter(message.extra_headers["Message-ID"] for message in outbox.outbox)
    assert set(said.values()) == {1}
    assert (
        len(said)
        == OutgoingMail.objects.count()
        == OutgoingMail.objects.filter(state=MailState.SENT).count()
    )
    assert ExportRun.objects.get().state == ExportState.READY
    assert archive_of(candidate) == "ready"
