"""How text becomes words, in the index and in questions alike.

Tokens are folded to lower case without accents. `c++ c# f# .net .js` are tokens of their own.
English stems stand in every text field, German ones in fields of their own that only German
postings fill; other languages are found by their plain words.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import cache

import tantivy

MAX_QUERY_CHARACTERS = 1_000
MAX_QUERY_WORDS = 24
_LONGEST_WORD_BYTES = 60

# The engine splits words at whatever is no letter or digit, so these are spelt out beforehand.
# "slideshare.net" is not taken for ".net", while "ASP.NET" is.
_SPELT_OUT = (
    ("++", re.compile(r"(?<!\w)([a-z])\+\+", re.I), r"\1plusplus "),
    ("#", re.compile(r"(?<!\w)([a-z])#(?!\w)", re.I), r"\1sharp "),
    (".net", re.compile(r"(?:(?<!\w)|(?<=\basp)|(?<=\bvb)|(?<=\bado))\.net\b", re.I), " dotnet "),
    (".js", re.compile(r"(?<=\w)\.js\b", re.I), " dotjs "),
    ("'s", re.compile(r"'s\b"), ""),
    ("’s", re.compile(r"’s\b"), ""),
)
_SHOWN = {"dotnet": ".net", "dotjs": ".js"}
_TAG = re.compile(r"<[^<>]*>")
_CHUNK = re.compile(r'(-*)"([^"]*)"?|([^\s/,;|()\[\]{}"]+)')
_DOUBLE_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_GERMAN_AND = " und "
_GERMAN_SIGNS = (" der ", " die ", " das ", " für ", " wir ", " sie ", " mit ")

# In a question these may be missing from the job; where they are there, they count.
_OPTIONAL_WORDS = (
    "a an and are as at be by for from i im in into is it its me my near of on or our that the "
    "this to we with you your job jobs opening openings position positions vacancies vacancy "
    "role roles career careers hiring wanted looking "
    "als am auf aus bei das dem den der die ein eine einen einer fur ich im ist mit oder stelle "
    "stellen stellenangebot stellenangebote job und von zu zum zur"
)
_OPTIONAL = frozenset(_OPTIONAL_WORDS.split())
# One spelling finds the others. Matched as whole words.
_SPELLINGS = (
    ("c++", "cpp"),
    ("node.js", "nodejs", "node js"),
    ("vue.js", "vuejs"),
    ("react.js", "reactjs"),
    ("next.js", "nextjs"),
    ("javascript", "js"),
    ("golang", "go lang"),
    ("front end", "frontend"),
    ("back end", "backend"),
    ("full stack", "fullstack"),
    ("dev ops", "devops"),
    ("e commerce", "ecommerce"),
    ("health care", "healthcare"),
    ("child care", "childcare"),
    ("start up", "startup"),
    ("part time", "parttime"),
    ("full time", "fulltime"),
    ("data base", "database"),
    ("book keeper", "bookkeeper"),
    ("power bi", "powerbi"),
    ("human resources", "hr"),
    ("quality assurance", "qa"),
    ("user experience", "ux"),
    ("machine learning", "ml"),
    ("artificial intelligence", "ai"),
    ("kubernetes", "k8s"),
    ("postgresql", "postgres"),
)


def _analyzer(stemmer: str | None) -> tantivy.TextAnalyzer:
    builder = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.remove_long(_LONGEST_WORD_BYTES))
    )
    if stemmer:
        builder = builder.filter(tantivy.Filter.stemmer(stemmer))
    return builder.build()


@cache
def analyzers() -> dict[str, tantivy.TextAnalyzer]:
    """Return the analyzers by the names under which an index knows them."""
    return {
        "plain": _analyzer(None),
        "english": _analyzer("english"),
        "german": _analyzer("german"),
    }


def encodable(text: str) -> str:
    """Return `text` composed (NFC), without what databases and the engine cannot take."""
    text = text.replace("\0", " ")
    if text.isascii():
        return text
    # Lone surrogates arrive in JSON escapes.
    return unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))


def tidy(text: str) -> str:
    """Return `text` for the analyzers, with signs that are part of words spelt out."""
    text = encodable(text)
    lowered = text.lower()
    for sign, pattern, word in _SPELT_OUT:
        if sign in lowered:
            text = pattern.sub(word, text)
    return text


def shown(word: str) -> str:
    """Return a token as people write it."""
    if len(word) == len("cplusplus") and word.endswith("plusplus"):
        return f"{word[0]}++"
    if len(word) == len("csharp") and word.endswith("sharp"):
        return f"{word[0]}#"
    return _SHOWN.get(word, word)


def fold(text: str) -> str:
    """Return the words of `text` in lower case, without accents, parted by single spaces."""
    return " ".join(words(text))


def words(text: str) -> list[str]:
    """Return the unstemmed tokens of `text`."""
    return analyzers()["plain"].analyze(tidy(text))


def plain(markup: str) -> str:
    """Return the text of HTML for indexing: quick, for markup that was cleaned on its way in."""
    if "<" in markup:
        markup = _TAG.sub(" ", markup)
    if "&" in markup:
        markup = html.unescape(markup)
    return tidy(markup)


def is_telling(token: str) -> bool:
    """Whether a token says something of a job: single letters and the small words do not."""
    return len(token) > 1 and token not in _OPTIONAL


def looks_german(text: str) -> bool:
    """Whether `text` reads like German, by its commonest words."""
    lowered = text.lower()
    return _GERMAN_AND in lowered and sum(sign in lowered for sign in _GERMAN_SIGNS) >= 2


@dataclass(frozen=True, slots=True)
class Words:
    """Tokens that stand together, in the forms that the index holds."""

    plain: tuple[str, ...]
    english: tuple[str, ...]
    german: tuple[str, ...]

    @property
    def is_known(self) -> bool:
        """Whether the index could hold it at all: overlong words are never indexed."""
        return bool(self.plain)


@dataclass(frozen=True, slots=True)
class Term:
    """One demand of a question: any of `spellings`.

    `is_open` marks the word still being typed.
    """

    source: str
    spellings: tuple[Words, ...]
    is_excluded: bool = False
    is_optional: bool = False
    is_quoted: bool = False
    is_open: bool = False


def words_of(text: str) -> Words:
    """Return the tokens of `text` in each form."""
    kinds, text = analyzers(), tidy(text)
    return Words(
        plain=tuple(kinds["plain"].analyze(text)),
        english=tuple(kinds["english"].analyze(text)),
        german=tuple(kinds["german"].analyze(text)),
    )


@cache
def _other_spellings() -> dict[tuple[str, ...], tuple[Words, ...]]:
    found: dict[tuple[str, ...], tuple[Words, ...]] = {}
    for group in _SPELLINGS:
        forms = [words_of(spelling) for spelling in group]
        for form in forms:
            found[form.plain] = tuple(other for other in forms if other != form)
    return found


def parse(text: str) -> list[Term]:
    """Return what a typed question demands: words, "quoted phrases", -exclusions.

    Any string is a question. Only its first 1,000 characters and 24 words count, which bounds
    the cost of an answer. A string without a single word gives an empty list.
    """
    text = encodable(text[:MAX_QUERY_CHARACTERS]).translate(_DOUBLE_QUOTES)
    terms: list[Term] = []
    seen: set[tuple[bool, bool, Words]] = set()
    last_word_end = 0
    for match in _CHUNK.finditer(text):
        dashes, quoted, word = match.group(1), match.group(2), match.group(3)
        is_quoted = quoted is not None
        source = quoted if is_quoted else word.lstrip("-")
        is_excluded = bool(dashes) if is_quoted else word.startswith("-")
        if not any(character.isalnum() for character in source):
            continue
        form = words_of(source)
        if (is_excluded, is_quoted, form) in seen:
            continue
        seen.add((is_excluded, is_quoted, form))
        last_word_end = match.end()
        spellings = (form, *(() if is_quoted else _other_spellings().get(form.plain, ())))
        terms.append(
            Term(
                source=source,
                spellings=spellings,
                is_excluded=is_excluded,
                is_optional=not is_quoted and " ".join(form.plain) in _OPTIONAL,
                is_quoted=is_quoted,
            )
        )
        if len(terms) == MAX_QUERY_WORDS:
            break
    if terms and last_word_end == len(text) and not terms[-1].is_quoted:
        terms[-1] = _with(terms[-1], is_open=not terms[-1].is_excluded)
    terms = _join_pairs(terms)
    wanted = [term for term in terms if not term.is_excluded]
    if wanted and all(term.is_optional for term in wanted):
        return [_with(term, is_optional=False) for term in terms]
    return terms


def _with(term: Term, *, is_open: bool | None = None, is_optional: bool | None = None) -> Term:
    return Term(
        source=term.source,
        spellings=term.spellings,
        is_excluded=term.is_excluded,
        is_optional=term.is_optional if is_optional is None else is_optional,
        is_quoted=term.is_quoted,
        is_open=term.is_open if is_open is None else is_open,
    )


def _join_pairs(terms: list[Term]) -> list[Term]:
    """Make one term of two neighbours that are also written as one word."""
    joined: list[Term] = []
    for term in terms:
        before = joined[-1] if joined else None
        if before is not None and _is_bare_word(before) and _is_bare_word(term):
            source = f"{before.source} {term.source}"
            form = words_of(source)
            others = _other_spellings().get(form.plain)
            if others:
                joined[-1] = Term(source, spellings=(form, *others), is_open=term.is_open)
                continue
        joined.append(term)
    return joined


def _is_bare_word(term: Term) -> bool:
    return not (term.is_quoted or term.is_excluded) and (len(term.spellings[0].plain) == 1)
