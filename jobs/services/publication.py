"""Who wants to know what becomes of postings: layers above, which count them and write of them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jobs.choices import VersionAction
    from jobs.models import Job

_listeners: list[Callable[[Collection[int]], None]] = []
_recall_listeners: list[Callable[[Collection[int]], None]] = []
_step_listeners: list[Callable[[Job, VersionAction], None]] = []


def on_publication(listener: Callable[[Collection[int]], None]) -> None:
    """Have `listener` called with the ids of jobs that have just gone out, in their transaction."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell_publication(job_ids: Collection[int]) -> None:
    """Tell that these jobs, written with their skills, have gone out for the first time."""
    for listener in _listeners:
        listener(job_ids)


def on_recall(listener: Callable[[Collection[int]], None]) -> None:
    """Have `listener` called with the ids of jobs that are about to go as if never out."""
    if listener not in _recall_listeners:
        _recall_listeners.append(listener)


def tell_recall(job_ids: Collection[int]) -> None:
    """Tell that these jobs go as if they had never been out, such as those of an import undone."""
    for listener in _recall_listeners:
        listener(job_ids)


def on_step(listener: Callable[[Job, VersionAction], None]) -> None:
    """Have `listener` called with a locked job and what somebody did to it, in that transaction."""
    if listener not in _step_listeners:
        _step_listeners.append(listener)


def tell_step(job: Job, action: VersionAction) -> None:
    for listener in _step_listeners:
        listener(job, action)
