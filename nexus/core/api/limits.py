"""How many calls a caller may make: fixed windows, counted in the shared cache."""

import math
import time
from dataclasses import dataclass
from functools import cache as memoised

from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured

_PERIODS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `calls` in each window of `seconds`."""

    calls: int
    seconds: int


@memoised
def parse_rate(text: str) -> Rate:
    """Read a rate such as `100/h`; the units are s, m, h and d."""
    calls, _, unit = text.partition("/")
    if not calls.isdigit() or unit not in _PERIODS:
        raise ImproperlyConfigured(f"{text!r} is not a rate such as 100/h.")
    return Rate(int(calls), _PERIODS[unit])


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a window after the present call."""

    limit: int
    remaining: int
    reset: int  # epoch seconds
    exceeded: bool

    def headers(self) -> dict[str, str]:
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(self.remaining),
            "X-RateLimit-Reset": str(self.reset),
        }

    def retry_after(self, *, at: float) -> int:
        """Return the whole seconds until the window ends, at least one."""
        return max(1, math.ceil(self.reset - at))


def count_call(
    caller: str, rate: Rate, *, at: float | None = None, strict: bool = False
) -> Allowance:
    """Count one call of `caller` and tell what is left. One cache operation, two when new.

    While the shared cache is away nobody is held back, unless `strict`: then each process counts
    for itself (see `nexus.core.steady_cache`).
    """
    now = time.time() if at is None else at
    window = int(now // rate.seconds)
    key = f"{'limit' if strict else 'rate'}:{caller}:{rate.calls}-{rate.seconds}:{window}"
    try:
        used = cache.incr(key)
    except ValueError:
        # `add` lets one of several first callers win; the others find the key and count on.
        used = 1 if cache.add(key, 1, timeout=rate.seconds + 5) else cache.incr(key)
    return Allowance(
        limit=rate.calls,
        remaining=max(0, rate.calls - used),
        reset=(window + 1) * rate.seconds,
        exceeded=used > rate.calls,
    )
