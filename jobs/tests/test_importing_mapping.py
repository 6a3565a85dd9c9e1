"""What becomes of the columns of one row."""

from datetime import UTC, datetime
from typing import Any

import pytest

from jobs.importing.mapping import posting_of
from jobs.importing.posting import BadRow, Posting
from jobs.services.posting import MAX_SKILLS

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ROW: dict[str, Any] = {
    "id": "board:17",
    "source": "board",
    "source_id": "17",
    "title": "Cook",
    "company": "Green Kitchen",
    "location": "Rome",
    "description_text": "You cook.",
}


def read(**changes: Any) -> Posting:
    return posting_of({**ROW, **changes}, now=NOW)


def test_row_with_the_least_becomes_a_posting() -> None:
    posting = read()

    assert posting.key == ("board", "17")
    assert posting.description == "<p>You cook.</p>"
    assert posting.summary == "You cook."
    assert (posting.posted_at, posting.deadline, posting.warnings) == (None, None, ())


def test_html_wins_over_plain_text_and_is_cleaned() -> None:
    posting = read(
        description_html='<p onclick="x()" style="color:red">Cook<script>x()</script></p>'
    )

    assert posting.description == "<p>Cook</p>"


def test_id_differs_from_source_id_and_counts() -> None:
    assert read(id="board:17-2").key == ("board", "17-2")


def test_id_alone_names_its_source() -> None:
    assert read(source=None, source_id=None).key == ("board", "17")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"title": None}, "no title"),
        ({"title": "  "}, "no title"),
        ({"title": 7.5j}, "“title” must be a text"),
        ({"title": "a\x00b"}, "NUL"),
        ({"description_text": ""}, "no description"),
        ({"description_text": None, "description_html": "<p> </p>"}, "no description"),
        ({"id": None, "source_id": None}, "no id"),
        ({"id": None, "source": None}, "neither a source"),
        ({"source": "s" * 51, "id": None}, "source is longer"),
        ({"id": "board:" + "9" * 201}, "id is longer"),
        ({"posted_at": "yesterday"}, "“posted_at” is not a date"),
        ({"valid_through": "2026-02-31"}, "“valid_through” is not a date"),
        ({"skills": ["a"]}, "“skills” must be a text"),
    ],
)
def test_row_that_cannot_be_loaded_says_why(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(BadRow, match=reason):
        read(**changes)


def test_long_title_is_cut_at_a_word_with_a_warning() -> None:
    posting = read(title="Senior cook " * 30)

    assert len(posting.title) <= 200
    assert posting.title.endswith(("Senior", "cook"))
    assert posting.warnings == ("long title cut",)


def test_shouting_title_is_kept_as_posted() -> None:
    assert read(title="HEAD COOK!!! APPLY NOW").title == "HEAD COOK!!! APPLY NOW"


def test_row_without_employer_shares_one_per_source() -> None:
    assert read(company=None).company_name == "Undisclosed employer (board)"


@pytest.mark.parametrize(
    ("changes", "location"),
    [
        ({"location": "12 Main St", "city": "Springfield"}, "12 Main St, Springfield"),
        ({"location": "New York, NY", "city": "New York City"}, "New York, NY"),
        ({"location": None, "city": "Bath", "country": "GB"}, "Bath, GB"),
        ({"location": "", "remote": True}, "Remote"),
        ({"location": None}, "Not stated"),
    ],
)
def test_location_is_as_posted_and_names_the_city(changes: dict[str, Any], location: str) -> None:
    assert read(**changes).location == location


def test_location_beyond_the_column_is_cut_and_keeps_the_city() -> None:
    location = read(location="Ward 7, " * 60, city="Bath").location

    assert len(location) <= 200
    assert location.endswith(", Bath")


def test_skills_are_tidied_bounded_and_distinct() -> None:
    skills = read(
        skills="SQL| sql |power_bi||" + "x" * 81 + "|" + "|".join(map(str, range(99)))
    ).skills

    assert skills[:3] == ("SQL", "power bi", "0")
    assert len(skills) == MAX_SKILLS


def test_deadline_before_posting_is_ignored_with_a_warning() -> None:
    posting = read(posted_at="2026-06-10", valid_through="2026-06-01")

    assert posting.deadline is None
    assert posting.warnings == ("deadline before the day of posting ignored",)


def test_posting_from_the_future_is_ignored_with_a_warning() -> None:
    posting = read(posted_at="2027-01-01")

    assert posting.posted_at is None
    assert posting.warnings == ("day of posting in the future ignored",)
