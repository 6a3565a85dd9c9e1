"""Removal of files that survives a crash: what is to go is a row until it is gone.

`delete_after_commit` is for files that have been replaced, where one left behind does no harm. What
must not be left behind goes through here: the name is written down in the transaction that lets go
of the file, the file goes after the commit, and the row with it. Where the process dies between the
two, or the storage is away, the sweep finds the row.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone

from nexus.core.models import RemovedFile

if TYPE_CHECKING:
    from collections.abc import Collection

logger = logging.getLogger(__name__)

_AT_ONCE = 500
# Longer than the process that wrote it down takes to do it itself.
_GRACE = timedelta(minutes=5)


def remove_files(names: Collection[str], *, storage: str = "private") -> None:
    """Remove files once the present transaction has committed, whatever happens then."""
    rows = RemovedFile.objects.bulk_create(
        RemovedFile(storage=storage, name=name) for name in names if name
    )
    if rows:
        transaction.on_commit(lambda: _remove(rows))


def sweep_removed_files() -> int:
    """Remove the files that were left behind, and return how many are gone. At most 500 a run."""
    left = RemovedFile.objects.filter(at__lt=timezone.now() - _GRACE).order_by("at", "pk")
    return _remove(list(left[:_AT_ONCE]))


def _remove(rows: Collection[RemovedFile]) -> int:
    gone = {row.pk for row in rows if _is_removed(row)}
    RemovedFile.objects.filter(pk__in=gone).delete()
    failed = [row.pk for row in rows if row.pk not in gone]
    # To the end of the line: what cannot be removed must not keep others from being.
    RemovedFile.objects.filter(pk__in=failed).update(at=timezone.now())
    return len(gone)


def _is_removed(row: RemovedFile) -> bool:
    try:
        storages[row.storage].delete(row.name)
    except Exception:
        logger.exception("The file %s could not be removed; it is tried again.", row.pk)
        return False
    return True
