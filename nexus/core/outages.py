"""Tells what is wrong with us from what is wrong with the services that we stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import InterfaceError, OperationalError
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

if TYPE_CHECKING:
    from collections.abc import Iterator

RETRY_AFTER_SECONDS = 10

# PostgreSQL's: no connection, no resources, shutting down, trouble with its disk; and what another
# transaction or a time limit has ended, which goes well the next time.
_PASSING_STATES = ("08", "53", "57", "58", "40", "55P03")
# SQLite's: busy, locked, trouble with its disk, full, the file cannot be opened.
_PASSING_CODES = {5, 6, 10, 13, 14}


def is_outage(error: BaseException | None) -> bool:
    """Tell whether `error` comes of a database or cache that cannot be reached or cannot answer."""
    return any(_is_passing(each) for each in _behind(error))


def _behind(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception and those that led to it."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _is_passing(error: BaseException) -> bool:
    if isinstance(error, (RedisConnectionError, RedisTimeoutError)):
        return True
    if not isinstance(error, (OperationalError, InterfaceError)):
        return False
    cause = error.__cause__
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in _PASSING_CODES
    state = getattr(cause, "sqlstate", None)
    if state:
        return str(state).startswith(_PASSING_STATES)
    return isinstance(error, OperationalError) or "connection" in str(error)
