"""Keeping text from being run as a formula by the program that opens a file.

A spreadsheet runs a cell that begins with an equals, plus, minus or at sign, and some look for such
a beginning behind white space, quotation marks, and delimiters other than the file's own. An
apostrophe in front makes it text. Nearly everything that begins so is honest, though: a number, a
phone number, an item of a list, a handle. That is left alone wherever no formula can come of it.

`unguard` takes away exactly what `guard` put there, whatever the text was.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from openpyxl.utils import FORMULAE

if TYPE_CHECKING:
    from collections.abc import Callable

MARK = "'"
_DELIMITER = re.compile(r"([;,|])")
# White space, control characters, what has no width, and quotation marks, in front of a sign.
_SKIPPED = r'[\s\x00-\x20\x7f\xa0\xad\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff"]*'
# With their wide and small forms, which spreadsheets of East Asia take for the same.
_SIGN = r"[=+\-@＝＋－＠﹦﹢﹣﹫]"
_BEGINNING = re.compile(rf"{_SKIPPED}({_SIGN})")
_ANYWHERE = re.compile(rf"(?:^|[;,|])'*{_SKIPPED}{_SIGN}")
_MARKED = re.compile(rf"'{_SKIPPED}{_SIGN}")
# So many beginnings in one text are judged; whoever wrote more of them means no good.
_MOST_JUDGED = 20

_NUMBER = re.compile(r"\s*(?:\d[\d.,'\u2019\s]*|[.,]\d+)(?:[eE][+-]?\d+)?\s*%?\s*")
_PHONE = re.compile(r"\+\d[\d\s()./\-]{5,28}\d")
# A name with a bracket right behind it, or behind white space, is a call.
_CALL = re.compile(r"[A-Za-z_\\][\w.\\]*\(")
_LOOSE_CALL = re.compile(r"([A-Za-z_\\][\w.\\]*)\s+\(([^()]*)(\(?)")
# Another sheet, another file, another program.
_ELSEWHERE = re.compile(r"""!\s*[\w$#'(\[]""")
_COLUMNS = re.compile(r"\$?[A-Za-z]{1,3}\s*:\s*\$?[A-Za-z]{1,3}")
_PIECE = re.compile(r'"[^"]*"|[\w$.\\°º€£¥?]+|\s+|.', re.DOTALL)
_OPERAND_THAT_COUNTS = re.compile(
    r"(?:\d[\d.]*(?:[eE]\d+)?|\$?[A-Za-z]{1,3}\$?\d{1,7}|[Rr]\d*[Cc]\d*|TRUE|FALSE|\"[^\"]*\")",
    re.IGNORECASE,
)
_MORE_FUNCTIONS = frozenset(
    [
        "CALL",
        "DDE",
        "EXEC",
        "FILTERXML",
        "HYPERLINK",
        "IMAGE",
        "IMPORTDATA",
        "IMPORTFEED",
        "IMPORTHTML",
        "IMPORTRANGE",
        "IMPORTXML",
        "INDIRECT",
        "LAMBDA",
        "LET",
        "QUERY",
        "REGISTER",
        "REGISTER.ID",
        "RTD",
        "RUN",
        "WEBSERVICE",
        "XLOOKUP",
    ]
)


def guard(text: str, *, is_typed: bool = False) -> str:
    """Return `text` so that nothing runs it, changed only where something would.

    `is_typed` says that the file itself calls the cell a text, as a workbook does: only what would
    run once somebody saves it as CSV is marked then, and no phone number.
    """
    return _each_beginning(text, lambda marks, body: _is_marked(marks, body, is_typed=is_typed), 1)


def unguard(text: str) -> str:
    """Return what `guard` was given, of a typed cell or another one."""
    if not _MARKED.search(text):
        return text
    return _each_beginning(text, lambda marks, body: bool(marks) and _may_run(body), -1)


def _is_marked(marks: int, body: str, *, is_typed: bool) -> bool:
    if marks or not is_typed:
        # What has a mark of its own gets another one, or its own would be taken away.
        return _may_run(body)
    return _runs(body) and not _PHONE.fullmatch(body.strip())


def _each_beginning(text: str, is_changed: Callable[[int, str], bool], step: int) -> str:
    """Add a mark to each beginning of which `is_changed(marks, body)` says so, or take one away.

    The body is what follows the marks up to the end of the text, with the marks of later
    beginnings left out: so it is the same before and after.
    """
    if not _ANYWHERE.search(text):
        return text

    parts = _DELIMITER.split(text)
    bodies = [part.lstrip(MARK) for part in parts]
    whole = "".join(bodies)
    judged = at = 0
    for index, body in enumerate(bodies):
        if index % 2 == 0 and _BEGINNING.match(body):
            judged += 1
            marks = len(parts[index]) - len(body)
            if is_changed(marks, whole[at:] if judged <= _MOST_JUDGED else "="):
                parts[index] = MARK * (marks + step) + body
        at += len(body)
    return "".join(parts)


def _may_run(body: str) -> bool:
    """Tell whether a cell that a program types itself may be run, or only end in an error.

    LibreOffice makes an error of whatever begins with an equals sign, a headline as "== New ==" too.
    """
    found = _BEGINNING.match(body)
    return found is not None and (_plain(found[1]) == "=" or _runs(body))


def _runs(body: str) -> bool:
    """Tell whether what `body` begins with can be a formula of any consequence.

    The rest of the text up to the next delimiter counts as well as the whole: some programs part
    cells there.
    """
    first = _DELIMITER.split(body, maxsplit=1)[0]
    return _is_formula(body) or (first != body and _is_formula(first))


def _is_formula(text: str) -> bool:
    found = _BEGINNING.match(text)
    if found is None:
        return False
    sign = _plain(found[1])
    rest = unicodedata.normalize("NFKC", text[found.end() :])
    if sign == "=" and not rest.lstrip().startswith(("=", "<", ">")):
        return bool(rest.strip())
    body = rest.lstrip(" \t=<>+-@")
    if not body or (body == rest.lstrip() and _NUMBER.fullmatch(body)):
        return False
    return _calls(body) or _is_arithmetic(body)


def _calls(body: str) -> bool:
    if _CALL.search(body) or _ELSEWHERE.search(body) or _COLUMNS.fullmatch(body.strip()):
        return True
    if "|" in body and "!" in body:  # a program, its file, and a place in that
        return True
    return any(
        name.upper() in FORMULAE or name.upper() in _MORE_FUNCTIONS
        for name, inside, nested in _LOOSE_CALL.findall(body)
        if nested or '"' in inside or not re.search(r"[^\W\d]{2,}\s+[^\W\d]{2,}", inside)
    )


def _is_arithmetic(body: str) -> bool:
    """Tell whether it is made of numbers, cells and texts alone, in an order that can be computed.

    Words are none of these: at worst they are names of nothing. Numbers that follow each other
    with nothing but a space or a bracket between them, as in phone numbers, compute nothing.
    """
    before = ""
    has_operands = False
    for piece in _PIECE.findall(body):
        if piece.isspace():
            continue
        is_operand = len(piece) > 1 or piece.isalnum() or piece in "°º€£¥?"
        if is_operand and not _OPERAND_THAT_COUNTS.fullmatch(piece):
            return False
        if (is_operand or piece == "(") and before in ("operand", ")"):
            return False
        has_operands |= is_operand
        before = "operand" if is_operand else piece
    return has_operands


def _plain(sign: str) -> str:
    return unicodedata.normalize("NFKC", sign)
