"""How text becomes words."""

import pytest

from jobs.search.text import analyzers, fold, looks_german, parse, plain, shown, tidy, words


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("C/C++ and C++17, C#", ["c", "cplusplus", "and", "cplusplus", "17", "csharp"]),
        ("F#, ASP.NET", ["fsharp", "asp", "dotnet"]),
        ("Node.js", ["node", "dotjs"]),
        ("slideshare.net is no .NET", ["slideshare", "net", "is", "no", "dotnet"]),
        ("notepad++ A#1", ["notepad", "a", "1"]),
        ("Müller Straße, naïve café", ["muller", "strasse", "naive", "cafe"]),
        ("Cafe\u0301", ["cafe"]),
        ("የሽያጭ ሰራተኛ", ["የሽያጭ", "ሰራተኛ"]),
        ("women’s part-time", ["women", "part", "time"]),
        ("x" * 100, []),
        ("!!! … 🚀", []),
    ],
)
def test_words_of_messy_text_are_folded_tokens(text: str, tokens: list[str]) -> None:
    assert words(text) == tokens


def test_stems_are_english_and_german() -> None:
    assert analyzers()["english"].analyze("nurses nursing") == ["nurs", "nurs"]
    assert analyzers()["german"].analyze("Mitarbeitern Mitarbeiter") == ["mitarbeit", "mitarbeit"]


def test_plain_of_markup_drops_tags_and_decodes_entities() -> None:
    assert words(plain("<p>R&amp;D<br>caf&eacute;</p>")) == ["r", "d", "cafe"]


def test_tidy_of_lone_surrogate_can_be_encoded() -> None:
    assert tidy("a\ud800\0b").encode()


@pytest.mark.parametrize("word", ["c++", "c#", ".net", "f#", "nurse"])
def test_spelt_out_word_is_shown_as_written(word: str) -> None:
    assert [shown(token) for token in words(word)] == [word]


def test_fold_joins_words() -> None:
    assert fold("  Zürich,  HB ") == "zurich hb"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wir suchen dich und bieten der Familie die besten Jobs mit Herz", True),
        ("We look for you and offer the best of jobs", False),
        ("", False),
    ],
)
def test_german_is_recognised(text: str, expected: bool) -> None:
    assert looks_german(text) is expected


def test_parse_of_phrase_word_and_exclusion_keeps_their_roles() -> None:
    phrase, word, excluded = parse('"mental health" nurse -bank ')

    assert phrase.is_quoted
    assert phrase.spellings[0].plain == ("mental", "health")
    assert not word.is_excluded
    assert excluded.is_excluded


def test_parse_of_typographic_quotes_is_a_phrase() -> None:
    assert parse("„social media“")[0].is_quoted


def test_parse_marks_the_last_word_as_half_typed_until_a_space_follows() -> None:
    assert parse("python dev")[-1].is_open
    assert not parse("python dev ")[-1].is_open
    assert not parse('"python dev"')[-1].is_open


def test_parse_makes_small_words_optional_unless_they_are_all() -> None:
    assert [term.is_optional for term in parse("jobs in berlin")] == [True, True, False]
    assert [term.is_optional for term in parse("it")] == [False]


def test_parse_knows_other_spellings_of_one_and_two_words() -> None:
    assert {form.plain for form in parse("nodejs ")[0].spellings} == {
        ("nodejs",),
        ("node", "dotjs"),
        ("node", "js"),
    }
    (pair,) = parse("front end ")
    assert {form.plain for form in pair.spellings} == {("front", "end"), ("frontend",)}


@pytest.mark.parametrize("text", ["", "   ", "-", '"', "!!!", "- - -", '""', "🚀"])
def test_parse_of_text_without_words_is_empty(text: str) -> None:
    assert parse(text) == []


def test_parse_of_endless_text_is_bounded() -> None:
    assert len(parse(" ".join(f"word{n}" for n in range(10_000)))) == 24


def test_parse_of_repeated_word_asks_once() -> None:
    assert len(parse("nurse NURSE nurse -nurse")) == 2
