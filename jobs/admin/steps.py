"""What can be done with jobs beyond editing them: each step with its question and its answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from jobs import services
from jobs.admin.step_forms import (
    CloseForm,
    CopyForm,
    DeclineForm,
    ExtendForm,
    ScheduleForm,
    SendBackForm,
)
from jobs.choices import VersionAction
from jobs.reply_models import Decision
from people.standing import writes_for

if TYPE_CHECKING:
    from django import forms
    from django_stubs_ext import StrOrPromise

    from jobs.models import Job
    from people.models import User


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step: `name` is the end of its address, `do` what it does to a job, as one of `form`.

    `action` is what it is called in the job's history, and by what the services know it.
    """

    name: str
    label: StrOrPromise
    icon: str
    question: StrOrPromise
    hint: StrOrPromise = ""
    done: Any
    do: Callable[..., Job]
    action: VersionAction
    form: type[forms.Form] | None = None
    begins_with: Callable[[Job], dict[str, Any]] = lambda job: {}
    """What the form holds at first, of the one job that it is about."""
    is_judgement: bool = False
    """Whether it is about the words that were looked at, and not taken where they have changed."""
    decision: Decision | None = None
    """For which prepared replies there may be to its reason, of which the company is told."""

    @property
    def plain_label(self) -> str:
        """The label without the dots that say that something will be asked."""
        return str(self.label).removesuffix("…").rstrip()

    @cached_property
    def url(self) -> str:
        return reverse(f"admin:jobs_job_{self.name}")


def _schedule(job: Job, *, by: User, opens_at: Any) -> Job:
    return services.schedule_job(job, at=opens_at, by=by)


def _present_time(job: Job) -> dict[str, Any]:
    return {"opens_at": job.opens_at} if job.opens_at else {}


def _extend(job: Job, *, by: User, application_deadline: Any) -> Job:
    return services.extend_job(job, to=application_deadline, by=by)


def _copy(job: Job, *, by: User, application_deadline: Any) -> Job:
    return services.duplicate_job(job, by=by, deadline=application_deadline)


PUBLISH = Step(
    name="publish",
    label=_("Publish"),
    icon="send",
    question=_("Publish now?"),
    done=ngettext_lazy(
        "%(number)s job was published.", "%(number)s jobs were published.", "number"
    ),
    do=services.publish_job,
    action=VersionAction.PUBLISHED,
)
SCHEDULE = Step(
    name="schedule",
    label=_("Set when it opens …"),
    icon="calendar-clock",
    question=_("When shall it open?"),
    hint=_("It opens by itself at that time, as if you had published it then."),
    done=ngettext_lazy(
        "%(number)s job is set to open by itself.",
        "%(number)s jobs are set to open by themselves.",
        "number",
    ),
    do=_schedule,
    action=VersionAction.SCHEDULED,
    form=ScheduleForm,
    begins_with=_present_time,
)
# What shows a job to everybody, now or later.
PUBLICATIONS = (PUBLISH, SCHEDULE)
STEPS = (
    *PUBLICATIONS,
    Step(
        name="unschedule",
        label=_("Do not open by itself"),
        icon="calendar-x",
        question=_("Forget the time at which it opens?"),
        done=ngettext_lazy(
            "%(number)s job does not open by itself any more.",
            "%(number)s jobs do not open by themselves any more.",
            "number",
        ),
        do=services.unschedule_job,
        action=VersionAction.UNSCHEDULED,
    ),
    Step(
        name="review",
        label=_("Send to review"),
        icon="eye",
        question=_("Have an administrator look first?"),
        done=ngettext_lazy(
            "%(number)s job was sent to review.", "%(number)s jobs were sent to review.", "number"
        ),
        do=services.send_to_review,
        action=VersionAction.SENT_TO_REVIEW,
    ),
    Step(
        name="approve",
        label=_("Approve"),
        icon="check",
        question=_("Approve and publish?"),
        done=ngettext_lazy(
            "%(number)s job was approved and published.",
            "%(number)s jobs were approved and published.",
            "number",
        ),
        do=services.approve_job,
        action=VersionAction.APPROVED,
        is_judgement=True,
    ),
    Step(
        name="send_back",
        label=_("Send back …"),
        icon="undo-2",
        question=_("Turn it into a draft again?"),
        hint=_("It leaves the review. What you write is kept in its history."),
        done=ngettext_lazy(
            "%(number)s job is a draft again.", "%(number)s jobs are drafts again.", "number"
        ),
        do=services.send_back_job,
        action=VersionAction.SENT_BACK,
        is_judgement=True,
        form=SendBackForm,
        decision=Decision.SEND_BACK,
    ),
    Step(
        name="decline",
        label=_("Decline …"),
        icon="ban",
        question=_("Close it as not acceptable?"),
        hint=_("Nobody but administrators can open it again. The company is told why by mail."),
        done=ngettext_lazy(
            "%(number)s job was declined.", "%(number)s jobs were declined.", "number"
        ),
        do=services.decline_job,
        action=VersionAction.DECLINED,
        is_judgement=True,
        form=DeclineForm,
        decision=Decision.DECLINE,
    ),
    Step(
        name="close",
        label=_("Close …"),
        icon="circle-x",
        question=_("Take no more applications?"),
        hint=_("Nobody can apply any more. Applications stay, and it can be reopened."),
        done=ngettext_lazy("%(number)s job was closed.", "%(number)s jobs were closed.", "number"),
        do=services.close_job,
        action=VersionAction.CLOSED,
        form=CloseForm,
    ),
    Step(
        name="extend",
        label=_("Extend …"),
        icon="calendar-plus",
        question=_("Until when shall it be open?"),
        hint=_("What has closed by its deadline opens again."),
        done=ngettext_lazy(
            "%(number)s job was extended.", "%(number)s jobs were extended.", "number"
        ),
        do=_extend,
        action=VersionAction.EXTENDED,
        form=ExtendForm,
    ),
    Step(
        name="reopen",
        label=_("Reopen"),
        icon="rotate-ccw",
        question=_("Take applications again?"),
        done=ngettext_lazy(
            "%(number)s job is open again.", "%(number)s jobs are open again.", "number"
        ),
        do=services.reopen_job,
        action=VersionAction.REOPENED,
    ),
    Step(
        name="copy",
        label=_("Post again …"),
        icon="copy",
        question=_("Post again?"),
        hint=_("You get a draft that says the same, with a deadline of its own and no applicants."),
        done=ngettext_lazy("%(number)s draft was made.", "%(number)s drafts were made.", "number"),
        do=_copy,
        action=VersionAction.COPIED,
        form=CopyForm,
    ),
)
# What administrators alone are offered.
FOR_ADMINS = {"approve", "decline"}
BY_NAME = {step.name: step for step in STEPS}


def steps_for(job: Job, user: User) -> list[Step]:
    """Return what `user` can do with `job` as it is now. At most one query a request."""
    if not writes_for(user, job.company_id):
        return []
    possible = services.actions_for(job, by=user)
    return [step for step in STEPS if step.action in possible]


def bound(step: Step, user: User, typed: dict[str, Any]) -> Callable[[Job], Job]:
    """Return the step as a function of the job alone."""
    return partial(step.do, by=user, **typed)
