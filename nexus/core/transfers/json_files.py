"""Rows of JSON files: a list of objects, or an object on each line, read one by one."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from nexus.core.transfers import limits
from nexus.core.transfers.lent import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCK = 256 * 1024
_BETWEEN = " \t\r\n,"


def json_rows(stream: IO[bytes], encoding: str) -> Iterator[tuple[int, Any, str]]:
    """Yield number, object and complaint of each item. Where it is no JSON any more, it ends."""
    text = text_of(stream, encoding)
    scanner = _Scanner(text)
    scanner.skip("\ufeff" + _BETWEEN)
    if scanner.peek() == "[":
        scanner.take(1)
    number = 0
    while True:
        scanner.skip(_BETWEEN)
        following = scanner.peek()
        if following in ("", "]"):
            return
        number += 1
        try:
            value = scanner.value()
        except _Broken as broken:
            yield number, {}, str(broken)
            return
        if isinstance(value, dict):
            yield number, value, ""
        else:
            yield number, {}, _("It is not an object with named columns.")


class _Broken(Exception):
    """What follows cannot be read."""


class _Scanner:
    """Reads one value after the other, holding little more than one of them."""

    def __init__(self, text: IO[str]) -> None:
        self._text = text
        self._held = ""
        self._at = 0
        self._decoder = json.JSONDecoder()

    def skip(self, characters: str) -> None:
        while True:
            while self._at < len(self._held) and self._held[self._at] in characters:
                self._at += 1
            if self._at < len(self._held) or not self._more():
                return

    def peek(self) -> str:
        if self._at >= len(self._held):
            self._more()
        return self._held[self._at : self._at + 1]

    def take(self, count: int) -> None:
        self._at += count

    def value(self) -> Any:
        while True:
            try:
                value, end = self._decoder.raw_decode(self._held, self._at)
            except json.JSONDecodeError as error:
                if len(self._held) - self._at > limits.MOST_CHARACTERS_OF_ROW:
                    raise _Broken(
                        _("It is longer than %(most)s characters, or a quotation mark is missing.")
                        % {"most": f"{limits.MOST_CHARACTERS_OF_ROW:,}"}
                    ) from None
                if self._more(grow=True):
                    continue
                raise _Broken(
                    _("It is not valid JSON, and nothing after it can be read: %(why)s.")
                    % {"why": error.msg}
                ) from None
            except (RecursionError, ValueError):
                raise _Broken(_("It is nested too deeply, or holds too large a number.")) from None
            # A number may go on in the next block.
            if end == len(self._held) and not isinstance(value, dict | list | str) and self._more():
                continue
            self._at = end
            return value

    def _more(self, *, grow: bool = False) -> bool:
        # Twice as much each time, or a long value would be tried over and over.
        size = max(_BLOCK, len(self._held) - self._at) if grow else _BLOCK
        block = self._text.read(size)
        self._held = self._held[self._at :] + block
        self._at = 0
        return bool(block)
