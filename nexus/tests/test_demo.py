"""The demo: the market that it plans, its drawings and its documents."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from random import Random
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from PIL import Image
from pypdf import PdfReader

from jobs.choices import JobStatus
from nexus.core.files import check_cv
from nexus.core.html import html_to_text
from nexus.demo import drawings
from nexus.demo.compose import part_of
from nexus.demo.content.catalogue import COMPANIES, PEOPLE, ROLES, WHOLE_POSTINGS
from nexus.demo.content.categories import CATEGORIES
from nexus.demo.content.kinds import items
from nexus.demo.content.market_words import CONTACTS, REMOTE_PLACES
from nexus.demo.content.places import BY_KEY, CITIES
from nexus.demo.documents import write_cv
from nexus.demo.market import SHOWCASE, build_market
from nexus.demo.pay import pay_in
from nexus.demo.pdf import Line, can_print, glyph_name, write_pdf

if TYPE_CHECKING:
    from nexus.demo.documents import CV

NOW = datetime(2031, 3, 14, 15, 30, tzinfo=UTC)


def text_of(cv: CV) -> str:
    if cv.file_name.endswith(".pdf"):
        reader = PdfReader(BytesIO(cv.content), strict=True)
        return " ".join(page.extract_text() for page in reader.pages)
    return " ".join(p.text for p in Document(BytesIO(cv.content)).paragraphs)


# --- The plan ----------------------------------------------------------------------------------


def test_market_has_the_promised_size() -> None:
    postings = build_market(NOW)

    takes_applications = [p for p in postings if p.status == JobStatus.OPEN and p.deadline > NOW]
    assert len(postings) >= 240
    assert len(takes_applications) >= 200
    assert len(COMPANIES) == 40
    assert len(CATEGORIES) == 20
    assert len(CITIES) == 40
    assert len(ROLES) >= 80
    assert len(PEOPLE) == 60


def test_market_of_one_moment_is_always_the_same() -> None:
    assert build_market(NOW) == build_market(NOW)


def test_market_of_another_day_differs_in_dates_alone() -> None:
    later = timedelta(days=400)

    def facts(at: datetime) -> list[tuple[object, ...]]:
        return [(p.title, p.texts, p.pay, p.status, at - p.created_at) for p in build_market(at)]

    assert facts(NOW) == facts(NOW + later)


@pytest.mark.parametrize("hour", [0, 11, 23])
def test_open_postings_lie_in_the_past_and_end_in_the_future(hour: int) -> None:
    now = NOW.replace(hour=hour)

    for posting in build_market(now):
        assert posting.created_at <= now
        assert posting.deadline > posting.created_at
        if posting.status == JobStatus.CLOSED:
            assert posting.closed_at is not None
            assert posting.created_at < posting.closed_at <= now


def test_market_shows_every_status_and_some_that_have_run_out() -> None:
    postings = build_market(NOW)

    assert {p.status for p in postings} == set(JobStatus)
    assert any(p.status == JobStatus.OPEN and p.deadline <= NOW for p in postings)


def test_showcase_company_has_a_posting_in_every_status() -> None:
    own = [p for p in build_market(NOW) if p.company.name == SHOWCASE]

    assert {p.status for p in own} == set(JobStatus)


def test_every_category_and_city_has_postings() -> None:
    postings = build_market(NOW)

    assert {p.category for p in postings} == {category.key for category in CATEGORIES}
    assert {key for company in COMPANIES for key in company.cities} == set(BY_KEY)


def test_no_two_postings_say_the_same() -> None:
    texts = [p.texts.description for p in build_market(NOW)]

    assert len(set(texts)) == len(texts)


def test_same_role_is_introduced_in_other_words_each_time() -> None:
    uses: dict[str, int] = {}
    for company in COMPANIES:
        for key in company.roles:
            uses[key] = uses.get(key, 0) + 1

    assert {key for key, count in uses.items() if count > len(ROLES[key].intros)} == set()
    assert set(uses) == set(ROLES)


def test_no_text_has_a_gap_left_to_fill() -> None:
    for posting in build_market(NOW):
        texts = posting.texts
        whole = texts.description + texts.responsibilities + texts.requirements + texts.benefits
        assert not re.search(r"[{}]|\bTODO\b|lorem", whole, re.IGNORECASE), posting.title


def test_postings_are_as_uneven_as_real_ones() -> None:
    lengths = sorted(len(html_to_text(p.texts.description)) for p in build_market(NOW))
    shown = [p for p in build_market(NOW) if p.pay.low or p.pay.high]

    assert lengths[0] < 100
    assert lengths[-1] > 5000
    assert {p.pay.period for p in shown} >= {"hour", "day", "month", "year"}
    assert len({p.pay.currency for p in shown}) >= 15
    assert 0.1 < 1 - len(shown) / len(build_market(NOW)) < 0.4
    assert any(not p.texts.requirements for p in build_market(NOW))


def test_whole_postings_belong_to_companies_and_categories_of_the_demo() -> None:
    companies = {company.name for company in COMPANIES}
    categories = {category.key for category in CATEGORIES}

    assert {p.company for p in WHOLE_POSTINGS} <= companies
    assert {p.category for p in WHOLE_POSTINGS} <= categories
    assert companies == set(CONTACTS)
    assert set(REMOTE_PLACES) <= companies


@pytest.mark.parametrize("key", sorted(BY_KEY))
def test_pay_is_never_below_the_least_that_is_usual(key: str) -> None:
    place = BY_KEY[key]

    pay = pay_in(place, (1_000, 1_200), hourly=False, daily=False, rng=Random(1))

    assert pay.low is not None
    assert pay.high is not None
    assert float(pay.low) * (12 if pay.period == "month" else 1) >= place.floor * 0.98
    assert pay.low < pay.high
    assert pay.currency == place.currency


def test_part_of_a_pool_keeps_the_first_and_the_order() -> None:
    pool = ["a", "b", "c", "d", "e", "f"]

    parts = [part_of(pool, turn, 3) for turn in range(3)]

    assert [part[0] for part in parts] == ["a", "a", "a"]
    assert [sorted(part) for part in parts] == parts
    assert parts[0] != parts[1]


def test_items_join_wrapped_lines() -> None:
    assert items("""
        - One thing
          that goes on
        - Another
    """) == ("One thing that goes on", "Another")


# --- Drawings and documents --------------------------------------------------------------------


def test_logos_of_all_companies_differ() -> None:
    logos = [drawings.logo(number) for number in range(len(COMPANIES))]

    assert len(set(logos)) == len(COMPANIES)


def test_portrait_is_a_small_square_picture() -> None:
    picture = Image.open(BytesIO(drawings.portrait("NE", Random(5))))

    assert picture.format == "PNG"
    assert picture.size == (drawings.PORTRAIT_SIZE, drawings.PORTRAIT_SIZE)


def test_initials_drop_accents() -> None:
    assert drawings.initials_of("Édouard", "Ångström") == "EA"


@pytest.mark.parametrize("number", range(len(PEOPLE)))
def test_cv_can_be_read_back(number: int) -> None:
    person = PEOPLE[number]

    cv = write_cv(person, number, email="someone@people.example", phone="+999 555 010 001")

    text = " ".join(text_of(cv).split())
    assert f"{person.first} {person.last}" in text
    assert person.stations[-1].done in text
    assert "someone@people.example" in text


def test_some_cvs_are_pdf_and_some_are_word() -> None:
    cvs = [write_cv(person, n, email="", phone="") for n, person in enumerate(PEOPLE)]

    endings = [cv.file_name.rpartition(".")[2] for cv in cvs]
    assert endings.count("pdf") > 40
    assert endings.count("docx") > 8


@pytest.mark.slow
@pytest.mark.parametrize("number", [0, 4])
def test_cv_is_accepted_where_people_upload_theirs(number: int) -> None:
    cv = write_cv(PEOPLE[number], number, email="", phone="")

    checked = check_cv(SimpleUploadedFile(cv.file_name, cv.content))

    assert checked.read() == cv.content


def test_pdf_breaks_lines_and_pages_and_loses_no_word() -> None:
    words = [f"word{number}" for number in range(4000)]

    reader = PdfReader(BytesIO(write_pdf([Line(" ".join(words))], title="Long")), strict=True)

    assert len(reader.pages) > 3
    assert " ".join(page.extract_text() for page in reader.pages).split() == words


def test_pdf_prints_accents_of_several_languages() -> None:
    text = "Żółć (Łódź) Ňuñez Ğüneş ßæø – „Zitat“ € 5 \\ [x]"

    reader = PdfReader(BytesIO(write_pdf([Line(text)], title="Žluťoučký")), strict=True)

    assert can_print(text)
    assert reader.pages[0].extract_text().strip() == text
    assert reader.metadata is not None
    assert reader.metadata.title == "Žluťoučký"


def test_letter_without_a_glyph_is_known_as_such() -> None:
    assert glyph_name("é") == "eacute"
    assert glyph_name("星") is None
    assert not can_print("星")
