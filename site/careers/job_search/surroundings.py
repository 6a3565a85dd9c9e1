"""The city that somebody typed, and what is around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from careers.job_search.parameters import RADII_KM
from jobs.places.locating import Location, locate
from jobs.places.nearby import Neighbourhood, around

if TYPE_CHECKING:
    from collections.abc import Mapping

    from careers.job_search.parameters import Search
    from jobs.models import Job, Place


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a search's location means: a city, perhaps, and what is within the distance asked for.

    `wider` is looked up for the next larger distance, which is offered where nothing is found.
    """

    centre: Place | None = None
    neighbourhood: Neighbourhood | None = None
    wider: Mapping[int, float] | None = None

    def distances(self) -> Mapping[int, float]:
        """Return the kilometres to each place within the distance, the nearest first."""
        return self.neighbourhood.distances if self.neighbourhood else {}

    def meant(self, search: Search) -> list[int]:
        """Return the ids of the places that the location of `search` stands for."""
        if not search.location or self.centre is None:
            return []
        if not search.within or self.wider is None:
            return [self.centre.pk]
        return [pk for pk, km in self.wider.items() if km <= search.within]

    def words_for(self, job: Job) -> str:
        """Return how far away a job is; empty where nobody asked, or it is not known."""
        km = self.distances().get(job.place_id) if job.place_id else None
        if km is None:
            return ""
        return _("%(km)s km away") % {"km": round(km)} if km >= 1 else ""


def surroundings_of(search: Search) -> Surroundings:
    """Return what the search's location means. At most two queries."""
    if not search.location:
        return Surroundings()
    centre = locate(Location(search.location))
    if centre is None or not search.within:
        return Surroundings(centre)
    wider = next((km for km in RADII_KM if km > search.within), search.within)
    found = around(centre, wider)
    inside = {pk: km for pk, km in found.distances.items() if km <= search.within}
    return Surroundings(centre, Neighbourhood(centre, search.within, inside), found.distances)
