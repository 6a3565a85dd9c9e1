"""The catalogue is whole: all that is said is in it, translated, and compiled as it stands."""

from __future__ import annotations

import gettext
import re
from collections import Counter

import pytest

from nexus.tests.catalogue import GERMAN, Entry, Message, entries, used

HOW = "run `make messages` and translate what is new"
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
_TAG = re.compile(r"</?\w+")
# How friends speak to each other; the interface says "Sie".
_DU = re.compile(r"\b(?:du|dich|dir|dein\w{0,2})\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def german() -> dict[Message, Entry]:
    return {entry.message: entry for entry in entries(GERMAN)}


def test_every_text_of_the_source_is_in_the_catalogue(german: dict[Message, Entry]) -> None:
    # Two places may say the same with and without a plural: gettext keeps one entry for both.
    known = {(message.context, message.text) for message in german}
    missing = {m: path for m, path in used().items() if (m.context, m.text) not in known}

    assert not missing, HOW


def test_catalogue_holds_nothing_that_nobody_says(german: dict[Message, Entry]) -> None:
    said = {(message.context, message.text) for message in used()}

    assert not [m for m in german if (m.context, m.text) not in said], HOW


def test_every_text_is_translated(german: dict[Message, Entry]) -> None:
    for message, entry in german.items():
        assert len(entry.translations) == (2 if message.plural else 1), message
        assert all(text.strip() for text in entry.translations), message
        assert not entry.is_fuzzy, message


def test_translations_have_the_placeholders_and_the_tags_of_their_text(
    german: dict[Message, Entry],
) -> None:
    for message, entry in german.items():
        whole = message.plural or message.text
        expected = Counter(_PLACEHOLDER.findall(whole))
        # "one day" may leave its number out.
        for text in entry.translations[:-1]:
            assert not Counter(_PLACEHOLDER.findall(text)) - expected, message
        assert Counter(_PLACEHOLDER.findall(entry.translations[-1])) == expected, message
        for text in entry.translations:
            assert Counter(_TAG.findall(text)) == Counter(_TAG.findall(whole)), message


def test_translations_keep_the_line_breaks_at_both_ends(german: dict[Message, Entry]) -> None:
    for message, entry in german.items():
        for text in entry.translations:
            assert text.startswith("\n") == message.text.startswith("\n"), message
            assert text.endswith("\n") == message.text.endswith("\n"), message


def test_nobody_is_called_du(german: dict[Message, Entry]) -> None:
    said = [text for entry in german.values() for text in entry.translations]

    assert not [text for text in said if _DU.search(text)]


def test_compiled_catalogue_is_that_of_the_source(german: dict[Message, Entry]) -> None:
    with GERMAN.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    for message, entry in german.items():
        if message.plural is None:
            said = [
                compiled.gettext(message.text)
                if message.context is None
                else compiled.pgettext(message.context, message.text)
            ]
        elif message.context is None:
            said = [compiled.ngettext(message.text, message.plural, n) for n in (1, 2)]
        else:
            said = [
                compiled.npgettext(message.context, message.text, message.plural, n) for n in (1, 2)
            ]
        assert said == entry.translations, f"{message}: run `make messages`"
    held = compiled._catalog  # type: ignore[attr-defined]  # the one way to count what is in it
    assert len(held) - 1 == sum(len(entry.translations) for entry in german.values()), HOW
