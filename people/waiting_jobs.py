"""The jobs of a company that wait for review: the app that has jobs says how many, and opens them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from people.models import Company, User


class Release(Protocol):
    def __call__(self, company: Company, *, by: User) -> int: ...


_doors: list[tuple[Callable[[Company], int], Release]] = []


def register(count: Callable[[Company], int], release: Release) -> None:
    """Have `count(company)` say how many wait, and `release(company, by=…)` open them."""
    if (count, release) not in _doors:
        _doors.append((count, release))


def number_waiting(company: Company) -> int:
    """Return how many jobs of the company wait for review."""
    return sum(count(company) for count, _release in _doors)


def release(company: Company, *, by: User) -> int:
    """Open those of them that can be applied to, and return how many."""
    return sum(open_them(company, by=by) for _count, open_them in _doors)
