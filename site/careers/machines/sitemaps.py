"""The sitemap: an index, and behind it parts of bounded size.

Open jobs are parted by ranges of their ids, so that a part is one range of the primary key and
keeps its address, however many jobs there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.cache import cache
from django.db.models import (
    BigIntegerField,
    Count,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Q,
    Value,
)
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.models import Page

from careers.machines.xml import DECLARATION, element
from careers.models import FeaturedJobPage
from careers.postings import site_address
from careers.services import COMPANIES_SLUG
from jobs.models import Job, job_path
from jobs.querysets import is_open_at
from nexus.core.shared_pages import keep_fresh_for, shared_page
from people.models import Company

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

PART_SIZE = 5_000
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_FRESH_SECONDS = 600
_INDEX_KEY = "careers.sitemap.parts"


class Entry(NamedTuple):
    """An address of the site and when what is there last changed."""

    path: str
    changed_at: datetime | None


@require_safe
@shared_page
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """List the parts that have anything in them. Three queries every ten minutes, else none."""
    entries: list[Entry] = cache.get_or_set(_INDEX_KEY, _parts, _FRESH_SECONDS) or []
    return _answer(request, "sitemapindex", "sitemap", entries)


@require_safe
@shared_page
def sitemap_of_pages(request: HttpRequest, part: str) -> HttpResponse:
    """List the pages of the CMS that everybody may see. One query."""
    pages = _public_pages().order_by("pk").filter(pk__gt=int(part) * PART_SIZE)
    rows = pages.filter(pk__lte=(int(part) + 1) * PART_SIZE)
    return _answer(
        request,
        "urlset",
        "url",
        [
            Entry("/" + url_path.split("/", 2)[2], changed)
            for url_path, changed in rows.values_list("url_path", "last_published_at")
        ],
    )


@require_safe
@shared_page
def sitemap_of_jobs(request: HttpRequest, part: str) -> HttpResponse:
    """List one range of open jobs. One query."""
    first = int(part) * PART_SIZE
    jobs = Job.objects.open().filter(pk__gt=first, pk__lte=first + PART_SIZE).order_by("pk")
    rows = jobs.values_list("pk", "title", "updated_at")
    return _answer(
        request,
        "urlset",
        "url",
        [Entry(job_path(pk, title), changed) for pk, title, changed in rows],
    )


@require_safe
@shared_page
def sitemap_of_companies(request: HttpRequest, part: str) -> HttpResponse:
    """List the companies that hire and of which no editor has written a page. One query."""
    first = int(part) * PART_SIZE
    found = _companies().filter(pk__gt=first, pk__lte=first + PART_SIZE).order_by("pk")
    return _answer(
        request,
        "urlset",
        "url",
        [
            Entry(f"/{COMPANIES_SLUG}/{slug}/", None)
            for slug in found.values_list("slug", flat=True)
        ],
    )


def _parts() -> list[Entry]:
    return [
        *_parts_of("sitemap_of_companies", _companies(), None),
        *_parts_of("sitemap_of_pages", _public_pages(), "last_published_at"),
        *_parts_of("sitemap_of_jobs", Job.objects.open(), "updated_at"),
    ]


def _parts_of(view: str, rows: QuerySet[Any], changed: str | None) -> list[Entry]:
    part = ExpressionWrapper((F("pk") - 1) / PART_SIZE, output_field=BigIntegerField())
    latest = Max(changed) if changed else Value(None, output_field=DateTimeField())
    found = rows.order_by().values(part=part).annotate(n=Count("pk"), latest=latest)
    return [
        Entry(reverse(view, args=[row["part"]]), row["latest"]) for row in found.order_by("part")
    ]


def _companies() -> QuerySet[Company]:
    hiring = Exists(Job.objects.open().filter(company=OuterRef("pk")))
    return Company.objects.filter(hiring).exclude(page__live=True)


def _public_pages() -> QuerySet[Page]:
    """Return the live pages below the home page that nothing restricts and that are not gone."""
    gone = FeaturedJobPage.objects.exclude(is_open_at(timezone.now(), job="job__"))
    pages: QuerySet[Page] = Page.objects.live().public().filter(depth__gte=2)
    return pages.filter(~Q(pk__in=gone.values("pk")))


def _answer(request: HttpRequest, root: str, each: str, entries: Iterable[Entry]) -> HttpResponse:
    site = site_address(request)
    rows = [_row(each, site, entry) for entry in entries]
    # The schema allows for no empty list, and nobody is sent to one.
    if not rows:
        raise Http404
    body = f'{DECLARATION}<{root} xmlns="{_NAMESPACE}">\n{"".join(rows)}</{root}>\n'
    response = HttpResponse(body, content_type="application/xml")
    keep_fresh_for(response, _FRESH_SECONDS, until=None)
    return response


def _row(name: str, site: str, entry: Entry) -> str:
    changed = ""
    if entry.changed_at is not None:
        changed = element("lastmod", entry.changed_at.isoformat(timespec="seconds"))
    return f"<{name}>{element('loc', site + entry.path)}{changed}</{name}>\n"
