"""A better spelling for a question that finds nothing."""

from __future__ import annotations

import itertools
from datetime import datetime

import tantivy
from tantivy import Occur, Query

from jobs.search.compiler import any_word_query, compile_query
from jobs.search.engine import number_of
from jobs.search.query import JobQuery
from jobs.search.schema import schema
from jobs.search.text import Term, parse, shown, words

_SAMPLE = 200
_CANDIDATES = 3
_MAX_TRIES = 12
_MAX_WORDS = 6
_SHORTEST, _SHORTEST_FOR_TWO = 3, 6


def better_spelling(searcher: tantivy.Searcher, query: JobQuery, *, at: datetime) -> str | None:
    """Return the text of `query` with its unknown words corrected, if that finds something.

    Words come from titles, companies, skills, places and categories of open jobs, at most two
    typing errors away (one for short words). The other filters of `query` stay in force.
    """
    terms = parse(query.text)
    if not terms or len(terms) > _MAX_WORDS:
        return None
    fixes = {
        index: candidates
        for index, term in enumerate(terms)
        if (candidates := _candidates(searcher, term, at))
    }
    if not fixes:
        return None
    tries = itertools.islice(itertools.product(*fixes.values()), _MAX_TRIES)
    for chosen in tries:
        texts = [_written(term) for term in terms]
        for index, word in zip(fixes, chosen, strict=True):
            texts[index] = word
        text = " ".join(texts)
        # A space ends the last word: the suggestion must hold as it is written.
        retry = compile_query(query, at=at, terms=parse(f"{text} "))
        if number_of(searcher.search(retry, 1)):
            return text
    return None


def _written(term: Term) -> str:
    text = f'"{term.source}"' if term.is_quoted else term.source
    return f"-{text}" if term.is_excluded else text


def _candidates(searcher: tantivy.Searcher, term: Term, at: datetime) -> list[str]:
    """Return known words close to an unknown one, the closest and commonest first."""
    form = term.spellings[0]
    if term.is_excluded or term.is_quoted or len(form.plain) != 1:
        return []
    word = form.plain[0]
    if len(word) < _SHORTEST or _is_known(searcher, term, at):
        return []
    for distance in (1, 2) if len(word) >= _SHORTEST_FOR_TWO else (1,):
        near = Query.fuzzy_term_query(schema(), "names", word, distance=distance)
        found = searcher.search(_open(near, at), _SAMPLE, count=False).hits
        close: dict[str, int] = {}
        for _, address in found:
            for other in set(words(str(searcher.doc(address).get_first("names") or ""))):
                if abs(len(other) - len(word)) <= distance and is_within(word, other, distance):
                    close[other] = close.get(other, 0) + 1
        if close:
            ranked = sorted(close, key=lambda other: (other[0] != word[0], -close[other], other))
            return [shown(other) for other in ranked[:_CANDIDATES]]
    return []


def _is_known(searcher: tantivy.Searcher, term: Term, at: datetime) -> bool:
    return bool(number_of(searcher.search(_open(any_word_query(term.spellings[0]), at), 1)))


def _open(query: Query, at: datetime) -> Query:
    return Query.boolean_query(
        [(Occur.Must, query), (Occur.Must, compile_query(JobQuery(), at=at))]
    )


def is_within(one: str, other: str, distance: int) -> bool:
    """Whether `distance` insertions, deletions, changes or swaps of neighbours part the two."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        current = [i]
        for j, right in enumerate(other, 1):
            cost = min(row[j] + 1, current[j - 1] + 1, row[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        if min(current) > distance:
            return False
        before, row = row, current
    return row[-1] <= distance
