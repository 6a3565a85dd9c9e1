"""Answers kept in the process until the index changes or the next deadline passes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from datetime import datetime
from threading import Lock
from typing import Any

_CAPACITY = 2_048


class Memo:
    """A small LRU of answers of one state of the index, safe among threads."""

    def __init__(self, capacity: int = _CAPACITY) -> None:
        self._capacity = capacity
        self._answers: OrderedDict[Hashable, tuple[datetime, datetime | None, Any]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, at: datetime) -> Any:
        """Return the answer that holds at `at`, or None."""
        with self._lock:
            found = self._answers.get(key)
            if found is None:
                return None
            since, until, answer = found
            if at < since or (until is not None and at >= until):
                return None
            self._answers.move_to_end(key)
            return answer

    def put(self, key: Hashable, answer: Any, *, since: datetime, until: datetime | None) -> None:
        """Keep an answer that holds from `since` until just before `until` (None: for good)."""
        with self._lock:
            self._answers[key] = (since, until, answer)
            self._answers.move_to_end(key)
            while len(self._answers) > self._capacity:
                self._answers.popitem(last=False)
