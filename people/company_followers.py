"""Who has to hear of it when what is shown of a company's jobs changes: higher apps register here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from people.models import Company

type Follower = Callable[["Company"], Any]

_followers: list[Follower] = []


def register(follower: Follower) -> None:
    """Have `follower(company)` called in the transaction that renames it, shuts it or opens it again."""
    if follower not in _followers:
        _followers.append(follower)


def tell_followers(company: Company) -> None:
    for follower in _followers:
        follower(company)
