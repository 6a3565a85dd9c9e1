"""Telling whether a posting has changed since somebody began to write to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from jobs.services.history import last_numbers
from nexus.core.errors import Conflict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jobs.models import Job
    from jobs.services.history import Before
    from people.models import User

_CHANGED = _("Somebody else has changed this job while you were writing. Nothing is saved yet.")


class ChangedMeanwhile(Conflict):
    """Somebody (`by`; None: nobody in particular) made of what the job said `then` what it says `now`.

    Both are snapshots as versions keep them.
    """

    def __init__(self, then: Mapping[str, Any], now: Mapping[str, Any], by: User | None) -> None:
        super().__init__(_CHANGED)
        self.then, self.now, self.by = then, now, by


def last_version(job: Job) -> int:
    """Return by what number whoever reads the job now can tell later what they saw. One query."""
    return last_numbers([job]).get(job.pk, 0)


def ensure_unchanged(job: Job, before: Before, *, seen: int) -> None:
    """Raise ChangedMeanwhile where a locked job says something else than in its version `seen`.

    0 stands for a job that had no versions yet. A change of its status alone is none of its words.
    """
    if before.last == seen:
        return
    then = job.versions.filter(number=max(seen, 1)).first()
    if then is None or then.fields == before.fields:
        return
    latest = job.versions.select_related("by").order_by("-number").first()
    raise ChangedMeanwhile(then.fields, before.fields, latest.by if latest else None)
