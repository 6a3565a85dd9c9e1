"""What waits for the administrators, since when, and what its company is told of the outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jobs.choices import JobStatus, VersionAction
from jobs.history_models import JobVersion
from jobs.mail_events import APPROVED, APPROVED_FOR_LATER, DECLINED, SENT_BACK
from jobs.mails import lazy_moment, tell_company, written_for
from jobs.models import Job
from nexus.core.errors import Invalid
from people.models import Company
from people.names import called

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from people.mail_events import Words
    from people.models import User


def jobs_in_review() -> QuerySet[Any]:
    """Return the jobs that wait, the longest waiting first, with their companies.

    Annotated: `waits_since`; `company_jobs`, how many jobs of the company ever were published; and
    `last_version`, the number of what they say now.
    """
    waiting = JobVersion.objects.filter(job=OuterRef("pk"), status=JobStatus.IN_REVIEW)
    others = JobVersion.objects.filter(job=OuterRef("job")).exclude(status=JobStatus.IN_REVIEW)
    before = others.order_by("-number").values("number")[:1]
    newest = JobVersion.objects.filter(job=OuterRef("pk")).order_by("-number").values("number")[:1]
    published = (
        Job.objects.filter(company=OuterRef("company"), published_at__isnull=False)
        .order_by()
        .values("company")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return (
        Job.objects.filter(status=JobStatus.IN_REVIEW)
        .exclude(company__in=Company.objects.deactivated().order_by())
        .select_related("company", "category", "posted_by")
        .annotate(
            waits_since=Coalesce(
                Subquery(
                    waiting.filter(number__gt=Coalesce(Subquery(before), 0))
                    .order_by("number")
                    .values("at")[:1]
                ),
                F("updated_at"),
            ),
            company_jobs=Coalesce(Subquery(published), 0),
            last_version=Coalesce(Subquery(newest), 0),
        )
        .order_by("waits_since", "pk")
    )


def ensure_reason(job: Job, note: str, *, by: User) -> None:
    """Raise Invalid under `note` where somebody decides on a job of others without saying why."""
    if not note and is_reviewer(job, by):
        raise Invalid.field("note", _("Say why: the company reads it."))


class Preview(NamedTuple):
    """A mail as its first reader gets it, and how many more get one."""

    words: Words
    reader: str
    others: int


def preview_outcome(
    job: Job, outcome: VersionAction, *, note: str = "", by: User
) -> Preview | None:
    """Return what the company would be told of an outcome; None where nobody would be."""
    if not is_reviewer(job, by):
        return None
    event, values = _mail_of(job, outcome, note)
    written = written_for(event, job.company, posters=[job.posted_by_id], values=values)
    if not written:
        return None
    reader, words = written[0]
    return Preview(words, called(reader), len(written) - 1)


def tell_outcome(job: Job, outcome: VersionAction, *, note: str = "", by: User) -> None:
    """Tell the company that its job is on the site, what has to change, or why it is not accepted.

    Nobody is told what they or a colleague of theirs did.
    """
    if not is_reviewer(job, by):
        return
    event, values = _mail_of(job, outcome, note)
    tell_company(event, job.company, posters=[job.posted_by_id], values=values)


def _mail_of(job: Job, outcome: VersionAction, note: str) -> tuple[str, dict[str, StrOrPromise]]:
    if outcome == VersionAction.APPROVED and job.opens_at and job.opens_at > timezone.now():
        back = reverse("admin:jobs_job_change", args=[job.pk])
        time = lazy_moment(job.opens_at)
        return APPROVED_FOR_LATER, {"job": job.title, "time": time, "link": back}
    if outcome == VersionAction.APPROVED:
        return APPROVED, {"job": job.title, "link": job.get_absolute_url()}
    values: dict[str, StrOrPromise] = {"job": job.title, "reason": note}
    if outcome == VersionAction.DECLINED:
        return DECLINED, values
    return SENT_BACK, {**values, "link": reverse("admin:jobs_job_change", args=[job.pk])}


def is_reviewer(job: Job, by: User) -> bool:
    """Tell whether `by` decides on the job for the site, and not as somebody of its company."""
    return by.is_admin and not by.memberships.filter(company=job.company_id).exists()
