"""The reports that wait, job by job, for whoever decides on them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count, F, Max, Q, Window
from django.db.models.functions import RowNumber

from jobs.models import Job, JobReport
from jobs.report_models import ReportReason
from jobs.services.reporting import OF_CONCERN
from people.models import AuditEntry
from people.services.auditing import AuditAct

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise

# More of a job are counted and not read.
MOST_READ = 5


class Reports(NamedTuple):
    """The reports of one job: how many name which reason, the newest of them, and what was asked.

    `asked_at` is when an administrator wrote to the company last, if ever.
    """

    reasons: list[tuple[StrOrPromise, int]]
    newest: list[JobReport]
    asked_at: datetime | None


def reported_jobs() -> QuerySet[Any]:
    """Return the jobs with reports that wait, the last reported first, with their companies.

    Annotated: `reports_number`, `reported_at`, and `last_report`, the number of the newest. Jobs that are closed have nothing to be decided on.
    """
    waiting = Q(reports__outcome="")
    return (
        Job.objects.filter(waiting, status__in=OF_CONCERN)
        .select_related("company", "category", "posted_by")
        .annotate(
            reports_number=Count("reports", filter=waiting),
            reported_at=Max("reports__at", filter=waiting),
            last_report=Max("reports__pk", filter=waiting),
        )
        .order_by("-reported_at", "-pk")
    )


def reports_of_jobs(job_ids: Collection[int]) -> dict[int, Reports]:
    """Return what is reported of each job. Three queries."""
    waiting = JobReport.objects.filter(job__in=job_ids, outcome="").order_by()
    reasons: dict[int, list[tuple[StrOrPromise, int]]] = defaultdict(list)
    counted = waiting.values_list("job", "reason").annotate(n=Count("pk")).order_by("-n", "reason")
    for job, reason, number in counted:
        reasons[job].append((ReportReason(reason).label, number))
    rank = Window(RowNumber(), partition_by=F("job"), order_by=[F("at").desc(), F("pk").desc()])
    newest: dict[int, list[JobReport]] = defaultdict(list)
    for report in waiting.annotate(rank=rank).filter(rank__lte=MOST_READ).order_by("-at", "-pk"):
        newest[report.job_id].append(report)
    things = [f"job:{pk}" for pk in job_ids]
    wrote = AuditEntry.objects.filter(act=AuditAct.WROTE, thing__in=things).order_by()
    asked = dict(wrote.values_list("thing").annotate(last=Max("at")))
    return {pk: Reports(reasons[pk], newest[pk], asked.get(f"job:{pk}")) for pk in job_ids}
