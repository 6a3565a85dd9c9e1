"""What the lists of the back office need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

register = template.Library()

_TAG = len("<td")


@register.filter
def labelled(cells: Iterable[SafeString], headers: Iterable[Mapping[str, Any]]) -> list[SafeString]:
    """Return the cells of a row, as the admin draws them, each with the heading of its column.

    On phones a row stands as a card without the head of the table, and is none for screen readers
    but by its roles.
    """
    return [
        _labelled(cell, str(header["text"]))
        for cell, header in zip(cells, headers, strict=False)  # an edited row has its key behind
    ]


def _labelled(cell: SafeString, heading: str) -> SafeString:
    is_box = "action-checkbox" in cell[: cell.index(">")]
    label = "" if is_box else format_html(' data-label="{}"', capfirst(heading))
    role = "rowheader" if cell.startswith("<th") else "cell"
    return mark_safe(f'{cell[:_TAG]} role="{role}"{label}{cell[_TAG:]}')  # noqa: S308  # parts of what was safe
