"""Many questions at once: what is found is what the search finds among those jobs."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from jobs.search import JobQuery, Percolator
from jobs.search.documents import IndexedJob
from jobs.tests.search_lab import NOW, indexed, snapshot_of

_WORDS = [
    "python",
    "developer",
    "senior",
    "nurse",
    "ward",
    "front",
    "end",
    "frontend",
    "c++",
    ".net",
    "node.js",
    "gardener",
    "und",
    "oder",
    "Pflege",
    "Pflegekräfte",
    "warehouse",
    "manager",
    "data",
    "engineer",
    "machine",
    "learning",
    "ml",
    "the",
    "of",
    "role",
]
_GERMAN = "Wir suchen für die Pflege und das Haus, mit Freude: Sie und wir. "
_CITIES = ("Hamburg, Germany", "Leeds", "São Paulo", "New York, NY", "Remote – Germany")
_COMPANIES = ("Acme Works", "Northwind Tools", "Bäckerei Öz")
_VALUES: dict[str, tuple[Any, ...]] = {
    "employment_types": ("full_time", "contract", "remote"),
    "experience_levels": ("mid", "senior"),
    "categories": (7, 8, 9),
    "workplaces": ("on_site", "hybrid", "remote"),
    "pay_bands": ("EUR-40000", "EUR-60000", "USD-40000"),
    "places": (1, 2, 3),
    "near": (1, 2),
}


def _some_job(dice: Random) -> IndexedJob:
    words = dice.sample(_WORDS, 6)
    pay = Decimal(dice.randrange(20, 120) * 1000)
    return indexed(
        " ".join(words[:3]),
        company=dice.choice(_COMPANIES),
        location=dice.choice(_CITIES),
        category_id=dice.choice((7, 8)),
        employment_type=dice.choice(_VALUES["employment_types"]),
        experience_level=dice.choice(_VALUES["experience_levels"]),
        workplace=dice.choice(_VALUES["workplaces"]),
        texts=dice.choice(("", _GERMAN)) + " ".join(words[3:]),
        skills=dice.sample(_WORDS, 2),
        salary_min_yearly=dice.choice((None, pay)),
        salary_max_yearly=dice.choice((None, pay * 2)),
        currency=dice.choice(("EUR", "USD")),
        deadline=NOW + timedelta(days=dice.choice((-1, 5, 30))),
        created_at=NOW - timedelta(days=dice.randrange(40)),
        place_id=dice.choice((None, 1, 2, 3)),
    )


def _some_text(dice: Random) -> str:
    parts = []
    for word in dice.sample(_WORDS, dice.randrange(4)):
        shapes = (word, word, word[:4], f'"{word} {dice.choice(_WORDS)}"', f"-{word}")
        parts.append(dice.choice(shapes))
    return " ".join(parts) + dice.choice(("", " "))


def _some_question(dice: Random) -> JobQuery:
    parts: dict[str, Any] = {"text": _some_text(dice)}
    for name, values in _VALUES.items():
        if dice.random() < 0.2:
            parts[name] = frozenset(dice.sample(values, dice.randrange(1, len(values) + 1)))
    if dice.random() < 0.2:
        parts["location"] = dice.choice(("hamb", "germany", "sao", "york new", "…"))
    if dice.random() < 0.2:
        parts["company"] = dice.choice(("acme", "oz", "north wind"))
    if dice.random() < 0.2:
        parts["salary_min"] = Decimal(dice.randrange(20, 90) * 1000)
    if dice.random() < 0.1:
        parts["currency"] = "EUR"
    if dice.random() < 0.1:
        parts["posted_since"] = NOW - timedelta(days=dice.randrange(30))
    return JobQuery(**parts)


@pytest.mark.parametrize("seed", range(4))
def test_it_finds_what_the_search_finds_among_the_jobs(seed: int) -> None:
    dice = Random(seed)  # a draw, not a secret
    jobs = [_some_job(dice) for _ in range(60)]
    new = dice.sample(jobs, 25)
    questions = [_some_question(dice) for _ in range(150)]
    everything = snapshot_of(*jobs)
    wanted = {job.id for job in new}

    found = dict(Percolator([new[:10], new[10:]], at=NOW).matches(questions))

    for question in questions:
        hits = everything.search(question, offset=0, limit=len(jobs), at=NOW)
        expected = wanted.intersection(hits.ids)
        assert set(found.get(question, [])) == expected, question
        assert len(found.get(question, [])) == len(expected), question
    assert 20 < len(found) < len(set(questions))


def test_the_best_come_first_and_without_words_the_newest() -> None:
    about = indexed("Clerk", texts="Sometimes with nurses.", created_at=NOW - timedelta(hours=1))
    named = indexed("Nurse", created_at=NOW - timedelta(days=3))
    by_words, plain = JobQuery(text="nurse"), JobQuery()

    found = dict(Percolator([[about, named]], at=NOW).matches([by_words, plain]))

    assert found == {by_words: [named.id, about.id], plain: [about.id, named.id]}


def test_a_demand_that_many_questions_share_is_looked_up_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[object] = []
    meeting = Percolator._meeting

    def listen(self: Percolator, demand: Any) -> int:
        asked.append(demand)
        return meeting(self, demand)

    monkeypatch.setattr(Percolator, "_meeting", listen)
    words, kinds = ("nurse", "python", "clerk", "ward", "chef", "cook"), range(5, 11)
    questions = [
        JobQuery(text=word, categories=frozenset({kind})) for word in words for kind in kinds
    ]

    found = list(Percolator([[indexed("Nurse", category_id=7)]], at=NOW).matches(questions))

    assert [question for question, _ids in found] == [
        JobQuery(text="nurse", categories=frozenset({7}))
    ]
    assert len(asked) <= len(words) + len(kinds) < len(questions)


def test_without_jobs_nothing_is_found() -> None:
    assert not list(Percolator([], at=NOW).matches([JobQuery()]))
