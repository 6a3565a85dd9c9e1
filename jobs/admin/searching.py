"""Finding jobs of any status by title and company, quickly among a hundred thousand of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from nexus.core.ids import row_id_of
from people.models import Company

if TYPE_CHECKING:
    from typing import Any

    from django.db.models import QuerySet

_MOST_WORDS = 6
_MOST_COMPANIES = 200
_LONGEST = 100


def matching(jobs: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Narrow `jobs` to those whose title, company or number has every word of `text`.

    The index of the public search knows open jobs alone, so this asks the database. Companies are
    looked up first: "this or that table" would have PostgreSQL read all of both.
    """
    for word in text.replace("\0", " ")[:_LONGEST].split()[:_MOST_WORDS]:
        companies = list(
            Company.objects.filter(name__icontains=word).values_list("pk", flat=True)[
                :_MOST_COMPANIES
            ]
        )
        found = Q(title__icontains=word)
        if companies:
            found |= Q(company__in=companies)
        if (pk := row_id_of(word)) is not None:
            found |= Q(pk=pk)
        jobs = jobs.filter(found)
    return jobs
