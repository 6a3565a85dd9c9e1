"""The icons of the site: those of Lucide, from the package of that name."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from zipfile import ZipFile

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_SHAPES = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
_BETWEEN_TAGS = re.compile(r">\s+<")


class NoSuchIcon(ValueError):
    """Lucide has no icon of this name."""


@cache
def icon_svg(name: str) -> SafeString:
    """Return the drawing as inline SVG in the size of the text around it, unseen by readers.

    Icons stand beside words and never in their place, so they need no name. Raises NoSuchIcon.
    """
    with (files("lucide") / "lucide.zip").open("rb") as archive, ZipFile(archive) as drawings:
        try:
            drawing = drawings.read(f"{name}.svg").decode()
        except KeyError as exc:
            raise NoSuchIcon(f"There is no icon “{name}”.") from exc
    found = _SHAPES.search(drawing)
    if found is None:
        raise NoSuchIcon(f"The icon “{name}” is no drawing.")
    shapes = _BETWEEN_TAGS.sub("><", found[1].strip())
    return format_html(
        '<svg class="icon" width="24" height="24" viewBox="0 0 24 24" fill="none"'
        ' stroke="currentColor" stroke-width="1.75" stroke-linecap="round"'
        ' stroke-linejoin="round" aria-hidden="true" focusable="false">{}</svg>',
        mark_safe(shapes),  # noqa: S308  # a file of the package
    )
