"""PDF: opened by pypdf under tight limits, as far as its first page."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader, overwrite_configuration
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from nexus.core.quarantine.refused import Refused

# Leading blanks and a byte order mark are the work of mail gateways; more than that is somebody
# else's file with a PDF behind it.
STARTS_AS_PDF = re.compile(rb"(?:\xef\xbb\xbf)?[\s\0]{0,1024}%PDF-\d")

_MAX_PAGE_NODES = 10_000
_MAX_ACTIONS = 100
# Actions that leave the document. Run by a click they are links; run by themselves they are not.
_ACTIVE = frozenset(
    ("/Launch", "/JavaScript", "/URI", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE")
)


def check(data: bytes) -> None:
    """Raise Refused unless this PDF opens without a password and has at least one page.

    Codes: `unreadable`, `password`, `unsafe` (something runs when it is opened), `wrong_type` (it
    is another kind of archive as well). Page counts are not believed: the tree is walked to its
    first leaf. pypdf raises other errors, too, on damaged files.
    """
    if zipfile.is_zipfile(BytesIO(data)):
        raise Refused("wrong_type")
    reader = opened(data)
    page = next(_leaves(reader), None)
    if page is None:
        raise Refused("unreadable")
    if _runs_by_itself(reader.root_object, page):
        raise Refused("unsafe")


def opened(data: bytes) -> PdfReader:
    """Return a reader that is unlocked. Raises Refused with `password` or `unreadable`."""
    overwrite_configuration(
        maximum_declared_stream_length=20_000_000,
        array_based_stream_maximum_output_length=20_000_000,
        zlib_maximum_output_length=20_000_000,
        lzw_maximum_output_length=20_000_000,
        run_length_maximum_output_length=20_000_000,
        stream_decoding_work_maximum_length=60_000_000,
        jbig2dec_binary=None,
        disable_legacy_handling=True,
    )
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused("password")
    except (PyPdfError, NotImplementedError) as error:
        raise Refused("unreadable") from error
    return reader


def _leaves(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Yield the pages in order, each node at most once."""
    pending: list[Any] = [reader.root_object.get("/Pages")]
    seen: set[int] = set()
    nodes = 0
    while pending:
        node = pending.pop()
        if isinstance(node, IndirectObject):
            if node.idnum in seen:
                continue
            seen.add(node.idnum)
            node = node.get_object()
        nodes += 1
        if nodes > _MAX_PAGE_NODES:
            return
        if not isinstance(node, DictionaryObject) or isinstance(node, StreamObject):
            continue
        kids = _resolved(node.get("/Kids"))
        if isinstance(kids, ArrayObject):
            pending.extend(reversed(kids[:_MAX_PAGE_NODES]))
        elif node.get("/Type", "/Page") == "/Page" and node:
            yield node


def _runs_by_itself(root: DictionaryObject, page: DictionaryObject) -> bool:
    triggers = [root.get("/OpenAction")]
    for holder in (root, page):
        automatic = _resolved(holder.get("/AA"))
        if isinstance(automatic, DictionaryObject):
            triggers.extend(automatic.values())
    if any(action.get("/S") in _ACTIVE for action in _actions(triggers)):
        return True
    names = _resolved(root.get("/Names"))
    return isinstance(names, DictionaryObject) and bool(_resolved(names.get("/JavaScript")))


def _actions(pending: list[Any]) -> Iterator[DictionaryObject]:
    """Yield the actions and those they are followed by."""
    for _ in range(_MAX_ACTIONS):
        if not pending:
            return
        action = _resolved(pending.pop())
        if isinstance(action, DictionaryObject):
            yield action
            following = _resolved(action.get("/Next"))
            pending.extend(following if isinstance(following, ArrayObject) else [following])


def _resolved(value: Any) -> Any:
    return value.get_object() if isinstance(value, IndirectObject) else value
