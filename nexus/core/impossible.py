"""Tells values that only an edited address or form can have held from faults of ours."""

from __future__ import annotations

from django.db import DataError

# PostgreSQL's: a number out of range, a NUL in a text, a character that the encoding lacks.
_STATES = frozenset({"22003", "22021", "22P05"})
# Python's own words, of which there are no classes: of a number too large for a column of SQLite, of
# one with more digits than it reads, and of a NUL on the way to PostgreSQL.
_OVERFLOW = "too large to convert"
_VALUE = ("integer string conversion", "NUL (0x00)")


def is_impossible(error: BaseException) -> bool:
    """Tell whether `error` says that a number or a text is one that no column can hold."""
    return _says_so(error) or (error.__cause__ is not None and _says_so(error.__cause__))


def _says_so(error: BaseException) -> bool:
    if isinstance(error, OverflowError):
        return _OVERFLOW in str(error)
    if isinstance(error, DataError):
        return getattr(error.__cause__, "sqlstate", None) in _STATES
    return isinstance(error, ValueError) and any(words in str(error) for words in _VALUE)
