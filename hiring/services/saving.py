"""Putting jobs and searches aside, each person for themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from hiring.models import SavedJob, SavedSearch
from nexus.core.errors import Invalid

if TYPE_CHECKING:
    from jobs.models import Job
    from people.models import User

MAX_JOBS, MAX_SEARCHES = 500, 50


class TooManySaved(Invalid):
    """There is no room for more."""


def save_job(job: Job, *, by: User) -> None:
    """Keep a job for `by`; doing it again changes nothing. Raises TooManySaved."""
    mine = SavedJob.objects.filter(user=by)
    if mine.filter(job=job).exists():
        return
    if mine.count() >= MAX_JOBS:
        raise TooManySaved(
            _("You have saved %(number)s jobs. Remove one first.") % {"number": MAX_JOBS}
        )
    SavedJob.objects.get_or_create(user=by, job=job)


def unsave_job(job: Job, *, by: User) -> None:
    SavedJob.objects.filter(user=by, job=job).delete()


def save_search(*, name: str, query: str, by: User) -> SavedSearch:
    """Keep a search under a name. Raises TooManySaved, ValidationError for what is too long."""
    if SavedSearch.objects.filter(user=by).count() >= MAX_SEARCHES:
        raise TooManySaved(
            _("You have saved %(number)s searches. Delete one first.") % {"number": MAX_SEARCHES}
        )
    search = SavedSearch(user=by, name=name.strip(), query=query.removeprefix("?"))
    search.clean_fields(exclude={"user"})
    search.save(force_insert=True)
    return search


def delete_search(search_id: int, *, by: User) -> None:
    SavedSearch.objects.filter(user=by, pk=search_id).delete()
