"""The text of a DOCX: headers, then the body with its tables and text boxes, in reading order."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from docx import Document

from nexus.core.quarantine import MAX_CHARACTERS, docx

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_text(data: bytes) -> bytes:
    """Return the text in UTF-8, a line for each paragraph. Raises Refused as `docx.check` does."""
    docx.check(data)
    document = Document(BytesIO(data))
    pieces: list[str] = []
    size = 0
    parts = [section.header for section in document.sections]
    roots = [part._element for part in parts if not part.is_linked_to_previous]
    for root in (*roots, document.element.body):
        for piece in _pieces(root):
            pieces.append(piece)
            size += len(piece)
            if size >= MAX_CHARACTERS:
                break
    return "".join(pieces)[:MAX_CHARACTERS].encode(errors="ignore")


def _pieces(root: Any) -> Iterator[str]:
    # The same text box stands twice in the file: the second form is for programs before 2010.
    pending = [root]
    while pending:
        element = pending.pop()
        if element.tag == f"{_W}t":
            yield element.text or ""
        elif element.tag == f"{_W}tab":
            yield "\t"
        elif element.tag in (f"{_W}br", f"{_W}cr", f"{_W}p"):
            yield "\n"
        if element.tag != _FALLBACK:
            pending.extend(reversed(element))
