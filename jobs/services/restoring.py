"""Bringing back what a posting said in an earlier version."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext

from jobs.choices import VersionAction
from jobs.models import LONG_TEXTS, Job, JobVersion
from jobs.services.permissions import ensure_may_write
from jobs.services.posting import update_job
from nexus.core.errors import Missing
from taxonomy.models import Category

if TYPE_CHECKING:
    from people.models import User

_AS_THEY_ARE = (
    "title",
    "location",
    *LONG_TEXTS,
    "employment_type",
    "experience_level",
    "workplace",
    "salary_currency",
    "salary_period",
    "skills",
)


class Restored(NamedTuple):
    """A job after an earlier version came back, and the fields that had to stay as they were."""

    job: Job
    kept: list[str]


def restore_version(job: Job, number: int, *, by: User) -> Restored:
    """Have a job say again what it said in version `number`: a change like any other.

    The status stays. So does the deadline where the earlier one has passed, and the category
    where the earlier one is gone or not in use. Raises Missing for a number that is no version,
    else as `update_job` does.
    """
    ensure_may_write(job, by=by)
    version = JobVersion.objects.select_related("job").filter(job=job, number=number).first()
    if version is None:
        raise Missing(gettext("There is no such version of this job."))
    job = version.job
    held = version.fields
    fields: dict[str, Any] = {name: held[name] for name in _AS_THEY_ARE}
    for name in ("salary_min", "salary_max"):
        fields[name] = None if held[name] is None else Decimal(held[name])
    kept = []
    category = Category.objects.filter(pk=held["category"]).first()
    if category is not None and (category.live or category.pk == job.category_id):
        fields["category"] = category
    else:
        kept.append("category")
    deadline = datetime.fromisoformat(held["application_deadline"])
    if deadline > (job.opens_at or timezone.now()):
        fields["application_deadline"] = deadline
    elif deadline != job.application_deadline:
        kept.append("application_deadline")
    note = gettext("Version %(number)s") % {"number": number}
    changed = update_job(job, by=by, action=VersionAction.RESTORED, note=note, **fields)
    return Restored(changed, kept)
