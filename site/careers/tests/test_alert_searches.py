"""What an alert looks for is what its search finds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from careers.alerts import rounds
from careers.alerts.asked import read_asked
from careers.alerts.models import AlertedJob, JobAlert
from careers.job_search.surroundings import surroundings_of
from careers.job_search.vocabulary import load_vocabulary
from careers.tests.alert_lab import READER, confirmed, taken
from jobs.api.filters import JobNarrowing
from jobs.places.files import City
from jobs.places.loading import load_cities
from jobs.search import search

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

Make = Callable[..., Any]


def test_a_category_that_is_gone_finds_nothing_and_a_new_name_does_not_matter(
    publish: Make, make_category: Make, clock: Any
) -> None:
    care, law = make_category("Care"), make_category("Law")
    confirmed(f"category={care.slug}", frequency="at_once")
    confirmed(f"category={law.slug}", frequency="at_once", address="tom@example.com")
    care.slug = "nursing"
    care.save_revision().publish()
    law.unpublish()
    publish("Nurse", category=care)
    clock.shift(timedelta(minutes=5))

    assert rounds.send_due_alerts() == 1
    assert [one.to for one in taken()] == [[READER]]


def test_the_parameters_of_the_api_are_understood(publish: Make, clock: Any) -> None:
    confirmed(
        "search=nurse&salary_min=55000&salary_currency=eur&ordering=-created_at&limit=5&content=true",
        frequency="at_once",
    )
    publish("Nurse", salary_min=50000, salary_max=60000)
    publish("Nurse", salary_min=70000, salary_max=80000)
    clock.shift(timedelta(minutes=5))
    rounds.send_due_alerts()

    (sent,) = taken()
    assert sent.subject == "1 new job: nurse, at least 55,000 EUR a year"
    assert JobAlert.objects.get().query == "q=nurse&salary_min=55000&salary_currency=EUR"


def test_an_address_of_the_api_leads_to_the_form_of_the_same_alert(
    client: Client, make_category: Make
) -> None:
    care = make_category("Care")
    query = (
        f"search=ward+nurse&employment_type=part_time&employment_type=remote&category={care.pk}"
        "&experience_level=senior&salary_min=40000&salary_max=90000&salary_currency=eur"
        "&location=hamb&company=acme&posted_since=2031-01-01T00:00:00Z&ordering=-created_at"
        "&page=3&page_size=50&cursor=&content=true"
    )

    form = client.get(f"{reverse('job_alert_new')}?{query}")
    asked, notices = read_asked(query, load_vocabulary())

    assert (form.status_code, form.context["notices"], notices) == (200, [], [])
    assert asked.search.text == "ward nurse"
    assert form.context["words"] == asked.words(load_vocabulary())
    assert parse_qs(asked.kept(load_vocabulary())) == {
        "q": ["ward nurse"],
        "location": ["hamb"],
        "company": ["acme"],
        "category": [str(care.pk)],
        "employment_type": ["part_time", "remote"],
        "experience_level": ["senior"],
        "salary_min": ["40000"],
        "salary_max": ["90000"],
        "salary_currency": ["EUR"],
    }


def test_no_filter_of_the_api_is_lost_on_the_way_to_an_alert(make_category: Make) -> None:
    care = make_category("Care")
    values = {
        "employment_type": "contract",
        "experience_level": "mid",
        "category": care.slug,
        "salary_min": "1",
        "salary_max": "9",
        "salary_currency": "EUR",
    }
    # How old a job is is no part of an alert, which tells of new ones.
    for name in JobNarrowing.model_fields.keys() - {"posted_since"}:
        asked, notices = read_asked(f"{name}={values.get(name, 'word')}", load_vocabulary())
        assert (bool(asked.kept(load_vocabulary())), notices) == (True, []), name


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=nur",
        "q=%22ward+nurse%22+-head",
        "q=nurse&workplace=on_site&workplace=hybrid&employment_type=full_time",
        "location=hamb",
        "location=Bremen&within=100",
        "location=Bremen&within=200&q=nurse",
        "location=Nowhere+at+all&within=50",
        "company=acme",
        "pay=EUR-40000&pay=EUR-60000",
        "salary_min=50001",
        "posted_within=1&sort=pay&page=9",
    ],
)
def test_an_alert_finds_what_its_search_finds(
    query: str, publish: Make, make_company: Make, clock: Any
) -> None:
    load_cities(
        City(pk, name, "DE", "", "", latitude, longitude, 200_000, ())
        for pk, name, latitude, longitude in (
            (2911298, "Hamburg", 53.55, 9.99),
            (2944388, "Bremen", 53.08, 8.80),
        )
    )
    sender = make_company("Acme Works")
    publish("Old ward nurse", location="Hamburg")
    alert = confirmed(query, frequency="at_once")
    new = []
    for number, title in enumerate(["Ward nurse", "Head of ward nurses", "Cook", "Nurse"] * 2):
        city, place = (("Hamburg", 2911298), ("Bremen", 2944388), ("Leeds", None))[number % 3]
        job = publish(
            title,
            location=city,
            place_id=place,
            company=make_company() if number % 3 else sender,
            workplace=["on_site", "remote", "hybrid"][number // 3],
            salary_min=40_000 + 15_000 * number,
            salary_max=60_000 + 15_000 * number,
        )
        new.append(job.pk)
    clock.shift(timedelta(minutes=5))

    vocabulary, at = load_vocabulary(), timezone.now()
    asked, _notices = read_asked(alert.query, vocabulary)
    hits = search(asked.question(vocabulary, surroundings_of(asked.search), at=at), limit=100)
    rounds.send_due_alerts()

    told = set(AlertedJob.objects.filter(alert=alert).values_list("job", flat=True))
    assert told == set(hits.ids).intersection(new)
    on_the_site = Client().get(f"/jobs/?{alert.query}").content.decode()
    if "salary" not in query:
        assert {pk for pk in new if f'href="/jobs/{pk}-' in on_the_site} == told
