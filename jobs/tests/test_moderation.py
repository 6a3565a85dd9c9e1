"""Signs of fraud: what each rule sees, and how well they do on postings that people labelled."""

from __future__ import annotations

import gzip
import json
import time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from jobs.moderation import Posting, is_suspicious, posting_of, signs_in
from jobs.moderation.changes import Said, is_another

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from jobs.models import Job

ABOUT = "We have made bicycles in Leipzig since 1987."
LONG = "You build bicycles with us, from the frame to the bell. " * 12


def codes(title: str = "Mechanic", text: str = LONG, **more: Any) -> list[str]:
    return [s.code for s in signs_in(Posting(title, text, **{"about_company": ABOUT, **more}))]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Earn $400 a day!", "quick_money"),
        ("Leicht Geld verdienen: leichtes Geld.", "quick_money"),
        ("Send the fee by Western Union.", "asks_for_money"),
        ("Send us your bank account details.", "asks_for_papers"),
        ("Write to boss.of.it@gmail.com.", "free_mail"),
        ("Only on WhatsApp.", "chat_contact"),
        ("No experience required.", "anybody"),
        ("Work from home.", "from_home"),
        ("We look for a data entry clerk.", "simple_office"),
        ("Urgently wanted.", "hurry"),
        ("Click here to apply.", "leads_away"),
    ],
)
def test_each_rule_sees_its_words(sentence: str, expected: str) -> None:
    assert codes(text=f"{LONG} {sentence}") == [expected]


def test_an_honest_posting_has_no_signs() -> None:
    text = f"{LONG} Write to jobs@velo-leipzig.example. You earn a fair wage, with no overtime."

    assert codes(text=text, yearly_pay=Decimal(60_000)) == []


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"about_company": " "}, "no_company"),
        ({"text": "Build bicycles."}, "short"),
        ({"asks_for_little": True}, "vague"),
        ({"yearly_pay": Decimal(1_000_000)}, "incredible_pay"),
    ],
)
def test_what_is_missing_or_beyond_belief_is_a_sign(more: dict[str, Any], expected: str) -> None:
    assert codes(**more) == [expected]


def test_words_that_gave_a_sign_are_named_in_one_line() -> None:
    text = f"{LONG} Work  from\nhome. Home-based."

    [sign] = signs_in(Posting("Mechanic", text, ABOUT))

    assert sign.words == ["Work from home", "Home-based"]


@pytest.mark.parametrize("filler", ["a", "1", "a.", "+", "1-", "earn ", "@"])
def test_a_text_without_a_gap_is_soon_read(filler: str) -> None:
    text = (filler * 60_000)[:60_000]
    started = time.thread_time()

    signs_in(Posting("Mechanic", text, ABOUT))
    assert not is_another(
        Said("", text, None, None, ("", "")), Said("", text, None, None, ("", ""))
    )

    assert time.thread_time() - started < 1


@pytest.mark.django_db
def test_a_job_is_looked_at_without_its_tags(make_job: Callable[..., Job]) -> None:
    job = make_job(description="<p>Earn <strong>easily</strong> $1</p>", company_description="")

    found = [sign.code for sign in signs_in(posting_of(job))]

    assert "quick_money" in found


def test_it_finds_three_frauds_in_four_among_labelled_postings(shared_data: Path) -> None:
    # Measured where the weights were set: 78 of 105 frauds, 17 of 304 others. No promise for
    # other postings, but a floor under which no change of a rule may fall.
    with gzip.open(shared_data / "postings/dev.jsonl.gz", "rt") as lines:
        rows = [row for row in map(json.loads, lines) if row["label_fraudulent"] is not None]
    told = [(is_suspicious(signs_in(_posting(row))), bool(row["label_fraudulent"])) for row in rows]
    hits = told.count((True, True))

    assert len(rows) == 409
    assert hits / sum(fraud for _, fraud in told) >= 0.72
    assert hits / sum(warned for warned, _ in told) >= 0.80


def _posting(row: dict[str, Any]) -> Posting:
    parts = ("description_text", "requirements", "benefits")
    return Posting(
        title=row["title"],
        text="\n".join(row[part] for part in parts if row[part]),
        about_company=row["company_profile"] or "",
        asks_for_little=not row["requirements"] and not row["benefits"],
    )
