"""Postings as HTML: what survives cleaning, in which form, and as which text."""

import gzip
import json
import time
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nexus.core.html import MAX_DEPTH, clean_html, html_to_text, summarise

REL = 'rel="nofollow noopener noreferrer"'
ALLOWED = """
p br ul ol li h2 h3 h4 h5 blockquote pre hr table caption thead tbody tfoot tr th td
strong em b i u code a
"""


class _Inventory(HTMLParser):
    """Counts what a browser would see, independently of the cleaner's own parser."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]


def assert_harmless(html: str) -> None:
    found = _Inventory(html)
    assert found.tags <= set(ALLOWED.split())
    for tag, name, value in found.attributes:
        assert (tag, name) in (("a", "href"), ("a", "rel"))
        if name == "href":
            assert (value or "").lower().startswith(("http:", "https:", "mailto:"))


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("<p>Fine <strong>bold</strong> <em>x</em></p>", None),
        ("<p><b>b</b><i>i</i><u>u</u> <code>c</code></p>", None),
        ("<h2>a</h2><h3>b</h3><h4>c</h4><h5>d</h5>", None),
        ("<ul><li>a</li></ul><ol><li>b</li></ol>", None),
        ("<blockquote><p>a</p></blockquote><hr><pre>b\n  c</pre>", None),
        ("<table><tbody><tr><th>a</th><td></td></tr></tbody></table>", None),
        (f'<p><a href="https://x.org/?a=1&amp;b" {REL}>a</a></p>', None),
        (f'<p><a href="mailto:jo@x.org" {REL}>a</a></p>', None),
        ("<h1>a</h1><h6>b</h6>", "<h2>a</h2><h5>b</h5>"),
        ('<p style="color:red" class="x" id="y">a</p>', "<p>a</p>"),
        ("<p>a</p><p> </p><p>&nbsp;</p><p><b> </b></p><p>b</p>", "<p>a</p><p>b</p>"),
        ("<ul><li></li></ul>a", "<p>a</p>"),
        ("<div>a<div>b</div>c</div>", "<p>a</p><p>b</p><p>c</p>"),
        ("<span>a</span> <font>b</font>", "<p>a b</p>"),
        ("a<br><br><br>b<br>c<br>", "<p>a</p><p>b<br>c</p>"),
        ("<p> a \n <b> b </b>c</p>", "<p>a <b>b</b> c</p>"),
        ("<b><b>a</b></b>", "<p><b>a</b></p>"),
        ("<b><p>a</p><p>b</p></b>", "<p><b>a</b></p><p><b>b</b></p>"),
        ("<p>10&nbsp;000&nbsp;&euro;</p>", "<p>10 000 €</p>"),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "<ul><li>a<br>b</li></ul>"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<ul><ul><li>a</li></ul></ul>", "<ul><li>a</li></ul>"),
        ("<li>a</li><li>b</li>c", "<ul><li>a</li><li>b</li></ul><p>c</p>"),
        ("<ul>a<li>b</li></ul>", "<ul><li>a</li><li>b</li></ul>"),
        (
            "<table><tr><td><table><tr><td>a</td></tr></table>b</td></tr></table>",
            "<table><tbody><tr><td>a<br>b</td></tr></tbody></table>",
        ),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "<p>a</p><p>b</p>"),
        ("<pre>\n\n a<br>b \n</pre>", "<pre> a\nb</pre>"),
        ("<hr>a<hr><hr>b", "<p>a</p><hr><p>b</p>"),
        ("&lt;p&gt;R&amp;amp;D&lt;/p&gt;", "<p>R&amp;D</p>"),
    ],
)
def test_html_takes_its_canonical_form(dirty: str, clean: str | None) -> None:
    assert clean_html(dirty) == (dirty if clean is None else clean)


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<style>p{}</style>",
        "<iframe srcdoc='<p>x</p>'></iframe>",
        "<!-- <p>hidden</p> -->",
        "<title>x</title><meta charset=utf-8>",
        "&nbsp;",
        " \n\t",
        "",
    ],
)
def test_html_without_content_becomes_nothing(html: str) -> None:
    assert clean_html(html) == ""


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "&#106;avascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "//example.org",
        "/apply",
        "#top",
        "ftp://example.org/",
    ],
)
def test_link_to_anything_else_becomes_text(href: str) -> None:
    assert clean_html(f'<a href="{href}">x</a>') == "<p>x</p>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One line", "<p>One line</p>"),
        ("a\nb\n\n\nc", "<p>a<br>b</p><p>c</p>"),
        ("a\r\nb", "<p>a<br>b</p>"),
        ("Pay < 50k & more", "<p>Pay &lt; 50k &amp; more</p>"),
        ("R&amp;D &euro;", "<p>R&amp;D €</p>"),
        ("Ask <jo@example.org>", "<p>Ask &lt;jo@example.org&gt;</p>"),
        ("if <x and y> then", "<p>if &lt;x and y&gt; then</p>"),
        ("Tasks:\n• one\n•two", "<p>Tasks:</p><ul><li>one</li><li>two</li></ul>"),
        ("• only one", "<ul><li>only one</li></ul>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("* a\n\n* b", "<ul><li>a</li><li>b</li></ul>"),
        ("-Clean\n-Cook", "<ul><li>Clean</li><li>Cook</li></ul>"),
        ("· a\n· b\nend", "<ul><li>a</li><li>b</li></ul><p>end</p>"),
        ("● a\n   goes on\nend", "<ul><li>a goes on</li></ul><p>end</p>"),
        ("Yours,\n- Jo", "<p>Yours,<br>- Jo</p>"),
        ("* required", "<p>* required</p>"),
        ("- a\n* b", "<p>- a<br>* b</p>"),
        ("-5 to\n-10 degrees", "<p>-5 to<br>-10 degrees</p>"),
        ("Full-time • Remote • Berlin", "<p>Full-time • Remote • Berlin</p>"),
        ("•a •b", "<ul><li>a</li><li>b</li></ul>"),
        (
            "You will: • write letters to clients • answer the telephone daily • keep the books",
            "<p>You will:</p><ul><li>write letters to clients</li>"
            "<li>answer the telephone daily</li><li>keep the books</li></ul>",
        ),
        ("literal &lt;script&gt;", "<p>literal &lt;script&gt;</p>"),
    ],
)
def test_plain_text_gets_paragraphs_lines_and_lists(text: str, html: str) -> None:
    assert clean_html(text) == html


@pytest.mark.parametrize(
    "dirty",
    ["a\0b\x01c\x7f", "<p>a\0b&#1;c</p>", "a\u200bb\ufeffc\u202e", "<p>a\ud800b&#xd;c\udfff</p>"],
)
def test_characters_that_databases_and_readers_choke_on_are_removed(dirty: str) -> None:
    clean = clean_html(dirty)

    assert html_to_text(clean).replace(" ", "").replace("\ufffd", "") == "abc"
    clean.encode()


def test_joined_emoji_and_persian_spelling_survive() -> None:
    text = "👩\u200d💻 می\u200cخواهم"

    assert clean_html(text) == f"<p>{text}</p>"


def test_text_has_blocks_bullets_and_numbers() -> None:
    html = (
        "<h2>Job &amp; pay</h2><p>One<br>two</p><ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"
        "<ol><li>x</li><li>y</li></ol><table><tbody><tr><td>Mon</td><td>9-5</td></tr>"
        "<tr><td>Tue</td><td>off</td></tr></tbody></table><p>End &lt;b&gt;</p>"
    )

    assert html_to_text(html) == (
        "Job & pay\n\nOne\ntwo\n\n• a\n  • b\n• c\n\n1. x\n2. y\n\nMon | 9-5\nTue | off\n\nEnd <b>"
    )


def test_text_of_uncleaned_html_holds_no_script() -> None:
    assert html_to_text("<script>alert(1)</script><div>a</div><div>b</div>") == "a\n\nb"


def test_text_of_clean_html_is_the_same_without_cleaning() -> None:
    html = clean_html("Tasks:\n• one\n• two\n\nBye")

    assert (
        html_to_text(html, is_clean=True) == html_to_text(html) == "Tasks:\n\n• one\n• two\n\nBye"
    )


@pytest.mark.parametrize(
    ("text", "limit", "summary"),
    [
        ("Short.", 240, "Short."),
        ("a\n\n• b\nc | d", 240, "a b c d"),
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two…"),
        ("one, two three", 7, "one…"),
        ("x" * 50, 10, "x" * 9 + "…"),
        ("", 10, ""),
    ],
)
def test_summary_ends_after_a_word(text: str, limit: int, summary: str) -> None:
    assert summarise(text, limit) == summary


@given(st.text(), st.integers(2, 60))
def test_summary_never_exceeds_its_limit(text: str, limit: int) -> None:
    assert len(summarise(text, limit)) <= limit


_NAMES = """
p div br ul ol li table caption tr td th tbody blockquote pre hr h1 h3 b a code span script svg
math select textarea template noscript dl dt form colgroup col button nobr style x
"""
_PIECES = st.one_of(
    st.sampled_from(_NAMES.split()).map("<{}>".format),
    st.sampled_from(_NAMES.split()).map("</{}>".format),
    st.sampled_from(
        ["<a href='http://x/?a&b'>", "&nbsp;", "&amp;lt;", "<!--", "-->", "•", "\n- x", "<", '"']
    ),
    st.text(max_size=6),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(_PIECES, max_size=30).map("".join))
def test_cleaning_twice_changes_nothing(html: str) -> None:
    once = clean_html(html)

    assert clean_html(once) == once
    assert_harmless(once)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 50_000 + "x",
        "<ul><li>" * 20_000 + "x",
        "<p>" + "".join(f"<b id={n}>" for n in range(2_000)) + "<p>x" * 2_000,
        "<blockquote>" * (MAX_DEPTH - 1) + "x",
        "<ul><li>x" * (MAX_DEPTH // 2),
        "<" * 100_000,
        "- a\n" * 20_000,
    ],
    ids=["div", "list", "formatting", "quotes", "deep list", "brackets", "bullets"],
)
def test_monstrous_html_is_cleaned_soon_and_keeps_its_words(html: str) -> None:
    started = time.process_time()
    once = clean_html(html)

    assert time.process_time() - started < 1
    assert html_to_text(once)
    assert clean_html(once) == once


def test_deepest_html_keeps_its_words_without_markup() -> None:
    assert clean_html("<div>" * (MAX_DEPTH + 1) + "a<p>b") == "<p>a<br>b</p>"


def _hostile(root: Path) -> list[str]:
    strings = root / "adversarial/strings"
    return [
        *json.loads((strings / "html_xss.json").read_text()),
        *json.loads((strings / "blns.json").read_text()),
        *(strings / "ssti.txt").read_text().splitlines(),
    ]


def test_hostile_strings_are_harmless_and_stable(shared_data: Path) -> None:
    for dirty in _hostile(shared_data):
        clean = clean_html(dirty)

        assert_harmless(clean)
        assert clean_html(clean) == clean, dirty
        assert isinstance(html_to_text(dirty), str)


def _postings(root: Path) -> list[dict[str, Any]]:
    with gzip.open(root / "postings/dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


_TEXTS = ("description_html", "description_text", "requirements", "responsibilities", "benefits")


@pytest.mark.slow
def test_real_postings_are_stable_and_keep_their_words(shared_data: Path) -> None:
    for posting in _postings(shared_data):
        for name in _TEXTS:
            dirty = posting[name] or ""
            clean = clean_html(dirty)

            assert clean_html(clean) == clean, posting["id"]
            assert_harmless(clean)
            if name != "description_html":
                before = [c for c in dirty if c.isalnum()]
                after = [c for c in html_to_text(clean) if c.isalnum()]
                assert after == before, posting["id"]


@pytest.mark.slow
def test_real_postings_are_cleaned_in_far_under_a_millisecond(shared_data: Path) -> None:
    texts = [posting[name] for posting in _postings(shared_data) for name in _TEXTS]
    texts = [text for text in texts if text]

    started = time.process_time()
    for text in texts:
        clean_html(text)

    assert (time.process_time() - started) / len(texts) < 0.0004
