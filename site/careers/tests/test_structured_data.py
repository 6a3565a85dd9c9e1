"""A job as search engines read it: what Google requires and recommends of a JobPosting."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from careers.places import Place, parse_place, places_of
from careers.postings import sections_of
from careers.structured_data import job_posting, json_ld
from jobs.importing.loader import load
from jobs.importing.reader import Source
from jobs.models import Job
from jobs.places.countries import CODES, COUNTRY_OF_CURRENCY, NAMES
from jobs.places.files import read_cities
from jobs.places.loading import load_cities
from jobs.places.models import Place as City
from nexus.checks import check_default_country_exists
from nexus.core.money import CURRENCIES

Make = Callable[..., Any]

SITE = "https://jobs.example.com"
_LIST_OF_TYPES = {"FULL_TIME", "PART_TIME", "CONTRACTOR", "INTERN", "OTHER"}


def posting_of(job: Job, *, applies_here: bool = False) -> dict[str, Any]:
    posting = job_posting(job, sections_of(job), site=SITE, applies_here=applies_here)
    assert posting is not None
    return posting


def check(posting: dict[str, Any]) -> None:
    """Hold a block to what Google's documentation demands of each property."""
    assert posting["@context"] == "https://schema.org/"
    assert posting["@type"] == "JobPosting"
    assert posting["title"].strip()
    assert re.match(r"<(p|ul|ol|h2|h3|h4|h5|table|blockquote|pre)>", posting["description"])
    assert "<script" not in posting["description"]
    assert posting["identifier"]["@type"] == "PropertyValue"
    assert posting["identifier"]["name"]
    assert posting["identifier"]["value"]
    posted = datetime.fromisoformat(posting["datePosted"])
    until = datetime.fromisoformat(posting["validThrough"])
    assert posted.tzinfo is not None
    assert until.tzinfo is not None
    assert posting["url"].startswith(f"{SITE}/jobs/")
    assert posting["employmentType"] in _LIST_OF_TYPES
    assert isinstance(posting["directApply"], bool)
    employer = posting["hiringOrganization"]
    assert employer["@type"] == "Organization"
    assert employer["name"]
    for name in ("sameAs", "logo"):
        assert employer.get(name, "https://").startswith(("https://", "http://"))
    _check_whereabouts(posting)
    if "baseSalary" in posting:
        _check_pay(posting["baseSalary"])


def _check_whereabouts(posting: dict[str, Any]) -> None:
    if "jobLocationType" in posting:
        assert posting["jobLocationType"] == "TELECOMMUTE"
        assert "jobLocation" not in posting
        for area in _many(posting["applicantLocationRequirements"]):
            assert area["@type"] == "Country"
            assert area["name"] in NAMES.values()
        return
    for place in _many(posting["jobLocation"]):
        assert place["@type"] == "Place"
        assert place["address"]["@type"] == "PostalAddress"
        assert place["address"]["addressCountry"] in NAMES
        assert all(isinstance(part, str) and part for part in place["address"].values())


def _check_pay(pay: dict[str, Any]) -> None:
    assert pay["@type"] == "MonetaryAmount"
    assert pay["currency"] in CURRENCIES
    value = pay["value"]
    assert value["@type"] == "QuantitativeValue"
    assert value["unitText"] in {"HOUR", "DAY", "WEEK", "MONTH", "YEAR"}
    amounts = [value[name] for name in ("value", "minValue", "maxValue") if name in value]
    assert amounts
    assert all(isinstance(amount, int | float) and amount >= 0 for amount in amounts)


def _many(value: Any) -> list[Any]:
    found = value if isinstance(value, list) else [value]
    assert found
    return found


@pytest.mark.django_db
def test_posting_names_all_that_google_requires_and_recommends(
    make_job: Make, make_company: Make
) -> None:
    company = make_company("Ward & Sons", website="https://ward.example")
    company.logo.save("logo.png", ContentFile(b"drawing"))
    job = make_job(
        company=company,
        title="Nurse",
        location="Hamburg, Germany",
        benefits="<p>A garden.</p>",
        skills=["Triage"],
    )

    posting = posting_of(job)

    check(posting)
    assert posting["description"] == "<p>What there is to do.</p><h2>Benefits</h2><p>A garden.</p>"
    assert posting["identifier"]["value"] == str(job.pk)
    assert posting["hiringOrganization"]["sameAs"] == "https://ward.example"
    assert posting["hiringOrganization"]["logo"].startswith(f"{SITE}/media/logos/")
    assert posting["jobLocation"]["address"] == {
        "@type": "PostalAddress",
        "addressCountry": "DE",
        "addressLocality": "Hamburg",
    }
    assert posting["baseSalary"] == {
        "@type": "MonetaryAmount",
        "currency": "EUR",
        "value": {
            "@type": "QuantitativeValue",
            "unitText": "YEAR",
            "minValue": 50000,
            "maxValue": 60000,
        },
    }
    assert posting["skills"] == "Triage"
    assert posting["directApply"] is False


@pytest.mark.django_db
def test_posting_of_a_remote_job_says_from_where_people_may_work(make_job: Make) -> None:
    job = make_job(workplace="remote", location="Remote – Nigeria", employment_type="remote")

    posting = posting_of(job)

    check(posting)
    assert posting["jobLocationType"] == "TELECOMMUTE"
    assert posting["applicantLocationRequirements"] == {"@type": "Country", "name": "Nigeria"}
    assert posting["employmentType"] == "OTHER"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        ("full_time", "FULL_TIME"),
        ("part_time", "PART_TIME"),
        ("contract", "CONTRACTOR"),
        ("internship", "INTERN"),
    ],
)
def test_posting_maps_the_employment_type(make_job: Make, type_: str, expected: str) -> None:
    job = make_job(employment_type=type_, location="Wien, Austria")

    assert posting_of(job)["employmentType"] == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (Decimal("14.5"), Decimal(16), {"minValue": 14.5, "maxValue": 16}),
        (Decimal(15), Decimal(15), {"value": 15}),
        (Decimal(15), None, {"minValue": 15}),
        (None, Decimal(15), {"maxValue": 15}),
        (None, None, None),
    ],
)
def test_posting_tells_pay_by_its_period(
    make_job: Make, low: Decimal | None, high: Decimal | None, expected: dict[str, Any] | None
) -> None:
    job = make_job(
        salary_min=low, salary_max=high, salary_period="hour", location="Leeds, United Kingdom"
    )

    pay = posting_of(job).get("baseSalary", {"value": None})

    unit = {"@type": "QuantitativeValue", "unitText": "HOUR"}
    assert pay["value"] == (expected and {**unit, **expected})


@pytest.mark.django_db
def test_posting_without_a_country_is_not_written_unless_the_site_has_a_default(
    make_job: Make, client: Client, settings: Any
) -> None:
    job = make_job(location="Somewhere")

    assert "ld+json" not in client.get(job.get_absolute_url()).content.decode()
    settings.DEFAULT_COUNTRY = "DE"
    assert posting_of(job)["jobLocation"]["address"]["addressCountry"] == "DE"
    assert "ld+json" in client.get(job.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_country_comes_from_the_text_then_the_company_then_the_money(
    make_job: Make, make_company: Make
) -> None:
    english = make_company(location="Leeds, England")
    job = make_job(company=english, location="Wien, Österreich", salary_currency="SEK")
    assert posting_of(job)["jobLocation"]["address"]["addressCountry"] == "AT"
    job.location = "Wien"
    assert posting_of(job)["jobLocation"]["address"]["addressCountry"] == "GB"
    english.location = ""
    job.company = english
    assert posting_of(job)["jobLocation"]["address"]["addressCountry"] == "SE"
    # What somebody is paid in says nothing of where they may live.
    job.workplace = "remote"
    assert job_posting(job, [], site=SITE, applies_here=True) is None


@pytest.mark.parametrize(
    ("text", "currency", "expected"),
    [
        ("Addis Ababa, Ethiopia", "", Place("Addis Ababa", "", "ET")),
        ("US, NY, New York", "", Place("New York", "NY", "US")),
        ("GR, I, Athens", "", Place("Athens", "I", "GR")),
        ("Washington, District of Columbia", "", Place("Washington", "DC", "US")),
        ("New York, NY, US", "", Place("New York", "NY", "US")),
        ("Toronto, ON", "CAD", Place("Toronto", "ON", "CA")),
        ("Perth, WA", "AUD", Place("Perth", "WA", "AU")),
        ("Seattle, WA", "USD", Place("Seattle", "WA", "US")),
        ("Wilmington, DE", "USD", Place("Wilmington", "DE", "US")),
        ("Berlin, DE", "EUR", Place("Berlin", "", "DE")),
        ("Tbilisi, Georgia", "GEL", Place("Tbilisi", "", "GE")),
        ("Atlanta, Georgia", "USD", Place("Atlanta", "GA", "US")),
        ("Remote within Sweden", "", Place("", "", "SE")),
        ("Remote (Canada)", "", Place("", "", "CA")),
        ("Singapore", "", Place("", "", "SG")),
        ("Hawassa, Ethiopia, Awasa", "", Place("Hawassa, Ethiopia, Awasa", "", "ET")),
        ("55 Water St Ny Ny", "USD", Place("55 Water St Ny Ny", "", "")),
        ("東大阪市 Higashiōsaka", "JPY", Place("東大阪市 Higashiōsaka", "", "")),
        ("Remote", "", Place("", "", "")),
        ("", "", Place("", "", "")),
        (" , – ( ) ; ", "", Place("", "", "")),
    ],
)
def test_place_is_read_from_what_employers_type(text: str, currency: str, expected: Place) -> None:
    assert parse_place(text, currency=currency) == expected


@pytest.mark.django_db
def test_posting_in_several_places_names_each(make_job: Make) -> None:
    job = make_job(location="New York, NY, US / San Francisco, CA, US", salary_currency="USD")

    posting = posting_of(job)

    check(posting)
    assert [one["address"]["addressRegion"] for one in posting["jobLocation"]] == ["NY", "CA"]


def test_tables_of_countries_agree() -> None:
    assert set(CODES.values()) == set(NAMES)
    assert set(COUNTRY_OF_CURRENCY) <= CURRENCIES
    assert set(COUNTRY_OF_CURRENCY.values()) <= set(NAMES)


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["</script><script>x()</script>", "<!--", "]]>", "\u2028&amp;"])
def test_no_text_can_end_the_block(client: Client, make_job: Make, text: str) -> None:
    job = make_job(title=f"Nurse {text}", location=f"{text}, Germany", description=f"<p>{text}</p>")

    html = client.get(job.get_absolute_url()).content.decode()

    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert len(blocks) == 1
    assert "x()</script" not in html
    assert not set("<>&\u2028") & set(blocks[0])
    assert json.loads(blocks[0])["title"] == job.title


def test_json_ld_reads_back_as_it_was() -> None:
    block = {"title": "</script> & <b>ä ነ \u2029", "pay": 1.5}

    assert json.loads(json_ld(block)) == block


@pytest.mark.parametrize(("code", "expected"), [("DE", []), ("", []), ("UK", ["nexus.E013"])])
def test_default_country_is_checked(settings: Any, code: str, expected: list[str]) -> None:
    settings.DEFAULT_COUNTRY = code

    assert [error.id for error in check_default_country_exists(None)] == expected


@pytest.mark.django_db
def test_default_country_that_is_none_is_not_told_to_anybody(make_job: Make, settings: Any) -> None:
    settings.DEFAULT_COUNTRY = "UK"
    job = make_job(location="Remote", workplace="remote")

    assert job_posting(job, [], site=SITE, applies_here=True) is None


@pytest.mark.slow
@pytest.mark.django_db
def test_every_job_of_the_demo_has_a_valid_block(settings: Any) -> None:
    settings.DEBUG = True
    call_command("demo", verbosity=0, stdout=StringIO())

    jobs = list(Job.objects.open().select_related("company").prefetch_related("skills"))
    assert len(jobs) >= 200
    for job in jobs:
        check(posting_of(job))


@pytest.mark.django_db
def test_city_that_a_location_was_found_to_mean_tells_the_country(make_job: Make) -> None:
    city = City.objects.create(
        id=2643743, name="London", country="GB", latitude=51.5, longitude=-0.13
    )
    job = make_job(location="London (2 days a week)", place=city, salary_currency="USD")

    posting = posting_of(job)

    check(posting)
    assert posting["jobLocation"]["address"]["addressCountry"] == "GB"


@pytest.mark.slow
@pytest.mark.django_db
def test_every_real_posting_that_tells_its_country_has_a_valid_block(
    shared_data: Path, settings: Any
) -> None:
    found = read_cities(shared_data / "geo" / "cities_small.csv.gz")
    load_cities(city for city in found if city and city.population > 15_000)
    load([Source(str(shared_data / "postings" / "dev.jsonl.gz"))], now=timezone.now(), fresh=True)
    jobs = list(Job.objects.open().select_related("company", "place").prefetch_related("skills"))
    assert len(jobs) > 4_000

    homeless = [job for job in jobs if not places_of(job)]
    for job in (*jobs[::8], *homeless):
        block = job_posting(job, sections_of(job), site=SITE, applies_here=True)
        assert (block is None) == (job in homeless)
        if block:
            check(json.loads(json_ld(block)))
    # "Multiple Locations", "Remote", "Worldwide": from what these say no reader could tell, either.
    assert len(homeless) < 0.03 * len(jobs)

    # With a country of its operator's every one has a block, whatever its location says.
    settings.DEFAULT_COUNTRY = "US"
    for job in homeless:
        check(json.loads(json_ld(posting_of(job))))
