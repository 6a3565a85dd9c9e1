"""Words in double braces that people may write into texts: replaced, never evaluated."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

_WORD = re.compile(r"([ \t]*)\{\{\s*([^{}]*?)\s*\}\}")
# What may stand behind a name at the beginning of a line, and makes no sense without the name.
_LEFT_OVER = re.compile(r"^[\s,;:.!–-]+")


def braced(name: str) -> str:
    """Return a placeholder as it is written into a text."""
    return f"{{{{{name}}}}}"


def names_in(text: str) -> list[str]:
    """Return what stands in double braces, each once, in order."""
    return list(dict.fromkeys(found[2] for found in _WORD.finditer(text)))


def unknown_in(text: str, known: Collection[str]) -> list[str]:
    """Return what stands in double braces and is not known, each once, in order."""
    return [name for name in names_in(text) if name not in known]


def faults_in(text: str, known: Collection[str]) -> list[str]:
    """Return sentences about placeholders for which nothing is known to put in; none if all is well."""
    unknown = unknown_in(text, known)
    if not unknown:
        return []
    sentence = _("Nothing is known to put in for %(names)s. There are: %(known)s.")
    return [sentence % {"names": _listed(unknown), "known": _listed(known)}]


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return `text` with the values in place of their placeholders; unknown ones stay as they are.

    What is put in is not looked through again, whatever people are called. A value that is empty
    takes along the blank before it, the comma behind it at the beginning of a line, and a line of
    which nothing else is left.
    """
    lines = []
    for line in text.splitlines():
        filled = _fill_line(line, values)
        if filled.strip() or not line.strip():
            lines.append(filled)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def _fill_line(line: str, values: Mapping[str, str]) -> str:
    def put_in(found: re.Match[str]) -> str:
        value = values.get(found[2])
        if value is None:
            return found[0]
        return found[1] + value if value else ""

    filled = _WORD.sub(put_in, line)
    first = _WORD.match(line)
    if first is not None and values.get(first[2]) == "":
        filled = _LEFT_OVER.sub("", filled)
        filled = filled[:1].upper() + filled[1:]
    return filled


def _listed(names: Iterable[str]) -> str:
    return ", ".join(braced(name) for name in names)
