"""Plain text as people type and paste it, turned into simple HTML: paragraphs, lines, lists."""

import re
from html import escape

# Marks that are bullets wherever a line begins with them.
_BULLET = re.compile(r"\s*[•●▪‣⁃◦∙■❖➢✓✔\uf0b7]\s*(?=\S)")
# Marks that are bullets in company only: a lone dash or star may be a signature or a footnote.
_MARK = re.compile(r"\s*([-*·–—+])(?:\s+(?=\S)|(?=[^\W\d_]))")
_INDENTED = re.compile(r"(?:\t|\s{2,})\S")
# "Full-time • Remote • Berlin" is one line; three long pieces are a list that lost its breaks.
_LONG_PIECE = 20
_MANY_PIECES = 3


def to_html(text: str) -> str:
    """Return `text` as paragraphs, line breaks and lists, everything else in it escaped."""
    blocks: list[str] = []
    items: list[str] = []
    lines: list[str] = []

    def end_paragraph() -> None:
        if lines:
            blocks.append(f"<p>{'<br>'.join(lines)}</p>")
            lines.clear()

    def end_list() -> None:
        if items:
            blocks.append("<ul><li>" + "</li><li>".join(items) + "</li></ul>")
            items.clear()

    source = [line for raw in text.splitlines() for line in _unfolded(raw)]
    marked = _bullets(source)
    after_blank = True
    for line, mark in zip(source, marked, strict=True):
        if not line.strip():
            end_paragraph()
            after_blank = True
            continue
        if mark is not None:
            end_paragraph()
            items.append(escape(line[mark:].strip(), quote=False))
        elif items and not after_blank and _INDENTED.match(line):
            items[-1] += " " + escape(line.strip(), quote=False)
        else:
            end_list()
            lines.append(escape(line.strip(), quote=False))
        after_blank = False
    end_paragraph()
    end_list()
    return "".join(blocks)


def _unfolded(line: str) -> list[str]:
    """Split a line of several bullets, as they come out of spreadsheets."""
    if "•" not in line:
        return [line]
    head, *pieces = line.split("•")
    starts_so = not head.strip() and len(pieces) > 1
    is_long = len(pieces) >= _MANY_PIECES and sum(map(len, pieces)) >= _LONG_PIECE * len(pieces)
    if not starts_so and not is_long:
        return [line]
    return ([head] if head.strip() else []) + [f"• {piece}" for piece in pieces if piece.strip()]


def _bullets(lines: list[str]) -> list[int | None]:
    """Return for each line where its text begins after a bullet, or None where it has none."""
    ends: list[int | None] = [None] * len(lines)
    previous = ("", -1, -1)
    for index, line in enumerate(lines):
        if match := _BULLET.match(line):
            ends[index] = match.end()
            previous = ("", -1, -1)
        elif match := _MARK.match(line):
            mark = match[1]
            if previous[0] == mark:
                ends[previous[1]] = previous[2]
                ends[index] = match.end()
            previous = (mark, index, match.end())
        elif line.strip():
            previous = ("", -1, -1)
    return ends
