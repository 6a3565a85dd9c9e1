"""The shape of a posting: sanitised HTML becomes a flat, canonical sequence of blocks.

What the builder writes, it leaves as it is when it reads it again. It expects the output of a
serializer: well nested, lower case, `<` and `>` escaped in text and attributes.
"""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Literal

_TAG = re.compile(r"<(/?)([a-z0-9]+)([^>]*)>")

Kind = Literal["flow", "run", "list", "grid"]

# Deeper lists, tables and quotations lose their frame. Nobody could read them anyway.
_MAX_CONTAINERS = 20

INLINE = frozenset(("strong", "em", "b", "i", "u", "code", "a"))
HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h5", "h6": "h5"}
TABLE = frozenset(("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"))
# Containers that leave nothing but the end of a paragraph.
_BOUNDARY_NAMES = """
p div section article header footer main aside nav address figure figcaption center
details summary form fieldset legend dl dt dd
"""
BOUNDARIES = frozenset(_BOUNDARY_NAMES.split())
_KINDS: dict[str, Kind] = {
    "blockquote": "flow",
    "li": "run",
    "td": "run",
    "th": "run",
    "caption": "run",
    "ul": "list",
    "ol": "list",
    "table": "grid",
    "thead": "grid",
    "tbody": "grid",
    "tfoot": "grid",
    "tr": "grid",
}


@dataclass(slots=True)
class _Container:
    tag: str
    kind: Kind
    transparent: bool = False
    written: bool = False
    implicit: bool = False


def normalise(html: str) -> str:
    """Return `html` as blocks: loose text in paragraphs, nothing empty, nothing nested wrongly.

    First headings become second ones. Runs of line breaks end a paragraph. A list within a list
    moves into the item before it. Cells and items hold text, not paragraphs.
    """
    html = html.replace("&nbsp;", " ")
    builder = _Builder()
    position = 0
    for match in _TAG.finditer(html):
        start = match.start()
        if start > position:
            builder.text(html[position:start])
        position = match.end()
        closing, tag, attributes = match.groups()
        if closing:
            builder.end(tag)
        else:
            builder.start(tag, attributes)
    if position < len(html):
        builder.text(html[position:])
    return builder.finish()


class _Builder:
    def __init__(self) -> None:
        self._out: list[str] = []
        self._stack: list[_Container] = [_Container("", "flow", written=True)]
        self._leaf: str | None = None
        self._heading = ""
        # Formatting in force, as (opening, closing), and how much of it is written. It is written
        # with the first text, and again in each block that it spans. Bold within bold counts once.
        self._inline: list[tuple[str, str]] = []
        self._inline_depth: Counter[str] = Counter()
        self._opened = 0
        self._breaks = 0
        self._space = False
        self._line_ended = False
        self._pre: list[str] | None = None

    def finish(self) -> str:
        while len(self._stack) > 1:
            self._close_container()
        self._close_leaf()
        return "".join(self._out)

    def text(self, raw: str) -> None:
        if self._pre is not None:
            self._pre.append(raw)
            return
        words = " ".join(raw.split())
        if not words:
            self._space = True
            return
        if self._leaf is None:
            self._open_leaf()
            self._space = False
        elif self._breaks:
            self._write_breaks()
        elif self._space or raw[0].isspace():
            self._out.append(" ")
        for opening, _ in self._inline[self._opened :]:
            self._out.append(opening)
        self._opened = len(self._inline)
        self._out.append(words)
        self._space = raw[-1].isspace()

    def start(self, tag: str, attributes: str) -> None:
        if self._pre is not None:
            if tag == "br" or tag in BOUNDARIES:
                self._pre.append("\n")
        elif tag in INLINE:
            self._start_inline(tag, attributes)
        elif tag == "br":
            self._breaks += self._leaf is not None
        elif tag in BOUNDARIES:
            self._close_leaf()
        elif tag in HEADINGS:
            self._close_leaf()
            self._heading = HEADINGS[tag]
        elif tag == "pre":
            self._close_leaf()
            self._pre = []
        elif tag == "hr":
            self._rule()
        elif tag == "li":
            self._start_item()
        elif tag in ("ul", "ol"):
            self._start_list(tag)
        elif tag in TABLE:
            self._start_table_part(tag)
        elif tag == "blockquote":
            self._leave_implicit_list()
            self._push(tag, transparent=self._stack[-1].kind != "flow" or self._is_deep())

    def end(self, tag: str) -> None:
        if self._pre is not None:
            if tag == "pre":
                self._end_pre()
        elif tag in INLINE:
            self._end_inline(tag)
        elif tag in BOUNDARIES:
            self._close_leaf()
        elif tag in HEADINGS:
            self._close_leaf()
            self._heading = ""
        elif tag in _KINDS:
            while len(self._stack) > 1 and self._close_container() != tag:
                pass

    def _start_inline(self, tag: str, attributes: str) -> None:
        if tag == "a" and "href=" not in attributes:
            tag = ""
        self._inline_depth[tag] += 1
        if self._inline_depth[tag] == 1:
            self._inline.append((f"<{tag}{attributes}>", f"</{tag}>") if tag else ("", ""))

    def _end_inline(self, tag: str) -> None:
        if tag == "a" and not self._inline_depth["a"]:
            tag = ""
        self._inline_depth[tag] -= 1
        if self._inline_depth[tag] == 0:
            if self._opened == len(self._inline):
                self._opened -= 1
                self._out.append(self._inline[-1][1])
            self._inline.pop()

    def _open_leaf(self) -> None:
        self._leave_implicit_list()
        if self._stack[-1].kind == "list":
            self._push("li", implicit=True)
        self._write_containers()
        if self._stack[-1].kind == "flow":
            self._leaf = self._heading or "p"
            self._out.append(f"<{self._leaf}>")
        else:
            self._leaf = ""
            if self._line_ended:
                self._out.append("<br>")
        self._line_ended = False
        self._breaks = 0

    def _close_leaf(self) -> None:
        if self._leaf is None:
            return
        self._close_inline()
        if self._leaf:
            self._out.append(f"</{self._leaf}>")
        else:
            self._line_ended = True
        self._leaf = None
        self._breaks = 0
        self._space = False

    def _close_inline(self) -> None:
        while self._opened:
            self._opened -= 1
            self._out.append(self._inline[self._opened][1])

    def _write_breaks(self) -> None:
        if self._breaks > 1 and self._leaf == "p":
            self._close_leaf()
            self._open_leaf()
        else:
            self._out.append("<br>" if self._leaf else "<br>" * min(self._breaks, 2))
        self._breaks = 0

    def _is_deep(self) -> bool:
        return len(self._stack) > _MAX_CONTAINERS

    def _push(self, tag: str, *, transparent: bool = False, implicit: bool = False) -> None:
        self._close_leaf()
        kind = self._stack[-1].kind if transparent else _KINDS[tag]
        if not transparent:
            self._line_ended = False
        self._stack.append(_Container(tag, kind, transparent=transparent, implicit=implicit))

    def _write_containers(self) -> None:
        unwritten = len(self._stack)
        while unwritten and not self._stack[unwritten - 1].written:
            unwritten -= 1
        for entry in self._stack[unwritten:]:
            if not entry.transparent:
                self._out.append(f"<{entry.tag}>")
            entry.written = True

    def _close_container(self) -> str:
        self._close_leaf()
        entry = self._stack.pop()
        if entry.written and not entry.transparent:
            self._out.append(f"</{entry.tag}>")
            self._line_ended = False
        return "" if entry.implicit else entry.tag

    def _leave_implicit_list(self) -> None:
        if self._stack[-1].implicit and self._stack[-1].kind == "list":
            self._close_container()

    def _start_item(self) -> None:
        self._close_leaf()
        if self._stack[-1].implicit and self._stack[-1].kind == "run":
            self._close_container()
        if self._stack[-1].kind != "list":
            if self._is_deep():
                self._push("li", transparent=True)
                return
            self._push("ul", implicit=True)
        self._push("li")

    def _start_list(self, tag: str) -> None:
        self._close_leaf()
        self._leave_implicit_list()
        parent = self._stack[-1]
        if self._is_deep():
            self._push(tag, transparent=True)
            return
        if parent.kind == "list":
            if not parent.written or self._out[-1] != "</li>":
                self._push(tag, transparent=True)
                return
            self._out.pop()
            self._stack.append(_Container("li", "run", written=True, implicit=True))
        self._push(tag)

    def _start_table_part(self, tag: str) -> None:
        self._leave_implicit_list()
        parent = self._stack[-1]
        inside = parent.kind == "grid" and not parent.transparent
        fits = parent.kind == "flow" and not self._is_deep() if tag == "table" else inside
        self._push(tag, transparent=not fits)
        if fits and tag in ("td", "th"):
            # An empty cell still holds its place.
            self._write_containers()

    def _rule(self) -> None:
        self._close_leaf()
        self._leave_implicit_list()
        if self._stack[-1].kind == "flow" and self._out and self._out[-1] != "<hr>":
            self._write_containers()
            self._out.append("<hr>")

    def _end_pre(self) -> None:
        text = "".join(self._pre or ())
        self._pre = None
        lines = [line.rstrip() for line in text.splitlines()]
        while lines and not lines[0]:
            lines.pop(0)
        while lines and not lines[-1]:
            lines.pop()
        if lines:
            self._leave_implicit_list()
            if self._stack[-1].kind == "list":
                self._push("li", implicit=True)
            self._write_containers()
            self._line_ended = False
            self._out.append("<pre>{}</pre>".format("\n".join(lines)))
