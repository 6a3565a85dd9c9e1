"""What recurs: counting what came past the services, summing months up, remembering names."""

from __future__ import annotations

from datetime import timedelta
from itertools import batched

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone

from hiring.models import Application, StatusChange
from hiring.statistics.postings import note_postings
from hiring.statistics.rolling import forget_sums, roll_up
from hiring.statistics.writing import note_histories
from hiring.statistics_models import CategoryName, Fact, Figure, StatisticsState
from jobs.models import Job
from taxonomy.models import Category

_AT_ONCE = 2000
# Rows get their numbers before they can be seen: so many of the latest are looked at again.
_OVERLAP_CHANGES = 500
_OVERLAP_TIME = timedelta(hours=1)


def look_after_statistics() -> None:
    """Bring facts, sums and names up to date. Recurs; running it twice does no harm."""
    state, _made = StatisticsState.objects.get_or_create(
        pk=StatisticsState.ONLY, defaults={"zone": settings.TIME_ZONE}
    )
    if state.zone != settings.TIME_ZONE:
        rebuild()
        return
    _catch_up_with_changes(state)
    _catch_up_with_postings(state)
    remember_categories()
    roll_up()


def rebuild() -> int:
    """Make facts and sums anew from the histories, and return how many applications those are of.

    What was noted when an application was sent or a posting went out stays: it is the record of
    that moment. Facts about what has since been deleted stay as well.
    """
    forget_sums()
    number = 0
    ids = Application.objects.order_by("pk").values_list("pk", flat=True)
    for some in batched(ids.iterator(chunk_size=_AT_ONCE), _AT_ONCE):
        note_histories(some)
        number += len(some)
    jobs = Job.objects.exclude(published_at=None).order_by("pk").values_list("pk", flat=True)
    for some in batched(jobs.iterator(chunk_size=_AT_ONCE), _AT_ONCE):
        note_postings(some)
    remember_categories()
    _mark_seen()
    roll_up()
    return number


def remember_categories() -> None:
    """Note what categories are called, for the time after they have been deleted."""
    rows = [CategoryName(pk, name) for pk, name in Category.objects.values_list("pk", "name")]
    CategoryName.objects.bulk_create(
        rows,
        batch_size=_AT_ONCE,
        update_conflicts=True,
        unique_fields=["category"],
        update_fields=["name"],
    )


def _catch_up_with_changes(state: StatisticsState) -> None:
    last = StatusChange.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    rows = StatusChange.objects.filter(pk__gt=state.seen_change - _OVERLAP_CHANGES, pk__lte=last)
    ids = rows.order_by("pk").values_list("application", flat=True)
    for some in batched(ids.iterator(chunk_size=_AT_ONCE), _AT_ONCE):
        note_histories(sorted(set(some)))
    StatisticsState.objects.update(seen_change=last)


def _catch_up_with_postings(state: StatisticsState) -> None:
    now = timezone.now()
    counted = Fact.objects.filter(figure=Figure.POSTED, job=OuterRef("pk"))
    jobs = Job.objects.exclude(published_at=None).exclude(Exists(counted))
    if state.seen_jobs_at is not None:
        jobs = jobs.filter(changed_at__gte=state.seen_jobs_at - _OVERLAP_TIME)
    for some in batched(list(jobs.order_by("pk").values_list("pk", flat=True)), _AT_ONCE):
        note_postings(some)
    StatisticsState.objects.update(seen_jobs_at=now)


def _mark_seen() -> None:
    last = StatusChange.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    StatisticsState.objects.update(seen_change=last, seen_jobs_at=timezone.now())
