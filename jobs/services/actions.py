"""What can be done with a job as it is now, so that no interface has to know the rules again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobs.choices import JobStatus, VersionAction
from jobs.services.deciding import may_decline
from jobs.services.extending import may_extend
from jobs.services.lifecycle import actions_of_life
from jobs.services.scheduling import may_schedule, may_unschedule

if TYPE_CHECKING:
    from jobs.models import Job
    from people.models import User


def actions_for(job: Job, *, by: User) -> frozenset[VersionAction]:
    """Return what `by`, who may write to the job, can do with it beyond editing. At most one query.

    What the posting says may still be in the way, as a deadline that has passed is of publishing.
    """
    found = actions_of_life(job, by=by)
    if may_extend(job):
        found |= {VersionAction.EXTENDED}
        if job.ran_out():
            # With the old deadline it would close at once: the later one opens it.
            found -= {VersionAction.REOPENED}
    if job.status != JobStatus.ARCHIVED and (by.is_admin or not job.was_declined()):
        found |= {VersionAction.COPIED}
    if may_schedule(job):
        found |= {VersionAction.SCHEDULED}
    if may_unschedule(job):
        found |= {VersionAction.UNSCHEDULED}
    if may_decline(job, by=by):
        found |= {VersionAction.DECLINED}
    return found
