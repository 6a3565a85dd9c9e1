"""The reason of a decision about a job: taken from a prepared reply, and looked at as a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobs.models import PreparedReply
from jobs.services.replies import replies_for
from jobs.services.review import is_reviewer, preview_outcome
from nexus.core.backoffice import acting
from nexus.core.ids import row_id_of

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest

    from jobs.admin.steps import Step
    from jobs.models import Job
    from jobs.services.replies import Replies
    from jobs.services.review import Preview
    from people.models import User

_USE, _PREVIEW = "_use", "_preview"
# Buttons that do not take the step yet.
ONLY_LOOKED = {_USE, _PREVIEW}


def tells_company(step: Step, job: Job, user: User) -> bool:
    """Tell whether the company is mailed the reason: nobody mails what they did to their own."""
    return step.decision is not None and is_reviewer(job, user)


def replies_offered(step: Step, job: Job, user: User) -> list[Replies]:
    """Return what can be chosen as a reason; nothing to those who decide on their own jobs."""
    if step.decision is None or not tells_company(step, job, user):
        return []
    return replies_for(step.decision, job)


def with_reply(form: forms.Form, request: HttpRequest) -> forms.Form:
    """Return the form with the chosen reply in it, where that was asked for; else as it is."""
    if _USE not in request.POST or not acting(request).is_admin:
        return form
    chosen = row_id_of(request.POST.get("reply", ""))
    reply = PreparedReply.objects.filter(pk=chosen).first() if chosen is not None else None
    text = reply.text if reply else request.POST.get("note", "")
    return type(form)(initial={"note": text}, label_suffix="")


def preview_of(step: Step, form: forms.Form, job: Job, request: HttpRequest) -> Preview | None:
    """Return the mail of the first job with the reason that was typed, where that was asked for."""
    if _PREVIEW not in request.POST or not form.is_valid():
        return None
    note = " ".join(form.cleaned_data["note"].split())
    return preview_outcome(job, step.action, note=note, by=acting(request))
