"""The HTML of mails with lists: each thing is a link by its title, with the facts below it."""

from __future__ import annotations

from typing import NamedTuple

from django.template.loader import render_to_string

from nexus.core.mail import html_parts

_URL = ("http://", "https://")


class Paragraph(NamedTuple):
    """Words that lead to `url`, which is empty where they lead nowhere, and facts below them."""

    words: str
    facts: list[str]
    url: str = ""


def html_with_links(subject: str, text: str, *, unsubscribe_url: str = "") -> str:
    """Return the HTML part of a mail in whose text addresses end the paragraphs about them."""
    parts = html_parts(subject, text, unsubscribe_url=unsubscribe_url)
    linked = [_linked(paragraph) for paragraph in parts["paragraphs"]]
    return render_to_string("emails/linked.html", {**parts, "linked": linked})


def _linked(paragraph: str) -> Paragraph:
    before, _space, last = paragraph.rstrip().rpartition("\n" if "\n" in paragraph else " ")
    if not before or not last.startswith(_URL) or " " in last:
        return Paragraph(paragraph, [])
    words, *facts = before.split("\n")
    return Paragraph(words.rstrip(" :"), facts, last)
