"""The language and the time zone that a person has chosen, and where they take effect."""

from __future__ import annotations

import zoneinfo
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from nexus.core.languages import is_own_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpRequest

    from people.models import User

# Those of the regions that the time zone database keeps up; its other names are old aliases.
_REGIONS = {
    "Africa": _("Africa"),
    "America": _("America"),
    "Antarctica": _("Antarctica"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic Ocean"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific Ocean"),
}


@cache
def zone_names() -> frozenset[str]:
    """Return every time zone that can be chosen: "UTC" and those named by region and place."""
    known = zoneinfo.available_timezones()
    return frozenset({"UTC", *(name for name in known if name.partition("/")[0] in _REGIONS)})


@cache
def zone_choices() -> list[tuple[object, list[tuple[str, str]]]]:
    """Return the time zones in groups by region, for a select; "UTC" is in none of them."""
    groups: dict[str, list[tuple[str, str]]] = {region: [] for region in _REGIONS}
    for name in sorted(zone_names() - {"UTC"}):
        region, _slash, place = name.partition("/")
        groups[region].append((name, place.replace("_", " ").replace("/", " – ")))
    return [(_REGIONS[region], places) for region, places in groups.items() if places]


def zone_of(person: User) -> zoneinfo.ZoneInfo | None:
    """Return the time zone of `person`; None where they have none that is known here."""
    # The database of zones is the machine's, and may lack what another machine has offered.
    return zoneinfo.ZoneInfo(person.time_zone) if person.time_zone in zone_names() else None


def language_of(person: User) -> str | None:
    """Return the language that `person` has chosen, while we speak it."""
    return person.language if person.language in dict(settings.LANGUAGES) else None


@contextmanager
def in_words_of(person: User | None, *, otherwise: str | None = None) -> Iterator[None]:
    """Write, within the block, in the language and the time zone of the person who will read.

    Of somebody who has chosen no language it is `otherwise`, or else that of the installation:
    whoever causes a mail may speak another one than its reader.
    """
    language = (language_of(person) if person else None) or otherwise or settings.LANGUAGE_CODE
    zone = zone_of(person) if person else None
    with translation.override(language), timezone.override(zone):
        yield


class PreferencesMiddleware:
    """Speaks to people who are signed in as they prefer, on the pages that are theirs alone.

    Those within the site are in the language of their address, with the times of the person.
    All other pages are the same for everybody, which caches count on, so there nobody's session is
    looked at: their language is a matter of the address and of what the browser asks.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        is_personal = request.path.startswith(tuple(settings.PERSONAL_PATHS))
        if not is_personal and not is_own_page(request.path):
            return self.get_response(request)
        person = request.user
        if not person.is_authenticated:
            return self.get_response(request)
        chosen = language_of(person) if is_personal else None
        language = chosen or translation.get_language()
        with translation.override(language), timezone.override(zone_of(person)):
            response = self.get_response(request)
        if language:
            response.headers.setdefault("Content-Language", language)
        return response
