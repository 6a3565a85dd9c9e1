"""Languages in addresses: English pages have none, all others begin with theirs ("/de/")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import get_language

if TYPE_CHECKING:
    from django.utils.functional import Promise


def in_language(path: str, language: str | None = None) -> str:
    """Return the address of the page at `path` (without a language) in `language`.

    Without `language` it is the one that is spoken now.
    """
    spoken = language or get_language()
    if spoken == settings.LANGUAGE_CODE or spoken not in _codes():
        return path
    return f"/{spoken}{path}"


def without_language(path: str) -> str:
    """Return `path` as it is in English, whatever language it names."""
    first, slash, rest = path.removeprefix("/").partition("/")
    if slash and first in _codes() and first != settings.LANGUAGE_CODE:
        return f"/{rest}"
    return path


def inside_sentence(label: str | Promise) -> str:
    """Return a label as it is written within a sentence: English ones begin with a small letter."""
    return str(label).lower() if get_language() == "en" else str(label)


def _codes() -> set[str]:
    return {code for code, _name in settings.LANGUAGES}
