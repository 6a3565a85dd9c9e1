"""HTML of postings: an allow-list, a canonical form, and the way back to plain text."""

import re
from html import unescape

import nh3

from nexus.core import plain_text
from nexus.core.html_blocks import BOUNDARIES, HEADINGS, INLINE, TABLE, normalise

# Tags that survive the sanitiser. `normalise` then takes out BOUNDARIES, which only end paragraphs.
_TAGS = {"br", "ul", "ol", "li", "blockquote", "pre", "hr", *BOUNDARIES, *HEADINGS, *INLINE, *TABLE}
_REMOVED_NAMES = """
script style title noscript template iframe object svg math select noembed noframes
"""
_REMOVED_WITH_CONTENT = frozenset(_REMOVED_NAMES.split())
_cleaner = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=set(_REMOVED_WITH_CONTENT),
    attributes={"a": {"href"}},
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
    link_rel="nofollow noopener noreferrer",
)

# The parser's effort grows with the square of the depth; formatting that is never closed is opened
# again in each paragraph. Pages pasted from site builders reach 30 and 5.
MAX_DEPTH = 100
MAX_FORMATTING_DEPTH = 20
_ANY_TAG = re.compile(r"<[^<>]*>")
_TAG_NAME = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_FORMATTING_NAMES = "a b big code em font i nobr s small strike strong tt u"
_FORMATTING = frozenset(_FORMATTING_NAMES.split())
_NEVER_NEST_NAMES = """
br hr img input meta link base wbr embed area source col param
p li td th tr thead tbody tfoot dt dd option optgroup
"""
_NEVER_NEST = frozenset(_NEVER_NEST_NAMES.split())

_DROPPED_NAMES = """
html head body meta link base span font img picture video audio source small big sub sup s strike
del ins mark abbr cite q kbd samp var time label input button textarea option embed param area map
frame frameset marquee col colgroup image tt xmp plaintext
"""
_KNOWN = sorted(_TAGS.union(_REMOVED_WITH_CONTENT, _DROPPED_NAMES.split()))
# Names are listed so that "<jo@example.org>" and "pay <x and y>" stay text.
_MARKUP = re.compile(rf"</?(?:{'|'.join(_KNOWN)})(?=[\s/>])|<!(?:--|doctype)", re.IGNORECASE)
_ESCAPED_BLOCKS = re.compile(r"&lt;/?(?:p|div|br|ul|ol|li|h[1-6])(?:\s*/?&gt;|\s)", re.IGNORECASE)

# Control characters (PostgreSQL refuses NUL), lone surrogates (no encoding has them), and what is
# invisible and breaks searching or turns the direction of text around.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\uffff"
    "\ud800-\udfff]"
)
_TEXT_TAG = re.compile(r"<(/?)([a-z0-9]+)[^>]*>")
_BLANK_LINES = re.compile(r"\n{3,}")
_BLOCKS = frozenset(("p", "h2", "h3", "h4", "h5", "blockquote", "pre", "table", "hr"))


def clean_html(html: str) -> str:
    """Return a posting's text as safe, tidy HTML; plain text becomes paragraphs and lists.

    What remains are p, br, ul, ol, li, h2 to h5, blockquote, pre, hr, tables, strong, em, b, i, u,
    code, and links to http, https and mailto addresses. Cleaning twice changes nothing. A text
    nested more than 100 deep keeps its words and loses its markup.
    """
    if _is_too_deep(html):
        html = _ANY_TAG.sub("\n", html)
        return normalise(plain_text.to_html(_visible(unescape(html))))
    if not _MARKUP.search(html):
        if not _ESCAPED_BLOCKS.search(html):
            return normalise(plain_text.to_html(_visible(unescape(html))))
        # Some feeds deliver their HTML escaped once more.
        html = unescape(html)
    try:
        safe = _cleaner.clean(html)
    except UnicodeEncodeError:
        safe = _cleaner.clean(_visible(html))
    # After the sanitiser, which turns "&#1;" into the character itself.
    return normalise(_visible(safe))


def _is_too_deep(html: str) -> bool:
    if html.count("<") <= MAX_FORMATTING_DEPTH:
        return False
    depth = formatting = 0
    for closing, written in _TAG_NAME.findall(html):
        name = written.lower()
        if name in _NEVER_NEST:
            continue
        step = -1 if closing else 1
        depth += step
        if name in _FORMATTING:
            formatting += step
        if depth > MAX_DEPTH or formatting > MAX_FORMATTING_DEPTH:
            return True
    return False


def html_to_text(html: str, *, is_clean: bool = False) -> str:
    """Return the text of a posting: blank lines between blocks, "• " or a number before items.

    The text is cleaned first, unless `is_clean` says that `clean_html` wrote it.
    """
    pieces: list[str] = []
    numbers: list[int | None] = []
    position = 0
    html = html if is_clean else clean_html(html)
    for match in _TEXT_TAG.finditer(html):
        pieces.append(html[position : match.start()])
        position = match.end()
        closing, tag = match.groups()
        if tag in _BLOCKS:
            pieces.append("\n\n")
        elif tag in ("ul", "ol"):
            if closing:
                numbers.pop()
            else:
                numbers.append(0 if tag == "ol" else None)
            if not numbers or (len(numbers) == 1 and not closing):
                pieces.append("\n\n")
        elif tag == "li":
            if not closing:
                pieces.append(_bullet(numbers))
        elif tag == "br":
            pieces.append("\n")
        elif closing and tag in ("td", "th"):
            pieces.append(" | ")
        elif closing and tag in ("tr", "caption"):
            pieces.append("\n")
    pieces.append(html[position:])
    text = unescape("".join(pieces)).replace(" | \n", "\n")
    return _BLANK_LINES.sub("\n\n", text).strip()


def summarise(text: str, limit: int = 240) -> str:
    """Return the beginning of a text on one line, cut after a word, at most `limit` characters."""
    line = " ".join(word for word in text.split() if word not in ("•", "|"))
    if len(line) <= limit:
        return line
    cut = line[:limit]
    kept = cut[:-1] if " " not in cut else cut[: cut.rindex(" ")]
    return kept.rstrip(" ,;:.–—-") + "…"


def _visible(text: str) -> str:
    return _INVISIBLE.sub("", text)


def _bullet(numbers: list[int | None]) -> str:
    indent = "  " * (len(numbers) - 1)
    if numbers and (number := numbers[-1]) is not None:
        numbers[-1] = number + 1
        return f"\n{indent}{number + 1}. "
    return f"\n{indent}• "
