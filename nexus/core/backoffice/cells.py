"""How the cells of lists show what people have written."""

from __future__ import annotations

import re

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_AFTER_A_PART = re.compile(r"(?<=[.@_])(?=\w)")


def brief(text: object, *, css: str = "", url: str = "") -> SafeString:
    """Return `text` as a block of at most three lines; all of it is told where one points at it.

    Of no text it is nothing, so that a card leaves out the heading too.
    With `url` it is a link; as such it must not stand in a cell that is one already. Addresses and
    user names break after one of their parts rather than anywhere.
    """
    words = str(text)
    if not words:
        return SafeString("")
    kind = f"brief {css}".strip()
    if " " in words:
        shown = format_html("{}", words)
    else:
        shown = format_html_join(
            SafeString("<wbr>"), "{}", ((part,) for part in _AFTER_A_PART.split(words))
        )
    if url:
        return format_html(
            '<a class="{}" href="{}" dir="auto" title="{}">{}</a>', kind, url, words, shown
        )
    return format_html('<span class="{}" dir="auto" title="{}">{}</span>', kind, words, shown)
