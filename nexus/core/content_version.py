"""What visitors see at a moment, as a mark that changes with it.

Whoever changes content announces it after the commit, which replaces a word in the shared cache for
all machines. Apps add what they follow by other ways, as the state of the search index. Equal
marks mean equal content but for what nobody announces (how many have applied, say), so whatever is
kept under a mark is kept for seconds only.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, NamedTuple

from django.apps import apps
from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from datetime import datetime

    from django.db.models import Model

_KEY = "content.version"
_DAY = 86_400


class State(NamedTuple):
    """The content at a moment: its mark, and when time alone will have changed it (None: never)."""

    mark: Hashable
    until: datetime | None = None


_parts: list[Callable[[datetime], State | None]] = []
_watched: set[type[Model]] = set()


def register(part: Callable[[datetime], State | None]) -> None:
    """Have `part` tell of more of the content; None where it cannot tell when that changes."""
    if part not in _parts:
        _parts.append(part)


def watch(*models: type[Model]) -> None:
    """Announce each change of a row of these models, or of those that inherit from them."""
    _watched.update(models)
    post_save.connect(_on_save, dispatch_uid="content-version")
    # Of these alone: who listens to deletions of all models has Django read each row before.
    for model in apps.get_models():
        if issubclass(model, models):
            post_delete.connect(announce, sender=model, dispatch_uid="content-version")


def announce(**_of_a_signal: Any) -> None:
    """Say that content has changed, once the transaction under way is committed."""
    transaction.on_commit(announce_now, robust=True)


def announce_now() -> None:
    """Say that content has changed and is committed."""
    cache.set(_KEY, uuid.uuid4().hex, _DAY)


def current() -> State | None:
    """Return the state of the content, None where it cannot be told. One look into the cache."""
    word = cache.get(_KEY)
    if word is None:
        # Nobody has changed anything lately, or the cache is away and keeps nothing.
        cache.add(_KEY, uuid.uuid4().hex, _DAY)
        word = cache.get(_KEY)
        if word is None:
            return None
    marks, until = [word], None
    at = timezone.now()
    for part in _parts:
        state = part(at)
        if state is None:
            return None
        marks.append(state.mark)
        if state.until is not None and (until is None or state.until < until):
            until = state.until
    return State(tuple(marks), until)


def _on_save(sender: type[Model], **_kwargs: Any) -> None:
    if issubclass(sender, tuple(_watched)):
        announce()
