"""What can go wrong inside the engine, as one exception of ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import tantivy


class EngineError(Exception):
    """The index could not be opened, read or written."""


@contextmanager
def guarded(*, passing: type[Exception] | tuple[()] = ()) -> Iterator[None]:
    """Turn the engine's errors into EngineError, its panics included; let `passing` through.

    A panic is no Exception, so that it would end a thread or a request unseen.
    """
    try:
        yield
    except passing:
        raise
    except (ValueError, OSError, RuntimeError) as error:
        raise EngineError(str(error)[:500] or type(error).__name__) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise EngineError(str(error)[:500]) from error
        raise


def number_of(result: tantivy.SearchResult) -> int:
    """Return the exact number of hits of a search that counted them."""
    # The engine's type stub lacks the attribute.
    return int(getattr(result, "count", None) or 0)
