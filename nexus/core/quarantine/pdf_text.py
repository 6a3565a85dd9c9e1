"""The text of a PDF, page by page."""

import sys
from contextlib import suppress
from itertools import islice

from nexus.core.quarantine import MAX_CHARACTERS
from nexus.core.quarantine.pdf import opened

MAX_PAGES = 30


def write_text(data: bytes) -> bytes:
    """Write the text to standard output, each page as it is read, and return nothing more.

    Should a later page break the limits, the parent has the earlier ones.
    """
    written = 0
    for page in islice(opened(data).pages, MAX_PAGES):
        text = ""
        # pypdf raises almost anything on a damaged page; the other pages are still worth having.
        with suppress(Exception):
            text = page.extract_text()
        text = text[: MAX_CHARACTERS - written]
        written += len(text)
        sys.stdout.buffer.write(text.encode(errors="ignore") + b"\n")
        sys.stdout.buffer.flush()
        if written >= MAX_CHARACTERS:
            break
    return b""
