"""Which spellings of names, addresses and numbers find a person, and which do not."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django.fixtures import Settings

from nexus.core import blind_index
from nexus.core.blind_index import TOKEN_LENGTH, index_tokens, normalise_words, query_tokens


def finds(query: str, *, name: str = "", email: str = "", phone: str = "") -> bool:
    tokens = index_tokens(names=[name], emails=[email], phones=[phone])
    terms = query_tokens(query)
    return bool(terms) and all(term & tokens for term in terms)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ada  LOVELACE", ["ada", "lovelace"]),
        ("Łukasz Weiß-O'Neill", ["lukasz", "weiss", "o", "neill"]),
        ("José Ångström", ["jose", "angstrom"]),
        ("İpek Çelik", ["ipek", "celik"]),
        ("김 민수", ["김", "민수"]),
        ("ﬁnn 2nd_floor", ["finn", "2nd", "floor"]),
        (" -- ", []),
    ],
)
def test_normalise_words_folds_case_and_accents(text: str, words: list[str]) -> None:
    assert normalise_words(text) == words


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("ada", "Ada Lovelace"),
        ("lovelace ADA", "Ada Lovelace"),
        ("Lo", "Ada Lovelace"),
        ("A. Lovelace", "Ada Lovelace"),
        ("jose", "José"),
        ("José", "Jose"),
        ("muller", "Jürgen Müller"),
        ("mueller", "Jürgen Müller"),
        ("Müller", "Juergen Mueller"),
        ("sorensen", "Søren Sørensen"),
        ("soerensen", "Søren Sørensen"),
        ("obrien", "Pat O’Brien"),
        ("O'Brien", "Pat O’Brien"),
        ("annemarie", "Anne-Marie"),
        ("anne marie", "Anne-Marie"),
        ("Wolfeschlegelst", "Wolfeschlegelsteinhausen"),
        ("Wolfeschlegelsteinhausen", "Wolfeschlegelsteinhausen"),
        ("李", "李小龙"),
        ("小龙", "李小龙"),
        ("김", "김민수"),
        ("Иван", "Иван Петров"),
        ("x", "Malcolm X"),
    ],
)
def test_name_is_found(query: str, name: str) -> None:
    assert finds(query, name=name)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("ada byron", "Ada Lovelace"),
        ("lace", "Ada Lovelace"),
        ("a", "Ada Lovelace"),
        ("adalovelace", "Ada Lovelace"),
        ("", "Ada Lovelace"),
        (" -- ", "Ada Lovelace"),
        ("ada@", "Ada Lovelace"),
        ("%", "Ada Lovelace"),
    ],
)
def test_other_name_is_not_found(query: str, name: str) -> None:
    assert not finds(query, name=name)


@pytest.mark.parametrize(
    "query",
    [
        "Ada.Lovelace@Example.com",
        "<ada.lovelace@example.com>,",
        "ada.lovelace@",
        "ada.lovelace@exam",
        "ada.lo",
        "lovelace",
        "ada lovelace",
    ],
)
def test_address_is_found_whole_and_while_it_is_typed(query: str) -> None:
    assert finds(query, email="ada.lovelace@example.com")


@pytest.mark.parametrize("query", ["jo@x.d", "jo@x.de", "jo@", "jo"])
def test_short_address_is_found_while_it_is_typed(query: str) -> None:
    assert finds(query, email="jo@x.de")


@pytest.mark.parametrize(
    "query", ["ada.lovelace@example.org", "lovelace@example.com", "ada.byron@", "example"]
)
def test_other_address_is_not_found(query: str) -> None:
    assert not finds(query, email="ada.lovelace@example.com")


@pytest.mark.parametrize(
    "phone",
    ["+49 170 1234567", "+49 (0)170 1234567", "0049 170/1234567", "0170 123 45 67", "01701234567"],
)
@pytest.mark.parametrize(
    "query",
    [
        "+49 170 1234567",
        "00491701234567",
        "0170-1234567",
        "1701234567",
        "1234567",
        "4567",
        "0170 1",
    ],
)
def test_number_is_found_with_and_without_country_code(query: str, phone: str) -> None:
    assert finds(query, phone=phone)


@pytest.mark.parametrize("phone", ["+1 (555) 123-4567", "555.123.4567", "1-555-123-4567"])
@pytest.mark.parametrize("query", ["(555) 123-4567", "+15551234567", "15551234567", "5551234567"])
def test_american_number_is_found_with_and_without_country_code(query: str, phone: str) -> None:
    assert finds(query, phone=phone)


@pytest.mark.parametrize(
    ("query", "phone"),
    [
        ("+43 170 1234567", "+49 170 1234567"),
        ("0170 1234568", "+49 170 1234567"),
        ("34567 0", "+49 170 1234567"),
        ("567", "+49 170 1234567"),
        ("+49", "+49 170 1234567"),
    ],
)
def test_other_number_is_not_found(query: str, phone: str) -> None:
    assert not finds(query, phone=phone)


def test_number_is_found_without_its_extension() -> None:
    assert finds("555-1234", phone="555-1234 ext. 12")


def test_number_in_other_digits_is_found() -> None:
    assert finds("01234567", phone="٠١٢٣٤٥٦٧")


def test_every_term_must_match() -> None:
    person = {"name": "Ada Lovelace", "email": "ada@example.com", "phone": "+49 170 1234567"}

    assert finds("ada 0170 1234567 ada@example.com", **person)
    assert not finds("bob 0170 1234567", **person)


def test_digits_of_a_mail_name_are_found() -> None:
    assert finds("smith 1990", email="smith.1990@example.com")


def test_query_of_many_words_is_cut() -> None:
    assert len(query_tokens(" ".join(f"word{n}" for n in range(50)))) == 10


@pytest.mark.parametrize("text", ["1 " * 50_000, "(" * 100_000, "a@" * 50_000, "\x00" * 10, "+ 1"])
def test_hostile_query_is_answered(text: str) -> None:
    assert len(query_tokens(text)) <= 10


def test_tokens_tell_nothing_and_have_one_length() -> None:
    tokens = index_tokens(names=["Ada"], emails=["ada@example.com"], phones=["+49 170 1234567"])

    assert {len(token) for token in tokens} == {TOKEN_LENGTH}
    assert not any("ada" in token.lower() or "1234567" in token for token in tokens)


def test_tokens_depend_on_the_key(settings: Settings) -> None:
    settings.INDEX_KEY = "one"
    first = index_tokens(names=["Ada"], emails=[], phones=[])
    settings.INDEX_KEY = "two"

    assert first.isdisjoint(index_tokens(names=["Ada"], emails=[], phones=[]))


def test_same_digits_as_name_and_as_number_have_different_tokens() -> None:
    as_name = index_tokens(names=["1234"], emails=[], phones=[])

    assert as_name.isdisjoint(index_tokens(names=[], emails=[], phones=["1234"]))


def test_empty_values_give_no_tokens() -> None:
    assert index_tokens(names=["", " "], emails=[""], phones=["", "n/a"]) == set()


def test_missing_key_is_named(settings: Settings) -> None:
    settings.INDEX_KEY = ""

    with pytest.raises(ImproperlyConfigured, match="INDEX_KEY"):
        query_tokens("ada")


@pytest.fixture
def no_rebuilders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blind_index, "_rebuilders", [])


@pytest.mark.usefixtures("no_rebuilders")
def test_registered_rebuilder_runs_once_although_registered_twice() -> None:
    calls: list[str] = []

    def rebuild() -> None:
        calls.append("people")

    blind_index.register_rebuilder(rebuild)
    blind_index.register_rebuilder(rebuild)

    assert blind_index.rebuild_all() == 1
    assert calls == ["people"]
