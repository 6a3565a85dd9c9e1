"""Taking back what an import of jobs wrote: new jobs go, changed ones say what they said before."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from jobs.choices import VersionAction
from jobs.models import LONG_TEXTS, Job
from jobs.places.locating import Location, locate_all
from jobs.services.history import record_all
from jobs.services.lifecycle import ENDS_BEFORE_IT_OPENS
from jobs.services.publication import tell_recall
from jobs.transfers.writing import (
    follow,
    hand_to_review,
    look_before,
    save_changed,
    set_skills,
)
from nexus.core.html import html_to_text, summarise
from nexus.core.transfers.models import RowOutcome
from taxonomy.models import Category

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from people.models import User

_PLAIN = (
    "title",
    "location",
    *LONG_TEXTS,
    "employment_type",
    "experience_level",
    "workplace",
    "salary_min",
    "salary_max",
    "salary_currency",
    "salary_period",
)


def take_back(rows: Sequence[Any], *, by: User) -> dict[int, str]:
    """Undo what `ImportRow`s say, and return why some had to stay, by the id of the row."""
    new = [row for row in rows if row.outcome == RowOutcome.NEW]
    changed = [row for row in rows if row.outcome == RowOutcome.CHANGED]
    return _remove(new) | _restore(changed, by=by)


def _remove(rows: Sequence[Any]) -> dict[int, str]:
    ids = [row.object_id for row in rows]
    held = Job.objects.filter(pk__in=ids)
    applied = set(held.filter(applications__isnull=False).values_list("pk", flat=True))
    featured = set(held.filter(feature_pages__isnull=False).values_list("pk", flat=True))
    kept = {}
    for row in rows:
        if row.object_id in applied:
            kept[row.pk] = _("Somebody has applied since.")
        elif row.object_id in featured:
            kept[row.pk] = _("It is featured.")
    going = [pk for pk in ids if pk not in applied | featured]
    if going:
        tell_recall(going)
        try:
            Job.objects.filter(pk__in=going).delete()
        except ProtectedError:
            sentence = _("Something refers to it.")
            return kept | {row.pk: sentence for row in rows if row.object_id in going}
        follow(going)
    return kept


def _restore(rows: Sequence[Any], *, by: User) -> dict[int, str]:
    said = {row.object_id: json.loads(row.before) for row in rows}
    jobs = list(Job.objects.filter(pk__in=said).select_related("company").order_by())
    categories = Category.objects.in_bulk({its["category"] for its in said.values()})
    kept = {
        row.pk: _("Its category is not there any more.")
        for row in rows
        if said[row.object_id]["category"] not in categories
    }
    kept |= {
        row.pk: str(ENDS_BEFORE_IT_OPENS) for row in rows if row.object_id in _too_late(jobs, said)
    }
    staying = {row.object_id for row in rows if row.pk in kept}
    jobs = [job for job in jobs if job.pk not in staying]
    before = look_before(jobs)
    now = timezone.now()
    for job in jobs:
        its = said[job.pk]
        for name in _PLAIN:
            setattr(job, name, _value(name, its[name]))
        job.category = categories[its["category"]]
        job.application_deadline = _value("application_deadline", its["application_deadline"])
        job.summary = summarise(html_to_text(job.description, is_clean=True))
    _find_places_again(jobs)
    save_changed(jobs, at=now)
    hand_to_review(jobs, before, by=by, at=now)
    set_skills([(job, said[job.pk]["skills"]) for job in jobs])
    record_all(jobs, VersionAction.RESTORED, at=now, before=before, by=by)
    follow([job.pk for job in jobs])
    return kept


def _too_late(jobs: Sequence[Job], said: Mapping[int, Mapping[str, Any]]) -> set[int]:
    """Return the ids of jobs that are set to open after the deadlines that they had before."""
    timed = ((job, said[job.pk]["application_deadline"]) for job in jobs if job.opens_at)
    return {job.pk for job, was in timed if _value("application_deadline", was) <= job.opens_at}


def _value(name: str, kept: Any) -> Any:
    """Return what a column holds for what a version of the history has kept of it."""
    field: Any = Job._meta.get_field(name)
    return field.to_python(kept)


def _find_places_again(jobs: Sequence[Job]) -> None:
    wanted = [Location(job.location, job.salary_currency) for job in jobs]
    for job, place in zip(jobs, locate_all(wanted), strict=True):
        job.place = place
