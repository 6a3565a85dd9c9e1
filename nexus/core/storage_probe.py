"""Whether files can be stored, read and deleted: asked in the background, answered at once."""

from __future__ import annotations

import threading
import time
import uuid
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.core.files.storage import Storage

_CONTENT = b"Written to see whether it can be, and deleted again."


class StorageProbe:
    """What is known of one storage: at most `keep` seconds old, while somebody asks.

    A storage far away may not answer for minutes. Whoever asks waits `patience` seconds at most.
    """

    def __init__(
        self, storage: Callable[[], Storage], *, keep: float = 30.0, patience: float = 2.0
    ) -> None:
        self._storage = storage
        self._keep, self._patience = keep, patience
        self._lock = threading.Lock()
        self._answer = ""
        self._answered_at = float("-inf")
        self._under_way: threading.Thread | None = None

    def state(self) -> str:
        """Return "ok", or in a few words what is wrong."""
        with self._lock:
            if time.monotonic() - self._answered_at < self._keep:
                return self._answer
            if self._under_way is None or not self._under_way.is_alive():
                self._under_way = threading.Thread(target=self._ask, daemon=True)
                self._under_way.start()
            thread = self._under_way
        thread.join(self._patience)
        return "it does not answer" if thread.is_alive() else self._answer

    def forget(self) -> None:
        """Ask anew the next time."""
        self._answered_at = float("-inf")

    def _ask(self) -> None:
        try:
            answer = _try(self._storage())
        except Exception as exc:  # noqa: BLE001  # whatever it is, it is the answer
            answer = type(exc).__name__
        self._answer, self._answered_at = answer, time.monotonic()


def _try(storage: Storage) -> str:
    name = storage.save(f"probe/{uuid.uuid4().hex}", ContentFile(_CONTENT))
    try:
        with storage.open(name) as file:
            kept = file.read() == _CONTENT
    finally:
        storage.delete(name)
    return "ok" if kept else "it does not keep what it is given"
