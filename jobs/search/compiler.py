"""From a JobQuery to a query of the engine."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from tantivy import FieldType, Occur, Query

from jobs.search.documents import microseconds
from jobs.search.query import JobQuery, Likeness
from jobs.search.schema import schema, sort_key
from jobs.search.text import Term, Words, is_telling, parse, words, words_of

# How much a word weighs by where it stands.
_TITLE, _ABOUT, _BODY, _AS_WRITTEN = 6.0, 1.2, 0.8, 0.3
_HALF_TYPED, _HALF_TYPED_TITLE = 0.2, 1.0
_TITLE_PHRASE = 4.0
_SHORTEST_PREFIX = 2
_MAX_FILTER_WORDS = 8
# Of a job that others should resemble; a category alone is likeness enough, but the least.
_MAX_TITLE_WORDS, _MAX_SKILLS = 16, 20
_SAME_SKILL, _SAME_CATEGORY = 1.5, 1.0
type Clause = tuple[Occur, Query]


def compile_query(
    query: JobQuery, *, at: datetime, without: str = "", terms: list[Term] | None = None
) -> Query:
    """Return the engine's query for the jobs that `query` asks for and that are open at `at`.

    `without` names the facet whose own filter is left out; `terms` replace the parsed text.
    """
    clauses: list[Clause] = []
    if query.text.strip():
        clauses += _text_clauses(parse(query.text) if terms is None else terms)
    filters = [Query.all_query()] if not clauses else []
    filters += _filters(query, without)
    clauses += [(Occur.Must, Query.const_score_query(part, 0.0)) for part in filters]
    clauses.append((Occur.MustNot, closed(at)))
    return Query.boolean_query(clauses)


def compile_likeness(like: Likeness, *, at: datetime) -> Query:
    """Return the engine's query for open jobs that resemble `like`, itself left out."""
    title = words_of(like.title)
    marks = [
        *_title_marks("title", title.english),
        *_title_marks("title_de", title.german),
        *(
            Query.boost_query(_in_a_row("about", skill.english), _SAME_SKILL)
            for skill in map(words_of, like.skills[:_MAX_SKILLS])
            if skill.is_known
        ),
        Query.const_score_query(_term("category", like.category), _SAME_CATEGORY),
    ]
    return Query.boolean_query(
        [
            (Occur.Must, _any(marks)),
            (Occur.MustNot, _term("id", like.job_id)),
            (Occur.MustNot, closed(at)),
        ]
    )


def _title_marks(field: str, tokens: tuple[str, ...]) -> list[Query]:
    telling = [token for token in dict.fromkeys(tokens) if is_telling(token)]
    return [Query.boost_query(_term(field, one), _TITLE) for one in telling[:_MAX_TITLE_WORDS]]


def closed(at: datetime) -> Query:
    """Return the query for documents whose deadline has passed at `at`.

    It walks the terms up to `at`, of which a tended index has next to none.
    """
    return Query.range_query(
        schema(),
        "deadline",
        FieldType.Integer,
        None,
        microseconds(at),
        use_inverted_index=True,
    )


def any_word_query(form: Words) -> Query:
    """Return the query for documents that hold `form` in whatever field."""
    return _any([part for part, _ in _places(form)])


def _filters(query: JobQuery, without: str) -> list[Query]:
    found: list[Query] = []
    choices: dict[str, frozenset[str | int]] = {
        "employment_type": query.employment_types,
        "experience_level": query.experience_levels,
        "category": query.categories,
        "workplace": query.workplaces,
        "pay_band": query.pay_bands,
        "place_id": query.places,
    }
    for field, values in choices.items():
        if values and field != without:
            found.append(_any(_term(field, value) for value in sorted(values, key=str)))
    if query.currency:
        found.append(_term("currency", query.currency))
    if query.salary_min is not None:
        found.append(_cents("salary_min", lower=_to_cents(query.salary_min, up=True)))
    if query.salary_max is not None:
        found.append(_cents("salary_max", upper=_to_cents(query.salary_max, up=False)))
    if query.posted_since is not None and without != "posted":
        first = sort_key(microseconds(query.posted_since) // 1_000_000, 0)
        found.append(
            Query.range_query(schema(), "created_key", FieldType.Unsigned, lower_bound=first)
        )
    if query.company.strip():
        found.append(_beginnings("company", query.company))
    if without != "location":
        ways = [_beginnings("place", query.location)] if query.location.strip() else []
        if query.near:
            ways.append(Query.term_set_query(schema(), "place_id", sorted(query.near)))
        if ways:
            found.append(_any(ways))
    return found


def _to_cents(amount: Any, *, up: bool) -> int:
    """Return whole cents within what the engine's integers hold, rounded inwards."""
    cents = max(min(amount * 100, 2**62), -(2**62))
    whole = int(cents // 1)
    return whole + 1 if up and whole != cents else whole


def _cents(field: str, *, lower: int | None = None, upper: int | None = None) -> Query:
    return Query.range_query(schema(), field, FieldType.Integer, lower, upper)


def _beginnings(field: str, text: str) -> Query:
    """Return the query for documents where every word of `text` begins a word of the field."""
    prefixes = words(text)[:_MAX_FILTER_WORDS]
    if not prefixes:
        return Query.empty_query()
    return _all(_prefix(field, prefix) for prefix in prefixes)


def _text_clauses(terms: list[Term]) -> list[Clause]:
    if not terms:
        return [(Occur.Must, Query.empty_query())]
    clauses: list[Clause] = []
    for term in terms:
        demand = _demand(term)
        if term.is_excluded:
            clauses.append((Occur.MustNot, demand))
        else:
            clauses.append((Occur.Should if term.is_optional else Occur.Must, demand))
    if all(term.is_excluded for term in terms):
        clauses.append((Occur.Must, Query.const_score_query(Query.all_query(), 0.0)))
    in_a_row = _title_phrase(terms)
    if in_a_row is not None:
        clauses.append((Occur.Should, in_a_row))
    return clauses


def _demand(term: Term) -> Query:
    ways = [_anywhere(form, scored=not term.is_excluded) for form in term.spellings]
    if term.is_open:
        ways += _half_typed(term)
    return _any(ways)


def _anywhere(form: Words, *, scored: bool) -> Query:
    if not form.is_known:
        return Query.empty_query()
    if not scored:
        return any_word_query(form)
    return _any(Query.boost_query(part, weight) for part, weight in _places(form))


def _places(form: Words) -> list[tuple[Query, float]]:
    if not form.is_known:
        return []
    return [
        (_in_a_row("title", form.english), _TITLE),
        (_in_a_row("title_de", form.german), _TITLE),
        (_in_a_row("about", form.english), _ABOUT),
        (_in_a_row("names", form.plain), _AS_WRITTEN),
        (_in_a_row("body", form.english), _BODY),
        (_in_a_row("body_de", form.german), _BODY),
    ]


def _half_typed(term: Term) -> list[Query]:
    last = term.spellings[0]
    if not last.plain or len(last.plain[-1]) < _SHORTEST_PREFIX:
        return []
    if len(last.plain) == 1:
        started = _prefix("names", last.plain[0])
    else:
        started = Query.phrase_prefix_query(schema(), "names", list(last.plain))
    ways = [Query.const_score_query(started, _HALF_TYPED)]
    if len(last.plain) == 1:
        # Titles are held as stems only, whose beginnings are those of the words.
        in_title = _prefix("title", last.plain[0])
        ways.append(Query.const_score_query(in_title, _HALF_TYPED_TITLE))
    return ways


def _title_phrase(terms: list[Term]) -> Query | None:
    """Return a reward for titles that hold the plain words of the question in its order."""
    tokens: list[str] = []
    for term in terms:
        if not (term.is_excluded or term.is_quoted or term.is_optional):
            tokens += term.spellings[0].english
    if len(tokens) < 2:
        return None
    phrase = Query.phrase_query(schema(), "title", [*tokens], slop=1)
    return Query.boost_query(phrase, _TITLE_PHRASE)


def _in_a_row(field: str, tokens: tuple[str, ...]) -> Query:
    if len(tokens) == 1:
        return _term(field, tokens[0])
    return Query.phrase_query(schema(), field, [*tokens])


def _term(field: str, value: str | int) -> Query:
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return Query.empty_query()
    return Query.term_query(schema(), field, value)


def _prefix(field: str, beginning: str) -> Query:
    return Query.fuzzy_term_query(schema(), field, beginning, distance=0, prefix=True)


def _any(parts: Iterable[Query]) -> Query:
    found = list(parts)
    if len(found) == 1:
        return found[0]
    return Query.boolean_query([(Occur.Should, part) for part in found])


def _all(parts: Iterable[Query]) -> Query:
    found = list(parts)
    if len(found) == 1:
        return found[0]
    return Query.boolean_query([(Occur.Must, part) for part in found])
