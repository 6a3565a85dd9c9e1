"""How good the first page is, by judged questions over real postings.

`judgements.json` grades postings for each question from 0 (useless) to 3 (just what was asked).
The graded postings were pooled from several rankers (this search, BM25 over weighted columns,
plain BM25, titles alone) and graded by reading them. A posting that nobody graded counts as 0.
"""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from jobs.search.documents import IndexedJob
from jobs.tests.search_lab import NOW, hits, indexed, snapshot_of

FLOOR = 0.87
JUDGEMENTS = Path(__file__).with_name("judgements.json")
TYPES = {
    "part_time": "part_time",
    "internship": "internship",
    "contract": "contract",
    "temporary": "contract",
}


def from_posting(number: int, posting: dict[str, Any]) -> IndexedJob:
    """Return a real posting as the index would see it."""
    posted = posting["posted_at"]
    created = datetime.fromisoformat(posted[:10]) if posted else datetime(2025, 1, 1)  # noqa: DTZ001
    skills = (posting["skills"] or "").replace("_", " ").split("|")
    texts = ("requirements", "responsibilities", "benefits")
    return indexed(
        posting["title"][:200],
        id=number,
        company=posting["company"] or "",
        location=posting["location"] or "",
        category_name=posting["category"] or "Other",
        employment_type=TYPES.get(posting["employment_type"], "full_time"),
        workplace="remote" if posting["remote"] else "on_site",
        texts=[
            posting["description_html"] or posting["description_text"] or "",
            *(posting[name] or "" for name in texts),
        ],
        skills=[skill.strip() for skill in skills if skill.strip()],
        created_at=created.replace(tzinfo=UTC),
        deadline=NOW + timedelta(days=60),
    )


def ndcg(grades: list[int], ideal: list[int]) -> float:
    """Return the discounted gain of the first ten grades, as a share of the best possible."""

    def gain(values: list[int]) -> float:
        return sum((2.0**value - 1) / math.log2(n + 2) for n, value in enumerate(values[:10]))

    return gain(grades) / gain(sorted(ideal, reverse=True))


@pytest.mark.slow
def test_judged_questions_are_answered_well(
    shared_data: Path, record_property: Callable[[str, object], None]
) -> None:
    with gzip.open(shared_data / "postings" / "dev.jsonl.gz", "rt") as lines:
        postings = [json.loads(line) for line in lines]
    snapshot = snapshot_of(*(from_posting(n, row) for n, row in enumerate(postings)))
    judged: dict[str, dict[str, int]] = json.loads(JUDGEMENTS.read_text())

    scores: dict[str, float] = {}
    for question, grades in judged.items():
        found = hits(snapshot, question)
        if not found.total and found.did_you_mean:
            found = hits(snapshot, found.did_you_mean)
        first = [grades.get(postings[number]["id"], 0) for number in found.ids[:10]]
        scores[question] = ndcg(first, list(grades.values()))
    average = sum(scores.values()) / len(scores)
    record_property("ndcg_at_10", round(average, 4))

    assert len(scores) >= 60
    worst = sorted(scores.items(), key=lambda score: score[1])[:8]
    assert average >= FLOOR, f"NDCG@10 is {average:.3f}; the worst: {worst}"
