"""SQLite's LIKE, by which Django compares "in any case", knows the cases of ASCII alone.

With it "Éclat" and "éclat" would be two companies, and who looks for "ZÜRICH" would not find
"Zürich", unlike on PostgreSQL. So every connection gets a LIKE that knows all scripts. Indexes do
not depend on it, as they would on LOWER or UPPER.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.backends.base.base import BaseDatabaseWrapper


def teach_like(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Give a new connection to SQLite that LIKE; a receiver of `connection_created`."""
    if connection.vendor == "sqlite":
        for arguments in (2, 3):
            connection.connection.create_function("like", arguments, like, deterministic=True)


def like(pattern: Any, value: Any, escape: str = "") -> bool | None:
    """Tell whether `value` fits the pattern of SQL, in any case. None where either is NULL."""
    if pattern is None or value is None:
        return None
    return _matcher(str(pattern), escape)(str(value).casefold())


@lru_cache(maxsize=512)
def _matcher(pattern: str, escape: str) -> Callable[[str], bool]:
    """Return what tells whether a folded text fits `pattern`.

    What Django asks are a whole text, its beginning, its end and a part; these need no regular
    expression, which takes many times as long.
    """
    tokens = _tokens(pattern, escape)
    open_start, open_end = tokens[:1] == [_MANY], tokens[1:][-1:] == [_MANY]
    middle = tokens[open_start : len(tokens) - open_end]
    literal = "".join(character for character, _ in middle).casefold()
    if any(is_wild for _, is_wild in middle):
        expression = re.compile(
            "".join(_WILD[one] if wild else re.escape(one.casefold()) for one, wild in tokens),
            flags=re.DOTALL,
        )
        return lambda text: expression.fullmatch(text) is not None
    if open_start and open_end:
        return lambda text: literal in text
    if open_start:
        return lambda text: text.endswith(literal)
    if open_end:
        return lambda text: text.startswith(literal)
    return lambda text: text == literal


_MANY = ("%", True)
_WILD = {"%": ".*", "_": "."}


def _tokens(pattern: str, escape: str) -> list[tuple[str, bool]]:
    """Return each character of a pattern, and whether it stands for others."""
    tokens = []
    characters = iter(pattern)
    for character in characters:
        if escape and character == escape:
            tokens.append((next(characters, ""), False))
        else:
            tokens.append((character, character in _WILD))
    return tokens
