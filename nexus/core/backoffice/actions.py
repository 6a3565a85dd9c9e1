"""Doing the same thing to each of the chosen rows, and saying what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction

from nexus.core.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpRequest

_MOST_SAID = 5


def do_to_each(
    request: HttpRequest,
    rows: Iterable[Any],
    do: Callable[[Any], Any],
    done: Callable[[int], str],
    *,
    log: Callable[[Any], Any] | None = None,
) -> int:
    """Call `do(row)` for each row, in a transaction each, and tell the person what came of it.

    `done(n)` is the sentence for `n` successes. A refusal of one row leaves the others alone; each
    sentence is said once, with the rows that it is about. `log(row)` writes down what was done.
    Returns the number of successes.
    """
    successes = 0
    refused: dict[str, list[str]] = {}
    for row in rows:
        try:
            with transaction.atomic():
                do(row)
                if log is not None:
                    log(row)
        except Refused as refusal:
            refused.setdefault(refusal.message, []).append(str(row))
        else:
            successes += 1
    if successes:
        messages.success(request, done(successes))
    for sentence, names in refused.items():
        named = ", ".join(names[:_MOST_SAID]) + (" …" if len(names) > _MOST_SAID else "")
        messages.error(request, f"{named}: {sentence}")
    return successes
