"""A look at XML without building a tree: no entities, no document types, bounded depth."""

from collections.abc import Callable
from typing import IO
from xml.parsers import expat

from nexus.core.quarantine.refused import Refused

MAX_DEPTH = 250
_CHUNK = 65_536

OnElement = Callable[[str, dict[str, str]], None]


def scan(source: IO[bytes], on_element: OnElement | None = None) -> None:
    """Read `source` to its end, calling `on_element(name, attributes)` for each start tag.

    Names come as `namespace local`. Raises Refused: `unsafe` for a document type declaration, which
    no Word file has and every entity attack needs, `unreadable` for what is not well-formed. Depth
    is bounded where `on_element` is given.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse_doctype
    if on_element is not None:
        depth = 0

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            if depth > MAX_DEPTH:
                raise Refused("unreadable")
            on_element(name, attributes)

        def end(name: str) -> None:
            nonlocal depth
            depth -= 1

        parser.StartElementHandler = start
        parser.EndElementHandler = end
    try:
        while chunk := source.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Refused("unreadable") from error


def _refuse_doctype(*_: object) -> None:
    raise Refused("unsafe")
