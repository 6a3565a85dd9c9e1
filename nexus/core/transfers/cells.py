"""Cells before any column has read them: what rows are recognised by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nexus.core.transfers.columns import is_blank

if TYPE_CHECKING:
    from collections.abc import Mapping


def text_at(row: Mapping[str, Any], name: str) -> str:
    """Return the text of a cell, "" for what is none. Never raises."""
    value = row.get(name)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if is_blank(value) or isinstance(value, list | dict):
        return ""
    text = str(value).strip()
    # What no database can store names nothing; its column says what is wrong with it.
    can_be_stored = "\x00" not in text and not any("\ud800" <= c <= "\udfff" for c in text)
    return text if can_be_stored else ""
