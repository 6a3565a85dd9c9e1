"""What is in the database after a run, beside what was accepted."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.utils import timezone
from django_q.models import OrmQ

from hiring.models import Application
from jobs.models import Job
from nexus.core.background import failed_for_good
from nexus.core.mail import PENDING
from nexus.core.models import OutgoingMail

if TYPE_CHECKING:
    from nexus.bench.sink import MailSink

_PATIENCE_SECONDS = 240.0


@dataclass(frozen=True, slots=True)
class Kept:
    """Of one kind of write: how many were accepted, how many of those are missing, and how many
    rows there are beyond them (whose answer was lost on the way)."""

    accepted: int
    missing: int
    beyond: int


def wait_for_mails() -> float:
    """Wait until no mail is due and the queue holds nothing that is; return the seconds."""
    began = time.monotonic()
    while time.monotonic() - began < _PATIENCE_SECONDS:
        now = timezone.now()
        if not (
            OutgoingMail.objects.filter(PENDING, not_before__lte=now).exists()
            or OrmQ.objects.filter(lock__lte=now).exists()
        ):
            break
        time.sleep(1)
    return time.monotonic() - began


def kept(done: dict[str, list[int]], before: dict[str, set[int]]) -> dict[str, Kept]:
    """Compare what was accepted with what there is now."""
    there = rows()
    found = {}
    for kind, ids in done.items():
        new = there[kind] - before[kind]
        found[kind] = Kept(len(ids), len(set(ids) - new), len(new - set(ids)))
    return found


def rows() -> dict[str, set[int]]:
    """Return the ids of what the load adds, and of the applications that have been moved."""
    applications = Application.objects.all()
    return {
        "apply": set(applications.values_list("pk", flat=True)),
        "post": set(Job.objects.values_list("pk", flat=True)),
        "move": set(applications.filter(status="reviewed").values_list("pk", flat=True)),
    }


def mails(sink: MailSink) -> list[str]:
    """Return what is to be said of the mails and of the queue."""
    counted: Any = (
        OutgoingMail.objects.order_by("state").values_list("state").annotate(n=Count("pk"))
    )
    states = ", ".join(f"{n:,} {state}" for state, n in counted)
    sent = set(OutgoingMail.objects.filter(state="sent").values_list("message_id", flat=True))
    later = OutgoingMail.objects.filter(PENDING, not_before__gt=timezone.now()).count()
    due = OutgoingMail.objects.filter(PENDING).count() - later
    twice = len(sink.taken) - len(set(sink.taken))
    return [
        f"mails: {states or 'none'}; {due:,} due and unsent, {later:,} for later",
        f"the mail server took {len(set(sink.taken)):,} ({twice:,} twice);"
        f" {len(sent - set(sink.taken)):,} called sent that it never saw",
        f"queue: {OrmQ.objects.count():,} left, {failed_for_good().count():,} failed for good",
    ]
