"""Sitemap, robots.txt, feeds and the file of all jobs: well formed, complete, and bounded."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone

from careers.branding import frame
from careers.machines import job_file, sitemaps
from careers.models import CompanyPage, FeaturedJobPage
from careers.services import ensure_site_tree
from jobs.models import Job
from people.models import Company
from taxonomy.models import Category

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]

_SITE = "http://testserver"
_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_HOSTILE = "Nurse </title>]]> & \x0b\x00 <b> \u2028 ነርስ 🗽"


def read(response: Any) -> Any:
    assert response.status_code == 200
    body = response.getvalue() if response.streaming else response.content
    return ET.fromstring(body)


def locations(client: Client, path: str) -> dict[str, str | None]:
    """Return what a sitemap lists, held to its schema: order and form of each child."""
    root = read(client.get(path))
    each = {f"{_SITEMAP}sitemapindex": "sitemap", f"{_SITEMAP}urlset": "url"}[root.tag]
    assert len(root)
    found = {}
    for child in root:
        assert child.tag == f"{_SITEMAP}{each}"
        names = [part.tag.removeprefix(_SITEMAP) for part in child]
        assert names in (["loc"], ["loc", "lastmod"])
        changed = child.findtext(f"{_SITEMAP}lastmod")
        assert changed is None or datetime.fromisoformat(changed).tzinfo is not None
        loc = child.findtext(f"{_SITEMAP}loc")
        assert loc.startswith(f"{_SITE}/")
        assert len(loc) < 2_048
        found[loc.removeprefix(_SITE)] = changed
    return found


def everything(client: Client) -> dict[str, str | None]:
    parts = locations(client, "/sitemap.xml")
    return {loc: changed for part in parts for loc, changed in locations(client, part).items()}


def test_sitemap_lists_open_jobs_with_their_last_change(client: Client, make_job: Make) -> None:
    changed = timezone.now() - timedelta(days=3)
    job = make_job(title="Ward nurse", updated_at=changed)
    past = make_job(application_deadline=timezone.now() - timedelta(seconds=1))
    others = [make_job(status=status) for status in ("draft", "in_review", "closed", "archived")]

    listed = everything(client)

    assert listed[job.get_absolute_url()] == changed.isoformat(timespec="seconds")
    assert not {other.get_absolute_url() for other in [past, *others]} & set(listed)


def test_sitemap_lists_live_pages_but_no_features_of_closed_jobs(
    client: Client, make_job: Make, feature: Callable[..., FeaturedJobPage], make_category: Make
) -> None:
    shown, hidden = make_category("Nursing"), make_category("Mining", is_active=False)
    live, gone = feature(make_job()), feature(make_job(status="closed"))

    listed = everything(client)

    assert {"/", "/categories/", "/featured/"} <= set(listed)
    assert shown.get_absolute_url() in listed
    assert hidden.get_absolute_url() not in listed
    assert live.get_url() in listed
    assert gone.get_url() not in listed
    for path in listed:
        assert client.get(path).status_code == 200, path


def test_sitemap_lists_companies_that_hire(
    client: Client, make_job: Make, make_company: Make
) -> None:
    hiring, written, idle = make_company(), make_company(), make_company()
    make_job(company=hiring)
    make_job(company=written)
    make_job(company=idle, status="closed")
    ensure_site_tree().companies.add_child(instance=CompanyPage(company=written))

    listed = everything(client)

    for company in (hiring, written):
        assert client.get(f"/companies/{company.slug}/").status_code == 200
        assert f"/companies/{company.slug}/" in listed
    assert f"/companies/{idle.slug}/" not in listed


def test_page_of_a_category_names_its_feeds(
    client: Client, make_job: Make, category: Category
) -> None:
    job = make_job(category=category)

    html = client.get(category.get_absolute_url()).content.decode()

    assert f'href="/jobs/feed.rss?category={category.slug}"' in html
    body = json.loads(client.get(f"/jobs/feed.json?category={category.slug}").content)
    assert [item["url"] for item in body["items"]] == [_SITE + job.get_absolute_url()]


def test_sitemap_leaves_out_private_pages(client: Client) -> None:
    tree = ensure_site_tree()
    tree.featured.view_restrictions.create(restriction_type="login")

    assert "/featured/" not in everything(client)


def test_sitemap_is_cut_into_parts_by_id_and_leaves_out_empty_ones(
    client: Client,
    make_job: Make,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_max_num_queries: Any,
) -> None:
    monkeypatch.setattr(sitemaps, "PART_SIZE", 3)
    jobs = [make_job() for _ in range(9)]
    Job.objects.filter(pk__in=[job.pk for job in jobs[3:7]]).update(status="closed")

    parts = [part for part in locations(client, "/sitemap.xml") if "jobs" in part]
    sizes = []
    for part in parts:
        with django_assert_max_num_queries(1):
            sizes.append(len(locations(client, part)))

    assert sum(sizes) == 5
    assert max(sizes) <= 3
    assert client.get("/sitemap-jobs-999999999.xml").status_code == 404


def test_sitemap_index_is_kept_for_ten_minutes(
    client: Client, make_job: Make, django_assert_num_queries: Any
) -> None:
    make_job()
    first = client.get("/sitemap.xml")

    with django_assert_num_queries(0):
        again = client.get("/sitemap.xml", headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304
    assert "max-age=600" in first["Cache-Control"]


def test_robots_keeps_crawlers_from_what_is_personal_and_names_the_sitemap(client: Client) -> None:
    response = client.get("/robots.txt")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    rules = RobotFileParser()
    rules.parse(response.content.decode().splitlines())
    assert rules.site_maps() == [f"{_SITE}/sitemap.xml"]
    for path in ("/", "/jobs/1-nurse/", "/jobs/?q=nurse", "/jobs/feed.rss", "/static/x.css"):
        assert rules.can_fetch("Googlebot", path)
    for path in (
        "/accounts/login/",
        "/admin/",
        "/cms/",
        "/my/jobs/",
        "/api/jobs/",
        "/jobs/alerts/new/",
    ):
        assert not rules.can_fetch("Googlebot", path)


def test_rss_holds_the_newest_jobs_of_a_search(client: Client, make_job: Make) -> None:
    old = make_job(title="Ward nurse", published_at=timezone.now() - timedelta(days=2))
    Job.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=2))
    new = make_job(title="Nurse")
    make_job(title="Gardener")

    root = read(client.get("/jobs/feed.rss", {"q": "nurse"}))

    channel = root.find("channel")
    assert root.tag == "rss"
    assert root.get("version") == "2.0"
    assert channel.findtext("title").startswith("Jobs: nurse – ")
    assert channel.findtext("link") == f"{_SITE}/jobs/?q=nurse"
    assert channel.findtext("description")
    itself = channel.find("{http://www.w3.org/2005/Atom}link")
    assert itself.get("rel") == "self"
    assert itself.get("href") == f"{_SITE}/jobs/feed.rss?q=nurse"
    items = channel.findall("item")
    addresses = [_SITE + job.get_absolute_url() for job in (new, old)]
    assert [item.findtext("link") for item in items] == addresses
    assert [item.findtext("guid") for item in items] == addresses
    for item in items:
        assert item.findtext("title")
        assert "50,000 – 60,000 EUR a year" in item.findtext("description")
        assert parsedate_to_datetime(item.findtext("pubDate")) <= timezone.now()


def test_json_feed_holds_the_same(client: Client, make_job: Make) -> None:
    job = make_job(title="Ward nurse")
    make_job(title="Gardener")

    response = client.get("/jobs/feed.json", {"q": "nurse"})

    assert response["Content-Type"] == "application/feed+json; charset=utf-8"
    body = json.loads(response.content)
    assert body["version"] == "https://jsonfeed.org/version/1.1"
    assert body["title"].startswith("Jobs: nurse – ")
    assert body["home_page_url"] == f"{_SITE}/jobs/?q=nurse"
    assert body["feed_url"] == f"{_SITE}/jobs/feed.json?q=nurse"
    assert body["language"] == "en"
    [item] = body["items"]
    assert item["id"] == item["url"] == _SITE + job.get_absolute_url()
    assert item["title"] == f"Ward nurse – {job.company.name}"
    assert "What there is to do." in item["content_text"]
    assert item["authors"] == [{"name": job.company.name}]
    assert item["tags"] == [job.category.name]
    for name in ("date_published", "date_modified"):
        assert datetime.fromisoformat(item[name]).tzinfo is not None


def test_feeds_narrow_as_the_search_does(
    client: Client, make_job: Make, make_category: Make
) -> None:
    nursing = make_category("Nursing")
    job = make_job(category=nursing, workplace="hybrid", employment_type="part_time")
    make_job(category=make_category("Mining"))

    for given in (
        {"category": nursing.slug},
        {"category": str(nursing.pk)},
        {"workplace": "hybrid"},
        {"employment_type": ["part_time", "internship"]},
    ):
        [item] = json.loads(client.get("/jobs/feed.json", given).content)["items"]
        assert item["url"].endswith(job.get_absolute_url())
    assert json.loads(client.get("/jobs/feed.json?category=none").content)["items"] == []


@pytest.mark.parametrize(
    "given",
    ["q=%00%0b%ff", "q=" + "x" * 5_000, "salary_min=nan", "salary_min=1e999999", "currency=%00",
     "category=%00", "category=" + "9" * 40, "posted_within=99999999999", "posted_within=²",
     "workplace=x&ordering=x&page=x", "q=-%22", "=&&&"],
)  # fmt: skip
def test_feeds_answer_whatever_is_asked(client: Client, make_job: Make, given: str) -> None:
    make_job()

    read(client.get(f"/jobs/feed.rss?{given}"))
    json.loads(client.get(f"/jobs/feed.json?{given}").content)


def test_feeds_cost_two_queries_at_any_number_of_jobs(
    client: Client, make_job: Make, django_assert_max_num_queries: Any, category: Category
) -> None:
    for _ in range(60):
        make_job(category=category)

    # Two of the feed, and up to four with which the tests' search catches up beforehand.
    client.get("/jobs/feed.rss")
    for path in ("/jobs/feed.rss", "/jobs/feed.json"):
        with django_assert_max_num_queries(6):
            response = client.get(path, {"category": category.slug})
        assert response.status_code == 200
    assert len(json.loads(response.content)["items"]) == 50


def test_feeds_answer_304_until_there_is_something_new(client: Client, make_job: Make) -> None:
    make_job()
    for path in ("/jobs/feed.rss", "/jobs/feed.json"):
        tag = client.get(path)["ETag"]
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
        make_job()
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_no_text_breaks_a_feed_or_the_file(
    client: Client, make_job: Make, make_company: Make, make_category: Make
) -> None:
    job = make_job(
        title=_HOSTILE.replace("\x00", ""),
        company=make_company(_HOSTILE.replace("\x00", "")),
        location="]]>, Germany",
        description="<p>]]&gt; &amp; <strong>bold</strong></p>",
    )

    rss = read(client.get("/jobs/feed.rss"))
    file = read(client.get("/jobs/feed.xml"))

    assert "ነርስ 🗽" in rss.findtext("channel/item/title")
    assert file.findtext("job/title") == job.title.replace("\x0b", "")
    assert "]]&gt; &amp; <strong>bold</strong>" in file.findtext("job/description")


def test_job_file_holds_every_open_job_in_pieces(
    client: Client, make_job: Make, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(job_file, "CHUNK", 2)
    jobs = [make_job(location="Leeds, England", workplace="hybrid") for _ in range(5)]
    make_job(status="closed")

    frame()  # which caches keep
    with django_assert_num_queries(4):
        root = read(client.get("/jobs/feed.xml"))

    assert root.tag == "source"
    assert root.findtext("publisher")
    assert root.findtext("publisherurl") == f"{_SITE}/"
    assert [job.findtext("referencenumber") for job in root.findall("job")] == [
        str(job.pk) for job in jobs
    ]
    first = root.find("job")
    assert first.findtext("url") == _SITE + jobs[0].get_absolute_url()
    assert first.findtext("city") == "Leeds"
    assert first.findtext("country") == "GB"
    assert first.findtext("remotetype") == "Hybrid remote"
    assert first.findtext("salary") == "50,000 – 60,000 EUR a year"
    assert first.findtext("description") == "<p>What there is to do.</p>"
    for name in ("title", "date", "company", "jobtype", "category", "expirationdate"):
        assert first.findtext(name)


def test_job_file_is_written_for_few_readers_at_once(client: Client, make_job: Make) -> None:
    make_job()
    readers = [client.get("/jobs/feed.xml") for _ in range(2)]

    refused = client.get("/jobs/feed.xml")
    for reader in readers:
        reader.getvalue()

    assert refused.status_code == 503
    assert refused["Retry-After"]
    read(client.get("/jobs/feed.xml"))
    assert client.head("/jobs/feed.xml").status_code == 200


def test_what_machines_read_sets_no_cookie(
    client: Client, make_job: Make, company: Company
) -> None:
    make_job(company=company)

    for path in ("/robots.txt", "/sitemap.xml", "/jobs/feed.rss", "/jobs/feed.json"):
        response = client.get(path)
        assert not response.cookies
        assert "public" in response["Cache-Control"]
        assert "Cookie" not in response.get("Vary", "")
        assert client.post(path).status_code == 405
