"""XML written piece by piece, so that nothing large is ever whole in memory."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'

# What no XML document may hold, not even escaped. https://www.w3.org/TR/xml/#charsets
_IMPOSSIBLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def possible(text: str) -> str:
    """Return `text` without the characters that XML cannot hold."""
    return _IMPOSSIBLE.sub("", text)


def element(name: str, text: str) -> str:
    """Return an element that holds `text`."""
    return f"<{name}>{escape(possible(text))}</{name}>"


def cdata(name: str, text: str) -> str:
    """Return an element that holds `text` as it is, which readers of HTML expect."""
    return f"<{name}><![CDATA[{possible(text).replace(']]>', ']]]]><![CDATA[>')}]]></{name}>"
