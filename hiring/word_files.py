"""DOC files as PDF, by LibreOffice where it is installed."""

from __future__ import annotations

import logging
import shutil
import subprocess
import tempfile
import threading
from pathlib import Path

logger = logging.getLogger(__name__)

_SECONDS = 25
# Each takes some 200 megabytes.
_AT_ONCE = threading.BoundedSemaphore(2)


def can_convert() -> bool:
    return _program() is not None


def doc_as_pdf(content: bytes) -> bytes | None:
    """Return the document as PDF; None without LibreOffice and where it cannot or takes too long.

    Macros stay off and the program sees nothing of our environment. Costs seconds.
    """
    program = _program()
    if program is None or not _AT_ONCE.acquire(timeout=_SECONDS):
        return None
    try:
        with tempfile.TemporaryDirectory(prefix="nexus-doc-") as folder:
            return _convert(program, Path(folder), content)
    finally:
        _AT_ONCE.release()


def _program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def _convert(program: str, folder: Path, content: bytes) -> bytes | None:
    source, result = folder / "cv.doc", folder / "cv.pdf"
    source.write_bytes(content)
    command = [
        program,
        "--headless",
        "--norestore",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(source),
    ]
    environment = {"HOME": str(folder), "PATH": "/usr/bin:/bin"}
    try:
        subprocess.run(  # noqa: S603  # a program of the machine; no argument from outside
            command, capture_output=True, timeout=_SECONDS, check=True, env=environment
        )
        return result.read_bytes()
    except (OSError, subprocess.SubprocessError) as exc:
        logger.info("A DOC could not be converted: %s.", type(exc).__name__)
        return None
