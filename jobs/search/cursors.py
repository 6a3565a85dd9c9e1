"""The cursors of keyset paging: opaque to callers, checked when they come back."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from jobs.search.query import BadCursor

_MAX_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Position:
    """The last job seen: its sort key, or its id (-1: none yet) among those without a value."""

    key: int
    is_null: bool


def write_cursor(order: str, *, key: int, is_null: bool) -> str:
    """Return the cursor of a position in the ordering named `order`."""
    plain = f"{order}|{'n' if is_null else 'k'}|{key}"
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def read_cursor(cursor: str, order: str) -> Position | None:
    """Return the position that `cursor` names, None for the empty cursor, the beginning.

    Raises BadCursor for anything that `write_cursor` did not write for this ordering.
    """
    if not cursor:
        return None
    try:
        if len(cursor) > _MAX_LENGTH:
            raise ValueError
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        plain = base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii")
        its_order, kind, digits = plain.split("|")
        key = int(digits)
        if kind not in ("n", "k") or not -1 <= key < 2**63 or (kind == "k" and key < 0):
            raise ValueError
    except (ValueError, binascii.Error):
        raise BadCursor(_("This cursor is not one that this collection gave out.")) from None
    if its_order != order:
        raise BadCursor(_("This cursor belongs to another ordering."))
    return Position(key=key, is_null=kind == "n")
