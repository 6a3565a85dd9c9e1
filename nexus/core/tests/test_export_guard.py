"""Text that a spreadsheet would run is marked, honest text is not, and the mark comes off exactly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nexus.core.exporting.guard import guard, unguard

HOSTILE = Path(__file__).parents[4] / "shared/data/adversarial/strings/csv_injection.json"

RUN = [
    "=1+1",
    '=HYPERLINK("http://127.0.0.1/?l="&A1,"click")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    '"=1+1"',
    "＝1+1",
    "－１+1",
    "＠SUM(1)",
    "=  cmd|'/c calc.exe'!A",
    "+SUM (A1)",
    "-A1",
    "@A1:B2",
    "+A:A",
    "-1+1, or so",
    "+[book.xlsx]Sheet1!A1",
    "+'C:\\[book.xlsx]Sheet1'!A1",
    '-"text"&"text"',
    '@WEBSERVICE ("http://127.0.0.1")',
    "==1+1",
    "--1",
]
HONEST = [
    "- remote (not a formula)",
    "+44 20 7946 0000 (a phone, must survive)",
    "@nexus (a handle, must survive)",
    "-5 °C cold store operative",
    "-5",
    "-5.50",
    "+3,5 %",
    "-1e5",
    "+49 40 123",
    "+49 (0)40 123 45",
    "+4940123456",
    "@home",
    "@jane-doe",
    "-full-time",
    "- a | b",
    "- Join us now!",
    "- Engineer (m/w/d)",
    "- sum (of all parts)",
    "-C++",
    "---",
    "-",
    "",
    "a = b",
    "Hello, -5 and +3",
    "<p>=1+1</p>",
    "'tis the season",
    "%0A=1+1",
]


@pytest.mark.parametrize("text", RUN)
def test_what_would_run_is_marked(text: str) -> None:
    for is_typed in (False, True):
        guarded = guard(text, is_typed=is_typed)
        assert guarded == f"'{text}"
        assert unguard(guarded) == text


@pytest.mark.parametrize("text", HONEST)
def test_honest_text_is_left_alone(text: str) -> None:
    assert guard(text) == text
    assert guard(text, is_typed=True) == text
    assert unguard(text) == text


@pytest.mark.parametrize(
    ("text", "guarded"),
    [
        (";=1+1", ";'=1+1"),
        (",=1+1", ",'=1+1"),
        ("|=1+1", "|'=1+1"),
        ("Baker;=1+1", "Baker;'=1+1"),
        ('=1+1";=1+1', "'=1+1\";'=1+1"),
    ],
)
def test_mark_stands_where_another_delimiter_would_begin_a_cell(text: str, guarded: str) -> None:
    assert guard(text) == guarded
    assert unguard(guarded) == text


@pytest.mark.parametrize("text", ["=== Senior Engineer ===", "=> apply", "=", "+49-40-123456"])
def test_what_only_ends_in_an_error_or_a_sum_is_left_alone_in_a_typed_cell(text: str) -> None:
    assert guard(text) == f"'{text}"
    assert guard(text, is_typed=True) == text


def test_mark_that_was_there_before_stays() -> None:
    assert guard("'=1+1") == "''=1+1"
    assert unguard("''=1+1") == "'=1+1"
    assert unguard("'Tis") == "'Tis"


@pytest.mark.skipif(not HOSTILE.exists(), reason="the hostile strings are not on this machine")
def test_hostile_strings_are_marked_and_come_back() -> None:
    for text in json.loads(HOSTILE.read_text()):
        is_honest = any(word in text for word in ("not a", "must", "°C", "Senior", "%0A"))
        assert (guard(text, is_typed=True) == text) is is_honest, text
        assert unguard(guard(text)) == unguard(guard(text, is_typed=True)) == text


@given(st.text(alphabet="=+-@'\";,| \t\n1Aa(!＝", max_size=12) | st.text(max_size=30))
@example("';'=1")
@example("'=;'=1")
def test_mark_comes_off_exactly_whatever_the_text(text: str) -> None:
    assert unguard(guard(text)) == text
    assert unguard(guard(text, is_typed=True)) == text


@given(st.text(alphabet="=+-@'\";,| \t1A(", max_size=12))
def test_no_marked_text_begins_like_a_formula(text: str) -> None:
    assert not guard(text).lstrip(' \t"').startswith("=")


def test_text_made_of_beginnings_is_judged_in_no_time() -> None:
    text = ";=1" * 30_000
    assert unguard(guard(text)) == text
