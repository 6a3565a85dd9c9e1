"""Lists of jobs, in which those who are signed in see what they have saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from hiring.models import SavedJob
from people.models import User

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jobs.models import Job

register = template.Library()
_HAS_BUTTONS = "has_save_buttons"


@register.inclusion_tag("careers/components/job_list.html", takes_context=True)
def job_list(context: dict[str, Any], jobs: Iterable[Job]) -> dict[str, Any]:
    """List jobs, their companies loaded. One query for those signed in, none for visitors."""
    request = context.get("request")
    listed = list(jobs)
    saved = _saved(request, {job.pk for job in listed}) if request else None
    name = _name_of_list(request)
    rows = [(job, job.pk in (saved or ()), f"{name}-{job.pk}") for job in listed]
    return {"rows": rows, "can_save": saved is not None}


@register.inclusion_tag("careers/components/save_button.html", takes_context=True)
def save_button(context: dict[str, Any], job: Job) -> dict[str, Any]:
    """Offer to save one job, or to save it no longer. One query for those signed in."""
    request = context.get("request")
    saved = _saved(request, {job.pk}) if request else None
    return {
        "job": job,
        "can_save": saved is not None,
        "is_saved": job.pk in (saved or ()),
        "anchor": "content",
    }


@register.inclusion_tag("careers/components/saving_form.html", takes_context=True)
def saving_form(context: dict[str, Any]) -> dict[str, Any]:
    """Put the form of the save buttons at the end of a page that has any which need it."""
    request = context.get("request")
    return {
        "is_needed": getattr(request, _HAS_BUTTONS, False),
        "next": request.get_full_path() if request else "",
        "csrf_token": context.get("csrf_token"),
    }


def _saved(request: Any, ids: set[int]) -> set[int] | None:
    """Return which of the jobs are saved; None for visitors, whose page is everybody's."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return None
    setattr(request, _HAS_BUTTONS, True)
    mine = SavedJob.objects.filter(user=user, job__in=ids)
    return set(mine.values_list("job_id", flat=True))


def _name_of_list(request: Any) -> str:
    """Number the lists of a page: a job may stand in several of them, and each row has an id."""
    number = getattr(request, "job_lists", 0) + 1
    if request is not None:
        request.job_lists = number
    return f"list-{number}"
