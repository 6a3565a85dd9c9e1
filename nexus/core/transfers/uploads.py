"""The uploaded file: sealed in the private storage for as long as its run needs it."""

from __future__ import annotations

import io
import tempfile
import uuid
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, cast

from django.core.files import File
from django.utils.translation import gettext as _

from nexus.core.crypto import CannotOpen
from nexus.core.files.sealed import SealingWriter, read_sealed
from nexus.core.storages import private_storage, saved_file
from nexus.core.transfers.limits import MEGABYTE
from nexus.core.transfers.sheet_errors import FileRefused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nexus.core.transfers.models import ImportRun


@contextmanager
def kept(source: IO[bytes]) -> Iterator[str]:
    """Store what `source` holds, sealed, for the block that records its name (which it yields).

    The file goes when the block raises or its transaction is rolled back.
    """
    with tempfile.TemporaryFile() as scratch:
        source.seek(0)
        with SealingWriter(cast("IO[bytes]", scratch)) as sealing:
            while block := source.read(MEGABYTE):
                sealing.write(block)
        scratch.seek(0)
        name = f"imports/{uuid.uuid4().hex}.sealed"
        with saved_file(private_storage(), name, File(scratch)) as stored:
            yield stored


@contextmanager
def opened(run: ImportRun) -> Iterator[IO[bytes]]:
    """Yield what was uploaded, piece by piece; a workbook, which has to be sought in, as a whole.

    Raises FileRefused where it has gone or cannot be read any more.
    """
    gone = FileRefused(_("The file is not there any more. Upload it again."))
    if not run.stored:
        raise gone
    try:
        file = private_storage().open(run.stored, "rb")
    except OSError as error:
        raise gone from error
    with file:
        try:
            pieces = read_sealed(file)
            if run.reading.get("format") == "xlsx":
                yield io.BytesIO(b"".join(pieces))
            else:
                yield io.BufferedReader(_Pieces(pieces), 256 * 1024)
        except CannotOpen as error:
            raise gone from error


def forget(run: ImportRun) -> None:
    """Erase the file of a run, if it has one still. The caller saves the run."""
    if run.stored:
        # The file first: a row without a file is found again, a file without a row is not.
        private_storage().delete(run.stored)
        run.stored = ""


class _Pieces(io.RawIOBase):
    """Bytes that come in pieces, to be read as a file."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces = pieces
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = memoryview(piece)
        count = min(len(buffer), len(self._left))
        buffer[:count] = self._left[:count]
        self._left = self._left[count:]
        return count
