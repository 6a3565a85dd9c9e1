"""Single values of a row: texts, dates, numbers, yes or no. Each reader says what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from jobs.importing.posting import BadRow

Row = Mapping[str, Any]

_EARLIEST_YEAR, _LATEST_YEAR = 1990, 2200
_END_OF_DAY = time(23, 59, 59)


def text_of(row: Row, name: str) -> str:
    """Return the text in a column without the white space around it; "" where it is not given.

    A number is read as its digits. Raises BadRow for anything else, and for characters that no
    database can store.
    """
    value = row.get(name)
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise BadRow(f"“{name}” must be a text.")
    if "\x00" in value:
        raise BadRow(f"“{name}” holds the character NUL.")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise BadRow(f"“{name}” holds half of a surrogate pair, which is no character.") from None
    return value.strip()


def one_line(row: Row, name: str) -> str:
    """Return the text in a column on one line, its white space made single."""
    return " ".join(text_of(row, name).split())


def cut_at_word(text: str, limit: int) -> str:
    """Return `text` in at most `limit` characters, cut between words where there are any."""
    if len(text) <= limit:
        return text
    head, _, _ = text[: limit + 1].rpartition(" ")
    return (head or text[:limit]).rstrip(" ,;:-–/(")


def moment_of(row: Row, name: str, *, end_of_day: bool = False) -> datetime | None:
    """Return the time in a column, in UTC; a day alone is its first second, or its last.

    Raises BadRow for what is no date and for years outside 1990 to 2200.
    """
    text = text_of(row, name)
    if not text:
        return None
    try:
        if len(text) == 10:
            day = date.fromisoformat(text)
            moment = datetime.combine(day, _END_OF_DAY if end_of_day else time(), tzinfo=UTC)
        else:
            moment = datetime.fromisoformat(text)
            moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise BadRow(f"“{name}” is not a date: {text[:40]!r}.") from None
    if not _EARLIEST_YEAR <= moment.year <= _LATEST_YEAR:
        raise BadRow(f"“{name}” lies in the year {moment.year}, which cannot be meant.")
    return moment


def amount_of(row: Row, name: str) -> Decimal | None:
    """Return the number in a column, or None where it is not given.

    Raises ValueError for what is not a finite number; a thousands separator is accepted.
    """
    value = row.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(f"“{name}” is not a number")
    try:
        amount = Decimal(str(value).strip().replace(",", ""))
    except InvalidOperation:
        raise ValueError(f"“{name}” is not a number") from None
    if not amount.is_finite():
        raise ValueError(f"“{name}” is not a finite number")
    return amount


def truth_of(row: Row, name: str) -> bool | None:
    """Return a yes or no; the words for it are understood, anything else is unknown."""
    value = row.get(name)
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(word)
