"""What a list says of its jobs beyond their own rows: a few queries for a whole page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Sum

from jobs.models import JobVersion, JobViews
from jobs.querysets import feature_pages_seen_or_to_come, live_applications
from jobs.services.not_opened import not_opened

if TYPE_CHECKING:
    from collections.abc import Collection

    from django_stubs_ext import StrOrPromise


@dataclass(slots=True)
class JobFacts:
    """Applicants by the name of their stage, in the pipeline's order; views; whether featured.

    While nothing is published, `awaits_feature` says that editors have a draft of such a page.
    """

    stages: list[tuple[StrOrPromise, int]] = field(default_factory=list)
    views: int = 0
    is_featured: bool = False
    awaits_feature: bool = False
    not_opened: JobVersion | None = None
    """What says that it did not open by itself when it should have, while that holds."""

    @property
    def applicants(self) -> int:
        return sum(number for _label, number in self.stages)


def facts_of(ids: Collection[int]) -> dict[int, JobFacts]:
    """Return the facts of each job, by its id. Four queries."""
    facts = {pk: JobFacts() for pk in ids}
    counted = _by_status(ids)
    for status, label in _stages():
        for pk, numbers in counted.items():
            if status in numbers:
                facts[pk].stages.append((label, numbers[status]))
    viewed = JobViews.objects.filter(job__in=ids).order_by().values_list("job")
    for pk, total in viewed.annotate(Sum("count")):
        facts[pk].views = total
    pages = feature_pages_seen_or_to_come().filter(job__in=ids).order_by()
    for pk, is_live in pages.values_list("job", "live"):
        facts[pk].is_featured |= is_live
        facts[pk].awaits_feature |= not is_live
    for pk, version in not_opened(ids).items():
        facts[pk].not_opened = version
    return facts


def _by_status(ids: Collection[int]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    rows = live_applications().filter(job__in=ids).order_by().values_list("job", "status")
    for pk, status, number in rows.annotate(Count("pk")):
        found.setdefault(pk, {})[status] = number
    return found


def _stages() -> list[tuple[str, StrOrPromise]]:
    """Return the stages of an application: choices of a higher app, by name."""
    field: Any = live_applications().model._meta.get_field("status")
    return list(field.choices)
