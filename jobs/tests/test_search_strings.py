"""Whatever somebody types is answered, at a bounded cost."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path

import pytest

from jobs.search.query import FACETS, JobQuery
from jobs.search.snapshot import Snapshot
from jobs.tests.search_lab import NOW, hits, indexed, snapshot_of


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return snapshot_of(
        indexed("Senior C++ developer", skills=["C#", ".NET", "Node.js"]),
        indexed("Krankenpfleger (m/w/d)", texts="Wir suchen und die der für"),
        indexed("የሽያጭ ሰራተኛ", location="አዲስ አበባ"),
        *(indexed(f"Nurse {n}") for n in range(30)),
    )


def answers(snapshot: Snapshot, text: str) -> None:
    """Ask everything that takes text; each answer must agree with itself."""
    found = hits(snapshot, text)
    assert len(found.ids) == min(found.total, 20)
    assert hits(snapshot, location=text).total >= 0
    assert hits(snapshot, company=text).total >= 0
    assert set(snapshot.facets(JobQuery(text=text), NOW)) == set(FACETS)
    ids, _ = snapshot.search_after(JobQuery(text=text), cursor="", limit=5, at=NOW)
    assert len(ids) == min(found.total, 5)
    assert len(snapshot.suggest(text, 5, NOW)) <= 5


@pytest.mark.parametrize(
    "text",
    [
        '"',
        '"" -""',
        "AND",
        "OR OR",
        "NOT",
        "(((",
        "a:b",
        "title:nurse",
        "+",
        "\\",
        "\\\\",
        "-",
        "--nurse",
        "*",
        "nurse*",
        "[a TO b]",
        "nurse~2",
        "nurse^4",
        "/.*/",
        "{}",
        "\0",
        "\ud800",
        "nurse\u202egnirts",
        "🚀" * 50,
        "ﷺ",
        "ß",
        "İ",
        "ǅ",
        "a\u0301" * 500,
        '"' * 999,
        "-" * 999,
        '-"nurse" -nurse nurse',
        "c++" * 100,
        "<script>alert(1)</script>",
        "%00%27",
    ],
)
def test_awkward_string_is_answered(snapshot: Snapshot, text: str) -> None:
    answers(snapshot, text)


def test_random_strings_are_answered(snapshot: Snapshot) -> None:
    dice = random.Random(20261122)  # the same strings each time
    pieces = [
        *"\"-+*~^:()[]{}\\/&|!?<>=.,;'`@#$% \t\n\0",
        *"abcäßéğışñ中文字ሰራተé\u0301\u200b\u202e🚀\ud83d",
        *("nurse", "c++", ".net", "AND", "OR", "http://", "www.", "a@b.c", "node.js"),
    ]
    for _ in range(300):
        answers(snapshot, "".join(dice.choices(pieces, k=dice.randint(1, 60))))


@pytest.mark.slow
def test_real_hostile_strings_are_answered(snapshot: Snapshot, shared_data: Path) -> None:
    folder = shared_data / "adversarial" / "strings"
    texts: list[str] = []
    for path in sorted(folder.iterdir()):
        content = path.read_text(encoding="utf-8", errors="surrogateescape")
        if path.suffix == ".json":
            texts += [str(value) for value in _leaves(json.loads(content))]
        texts += content.splitlines()
    assert len(texts) > 500

    for text in dict.fromkeys(texts):
        answers(snapshot, text)


@pytest.mark.parametrize("text", ["nurse " * 2_000, "x" * 10_000, '"a b" ' * 2_000, "ab-" * 3_400])
def test_endless_string_costs_little(snapshot: Snapshot, text: str) -> None:
    started = time.process_time()

    hits(snapshot, text)

    assert time.process_time() - started < 0.25


def _leaves(value: object) -> list[object]:
    if isinstance(value, dict):
        return [leaf for part in value.values() for leaf in _leaves(part)]
    if isinstance(value, list):
        return [leaf for part in value for leaf in _leaves(part)]
    return [value]
