"""Languages in addresses: English pages have none, all others begin with theirs ("/de/")."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.utils.translation import get_language, get_language_from_path

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import Promise


# In the address of a personal page: the language to show it in, from here on.
LANGUAGE_FIELD = "language"


def in_language(path: str, language: str | None = None) -> str:
    """Return the address of the page at `path` (without a language) in `language`.

    Without `language` it is the one that is spoken now. Addresses of personal pages name none:
    theirs asks for it, which counts for those who have chosen none themselves.
    """
    spoken = language or get_language()
    if spoken == settings.LANGUAGE_CODE or spoken not in _codes():
        return path
    if path.startswith(tuple(settings.PERSONAL_PATHS)):
        return f"{path}{'&' if '?' in path else '?'}{LANGUAGE_FIELD}={spoken}"
    return f"/{spoken}{path}"


def without_language(path: str) -> str:
    """Return `path` as it is in English, whatever language it names."""
    first, slash, rest = path.removeprefix("/").partition("/")
    if slash and first in _codes() and first != settings.LANGUAGE_CODE:
        return f"/{rest}"
    return path


def is_own_page(path: str) -> bool:
    """Tell whether `path` leads into somebody's own part of the site, in whatever language."""
    return without_language(path).startswith(tuple(settings.OWN_PATHS))


def asked_for(request: HttpRequest) -> str | None:
    """Return the language that the address of a personal page asks for; None where it is silent."""
    chosen = request.GET.get(LANGUAGE_FIELD, "")
    return chosen if chosen in _codes() else None


def language_of_next(request: HttpRequest) -> str | None:
    """Return the language of the page of the site that somebody is on the way to, if of any."""
    wanted = request.GET.get("next", "")
    for asked in parse_qs(urlsplit(wanted).query).get(LANGUAGE_FIELD, []):
        return asked if asked in _codes() else None
    if not wanted.startswith("/") or wanted.startswith(tuple(settings.PERSONAL_PATHS)):
        return None
    return get_language_from_path(wanted) or settings.LANGUAGE_CODE


def inside_sentence(label: str | Promise) -> str:
    """Return a label as it is written within a sentence: English ones begin with a small letter."""
    return str(label).lower() if get_language() == "en" else str(label)


def _codes() -> set[str]:
    return {code for code, _name in settings.LANGUAGES}
