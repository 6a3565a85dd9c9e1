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
from jobs.admin.step_forms import CloseForm, CopyForm, ExtendForm, SendBackForm
from jobs.choices import JobStatus
from people.standing import writes_for

if TYPE_CHECKING:
    from django import forms
    from django_stubs_ext import StrOrPromise

    from jobs.models import Job
    from people.models import User


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step: `name` is the end of its address, `do` what it does to a job, as one of `form`."""

    name: str
    label: StrOrPromise
    icon: str
    question: StrOrPromise
    hint: StrOrPromise = ""
    done: Any
    do: Callable[..., Job]
    is_for: Callable[[Job, User], bool]
    form: type[forms.Form] | None = None

    @property
    def plain_label(self) -> str:
        """The label without the dots that say that something will be asked."""
        return str(self.label).removesuffix("…").rstrip()

    @cached_property
    def url(self) -> str:
        return reverse(f"admin:jobs_job_{self.name}")


def _has(*statuses: JobStatus) -> Callable[[Job, User], bool]:
    return lambda job, user: job.status in statuses


def _send_back(job: Job, *, by: User, note: str) -> Job:
    return services.send_back_job(job, by=by, note=note)


def _extend(job: Job, *, by: User, application_deadline: Any) -> Job:
    return services.extend_job(job, to=application_deadline, by=by)


def _copy(job: Job, *, by: User, application_deadline: Any) -> Job:
    return services.duplicate_job(job, by=by, deadline=application_deadline)


PUBLISH = Step(
    name="publish",
    label=_("Publish"),
    icon="send",
    question=_("Publish it?"),
    done=ngettext_lazy(
        "%(number)s job was published.", "%(number)s jobs were published.", "number"
    ),
    do=services.publish_job,
    is_for=_has(JobStatus.DRAFT),
)
STEPS = (
    PUBLISH,
    Step(
        name="review",
        label=_("Send to review"),
        icon="eye",
        question=_("Have an administrator look at it first?"),
        done=ngettext_lazy(
            "%(number)s job was sent to review.", "%(number)s jobs were sent to review.", "number"
        ),
        do=services.send_to_review,
        is_for=_has(JobStatus.DRAFT),
    ),
    Step(
        name="approve",
        label=_("Approve"),
        icon="check",
        question=_("Approve and publish it?"),
        done=ngettext_lazy(
            "%(number)s job was approved and published.",
            "%(number)s jobs were approved and published.",
            "number",
        ),
        do=services.approve_job,
        is_for=lambda job, user: user.is_admin and job.status == JobStatus.IN_REVIEW,
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
        do=_send_back,
        is_for=_has(JobStatus.IN_REVIEW),
        form=SendBackForm,
    ),
    Step(
        name="close",
        label=_("Close …"),
        icon="circle-x",
        question=_("Close it?"),
        hint=_("Nobody can apply any more. Applications stay, and it can be reopened."),
        done=ngettext_lazy("%(number)s job was closed.", "%(number)s jobs were closed.", "number"),
        do=services.close_job,
        is_for=_has(JobStatus.OPEN),
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
        is_for=lambda job, user: job.status != JobStatus.CLOSED or job.ran_out(),
        form=ExtendForm,
    ),
    Step(
        name="reopen",
        label=_("Reopen"),
        icon="rotate-ccw",
        question=_("Reopen it?"),
        done=ngettext_lazy(
            "%(number)s job is open again.", "%(number)s jobs are open again.", "number"
        ),
        do=services.reopen_job,
        is_for=lambda job, user: job.status == JobStatus.CLOSED and not job.ran_out(),
    ),
    Step(
        name="copy",
        label=_("Post again …"),
        icon="copy",
        question=_("Post it again?"),
        hint=_("You get a draft that says the same, with a deadline of its own and no applicants."),
        done=ngettext_lazy("%(number)s draft was made.", "%(number)s drafts were made.", "number"),
        do=_copy,
        is_for=lambda job, user: True,
        form=CopyForm,
    ),
)
BY_NAME = {step.name: step for step in STEPS}


def steps_for(job: Job, user: User) -> list[Step]:
    """Return what `user` can do with `job` as it is now. At most one query a request."""
    if not writes_for(user, job.company_id):
        return []
    return [step for step in STEPS if step.is_for(job, user)]


def bound(step: Step, user: User, typed: dict[str, Any]) -> Callable[[Job], Job]:
    """Return the step as a function of the job alone."""
    return partial(step.do, by=user, **typed)
