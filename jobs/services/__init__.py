"""Every write to postings. The rules live here once, whichever door a person came through."""

from jobs.services.actions import actions_for
from jobs.services.copying import duplicate_job
from jobs.services.deciding import approve_job, decline_job, send_back_job
from jobs.services.ending import close_expired_jobs, close_jobs_of
from jobs.services.extending import ALREADY_LONGER, extend_job
from jobs.services.lifecycle import (
    TransitionNotAllowed,
    archive_job,
    close_job,
    move_job,
    publish_job,
    reopen_job,
    send_to_review,
)
from jobs.services.meanwhile import ChangedMeanwhile, last_version
from jobs.services.permissions import NO_SUCH_JOB, company_to_post_for, ensure_may_write, may_write
from jobs.services.posting import (
    JobFields,
    create_job,
    set_skills,
    touch_jobs_of_company,
    update_job,
)
from jobs.services.restoring import Restored, restore_version
from jobs.services.scheduling import open_due_jobs, schedule_job, unschedule_job

__all__ = [
    "ALREADY_LONGER",
    "NO_SUCH_JOB",
    "ChangedMeanwhile",
    "JobFields",
    "Restored",
    "TransitionNotAllowed",
    "actions_for",
    "approve_job",
    "archive_job",
    "close_expired_jobs",
    "close_job",
    "close_jobs_of",
    "company_to_post_for",
    "create_job",
    "decline_job",
    "duplicate_job",
    "ensure_may_write",
    "extend_job",
    "last_version",
    "may_write",
    "move_job",
    "open_due_jobs",
    "publish_job",
    "reopen_job",
    "restore_version",
    "schedule_job",
    "send_back_job",
    "send_to_review",
    "set_skills",
    "touch_jobs_of_company",
    "unschedule_job",
    "update_job",
]
