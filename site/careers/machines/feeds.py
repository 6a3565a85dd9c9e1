"""Feeds of searches: what is new, as RSS and as JSON Feed, under the parameters of the search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from careers.machines.question import feed_question
from careers.machines.xml import possible
from careers.postings import site_address
from careers.templatetags.frame import site_name
from jobs.models import LONG_TEXTS, Job
from jobs.pay_words import pay_line
from jobs.search import search
from nexus.core.languages import in_language
from nexus.core.shared_pages import shared_page

if TYPE_CHECKING:
    from datetime import datetime

LENGTH = 50


class Item(NamedTuple):
    """A job as both feeds tell it."""

    url: str
    title: str
    text: str
    company: str
    category: str
    posted_at: datetime
    changed_at: datetime


class Feed(NamedTuple):
    """The newest jobs of a search."""

    title: str
    home_url: str
    feed_url: str
    items: list[Item]


@require_safe
@shared_page
def rss_feed(request: HttpRequest) -> HttpResponse:
    """Return the newest jobs of a search as RSS 2.0. At most four queries."""
    feed = _feed(request)
    rss = Rss201rev2Feed(
        title=feed.title,
        link=feed.home_url,
        description=feed.title,
        language=get_language(),
        feed_url=feed.feed_url,
    )
    for item in feed.items:
        rss.add_item(
            title=item.title,
            link=item.url,
            description=item.text,
            unique_id=item.url,
            unique_id_is_permalink=True,
            pubdate=item.posted_at,
            categories=[item.category],
        )
    return HttpResponse(rss.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")


@require_safe
@shared_page
def json_feed(request: HttpRequest) -> HttpResponse:
    """Return the newest jobs of a search as JSON Feed 1.1. At most four queries."""
    feed = _feed(request)
    body: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home_url,
        "feed_url": feed.feed_url,
        "language": get_language(),
        "items": [
            {
                "id": item.url,
                "url": item.url,
                "title": item.title,
                "content_text": item.text,
                "date_published": item.posted_at.isoformat(timespec="seconds"),
                "date_modified": item.changed_at.isoformat(timespec="seconds"),
                "authors": [{"name": item.company}],
                "tags": [item.category],
            }
            for item in feed.items
        ],
    }
    return JsonResponse(
        body,
        content_type="application/feed+json; charset=utf-8",
        json_dumps_params={"ensure_ascii": False},
    )


def _feed(request: HttpRequest) -> Feed:
    site, query = site_address(request), request.META.get("QUERY_STRING", "")
    tail = f"?{query}" if query else ""
    question = feed_question(request.GET)
    ids = search(question.query, limit=LENGTH).ids
    jobs = Job.objects.open().select_related("company", "category").defer(*LONG_TEXTS)
    found = jobs.in_bulk(ids)
    title = _("Jobs") if not question.words else _("Jobs: %s") % ", ".join(question.words)
    return Feed(
        title=possible(f"{title} – {site_name()}"),
        home_url=f"{site}{in_language('/jobs/')}{tail}",
        feed_url=request.build_absolute_uri(),
        items=[_item(found[pk], site) for pk in ids if pk in found],
    )


def _item(job: Job, site: str) -> Item:
    facts = (
        job.location,
        str(job.get_employment_type_display()),
        pay_line(job) or _("Pay not stated"),
        _("Apply by %s") % job.application_deadline.date().isoformat(),
    )
    return Item(
        url=f"{site}{job.get_absolute_url()}",
        title=possible(f"{job.title} – {job.company.name}"),
        text=possible(f"{' · '.join(facts)}. {job.summary}"),
        company=possible(job.company.name),
        category=possible(job.category.name),
        posted_at=job.published_at or job.created_at,
        changed_at=job.updated_at,
    )
