"""Which stages can be reached from which, and through what: the transition map, walked."""

from collections import deque

from hiring.choices import TRANSITIONS, ApplicationStatus

_NOT_PASSED = frozenset({ApplicationStatus.REJECTED, ApplicationStatus.HIRED})
"""A decision is a stage to stop at or to start from, never one on the way to another."""


def way(origin: ApplicationStatus, to: ApplicationStatus) -> list[ApplicationStatus] | None:
    """Return the stages to enter, one after the other, from `origin` to `to`; the shortest way.

    None where there is no way, and from a stage to itself.
    """
    if origin == to:
        return None
    ways = deque([[origin]])
    seen = {origin}
    while ways:
        walked = ways.popleft()
        here = walked[-1]
        if here != origin and here in _NOT_PASSED:
            continue
        for following in sorted(TRANSITIONS[here] - seen):
            if following == to:
                return [*walked[1:], following]
            seen.add(following)
            ways.append([*walked, following])
    return None


def reachable(origin: ApplicationStatus) -> list[ApplicationStatus]:
    """Return every stage to which there is a way, in the order of the pipeline."""
    return [status for status in ApplicationStatus if way(origin, status) is not None]
