"""What the source says in words, and what a catalogue holds, read without gettext's tools."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.utils.translation.template import templatize

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Path = settings.BASE_DIR
GERMAN = ROOT / "nexus" / "locale" / "de" / "LC_MESSAGES" / "django.po"
_SOURCES = ("nexus", "people", "jobs", "hiring", "taxonomy", "site/careers", "templates")
# As in the command that collects them.
_SILENT = {"tests", "management", "bench", "demo"}
_MODULE = "django.utils.translation"
# How many of the leading arguments are texts, and whether the first is the context.
_SHAPES = {"gettext": (1, False), "ngettext": (2, False), "pgettext": (2, True)}
_SHAPES["npgettext"] = (3, True)
_CALL = re.compile(r"\b(?P<name>_|n?p?gettext)\(")
_FIELD = re.compile(r'^(msgctxt|msgid_plural|msgid|msgstr(?:\[(?P<number>\d)\])?) (?P<text>".*")$')


class Message(NamedTuple):
    """What identifies a text: its context (None for most), the text, and its plural if it has one."""

    context: str | None
    text: str
    plural: str | None = None


@dataclass
class Entry:
    """A message with its translations, one for each form of the plural."""

    message: Message
    translations: list[str] = field(default_factory=list)
    is_fuzzy: bool = False


def entries(catalogue: Path) -> list[Entry]:
    """Return what a .po file holds, its header left out. Raises ValueError for a line unknown."""
    blocks = re.split(r"\n{2,}", catalogue.read_text(encoding="utf-8").strip())
    read = [_entry(block) for block in blocks]
    return [entry for entry in read if entry.message.text]


def _entry(block: str) -> Entry:
    parts: dict[str, str] = {}
    name, is_fuzzy = "", False
    for line in block.splitlines():
        if line.startswith("#"):
            is_fuzzy |= line.startswith("#,") and "fuzzy" in line
            continue
        if found := _FIELD.match(line):
            name, line = found[1], found["text"]
        if not line.startswith('"'):
            raise ValueError(line)
        parts[name] = parts.get(name, "") + str(ast.literal_eval(line))
    message = Message(parts.get("msgctxt"), parts.get("msgid", ""), parts.get("msgid_plural"))
    texts = [text for name, text in sorted(parts.items()) if name.startswith("msgstr")]
    return Entry(message, texts, is_fuzzy)


def used() -> dict[Message, str]:
    """Return every message that the source marks, with the path of a file that does."""
    found: dict[Message, str] = {}
    for path in _files():
        source = path.read_text(encoding="utf-8")
        said = _in_python(source) if path.suffix == ".py" else _in_template(source)
        for message in said:
            found.setdefault(message, str(path.relative_to(ROOT)))
    return found


def _files() -> Iterator[Path]:
    for top in _SOURCES:
        for path in sorted((ROOT / top).rglob("*")):
            is_silent = _SILENT & set(path.relative_to(ROOT).parts)
            if path.suffix in {".py", ".html", ".txt"} and not is_silent:
                yield path


def _in_python(source: str) -> Iterator[Message]:
    tree = ast.parse(source)
    names = {
        alias.asname or alias.name: re.sub(r"_(lazy|noop)$", "", alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == _MODULE
        for alias in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield from _message(names.get(node.func.id, ""), node)


def _in_template(source: str) -> Iterator[Message]:
    code = templatize(source)
    for found in _CALL.finditer(code):
        call = _whole_call(code, found)
        if call is not None:
            yield from _message("gettext" if found["name"] == "_" else found["name"], call)


def _whole_call(code: str, found: re.Match[str]) -> ast.Call | None:
    """Return the call that begins at a name: up to the first bracket that makes it whole."""
    for closing in re.finditer(r"\)", code[found.start() :]):
        piece = code[found.start() : found.start() + closing.end()].replace("\n", "\\n")
        try:
            parsed = ast.parse(piece, mode="eval").body
        except SyntaxError:
            continue
        return parsed if isinstance(parsed, ast.Call) else None
    return None


def _message(function: str, call: ast.Call) -> Iterator[Message]:
    number, has_context = _SHAPES.get(function, (0, False))
    texts = [arg.value for arg in call.args[:number] if isinstance(arg, ast.Constant)]
    if not number or len(texts) < number or not all(isinstance(text, str) for text in texts):
        return
    said = [str(text) for text in texts]
    context = said.pop(0) if has_context else None
    yield Message(context, said[0], said[1] if len(said) > 1 else None)
