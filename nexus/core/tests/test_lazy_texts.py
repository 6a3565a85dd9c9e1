"""What is said on a form is in the language of whoever reads it, not of whoever started the server."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from nexus.core.lazy_texts import filled_lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

APPS = ("nexus", "jobs", "people", "hiring", "taxonomy", "site")


def test_a_text_is_filled_in_the_language_that_is_spoken_then() -> None:
    text = filled_lazy(_("Write at most %(number)s characters."), {"number": 7})

    assert str(text) == "Write at most 7 characters."
    with translation.override("de"):
        assert str(text) == "Schreiben Sie höchstens 7 Zeichen."


def sources() -> Iterator[Path]:
    for app in APPS:
        yield from (settings.BASE_DIR / app).rglob("*.py")


def filled_at_once(source: str) -> list[int]:
    """Return the lines on which a lazy text is filled while the module is being loaded."""
    tree = ast.parse(source)
    lazy = {
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for name in node.names
        if name.name in {"gettext_lazy", "pgettext_lazy", "ngettext_lazy"}
    }
    later = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.Lambda)
        for inner in ast.walk(node)
    }
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Mod)
        and isinstance(node.left, ast.Call)
        and isinstance(node.left.func, ast.Name)
        and node.left.func.id in lazy
        and id(node) not in later
    ]


def test_no_text_is_filled_while_its_module_is_being_loaded() -> None:
    found = {
        str(path): lines
        for path in sources()
        if "_lazy" in (source := path.read_text()) and (lines := filled_at_once(source))
    }

    assert not found, "use filled_lazy: this is translated once, for everybody"


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("from x import gettext_lazy as _\nT = _('%s') % 1", [2]),
        ("from x import gettext_lazy as _\ndef f():\n    return _('%s') % 1", []),
        ("from x import gettext as _\nT = _('%s') % 1", []),
    ],
)
def test_what_is_filled_at_once_is_found(source: str, lines: list[int]) -> None:
    assert filled_at_once(source) == lines
