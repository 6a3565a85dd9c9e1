"""How many open jobs each category has, asked of whoever can count without a scan.

Jobs lie in a higher app, which registers its index here; without one the database counts.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Count

from taxonomy.models import Category

Provider = Callable[[], Mapping[int, int]]

_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Have `provider()` asked for the open jobs by category id; the last one registered counts.

    To be called from `AppConfig.ready`. Categories without open jobs may be missing.
    """
    if provider not in _providers:
        _providers.append(provider)


def open_job_counts() -> Mapping[int, int]:
    """Return the number of open jobs by category id; a missing category has none.

    No query with a registered provider, else one that reads every open job.
    """
    if _providers:
        return _providers[-1]()
    return count_in_database()


def count_in_database() -> dict[int, int]:
    """Return the same by one grouped query."""
    jobs: Any = Category._meta.get_field("jobs").related_model
    rows = jobs.objects.open().order_by().values_list("category").annotate(Count("pk"))
    return dict(rows)
