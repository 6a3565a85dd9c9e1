"""All open jobs as one XML file in the format of Indeed, which other job boards read as well.

https://docs.indeed.com/indeed-xml-feed
"""

from __future__ import annotations

from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from careers.machines.xml import DECLARATION, cdata, element
from careers.places import Place, places_of
from careers.postings import as_one_text, sections_of, site_address
from careers.templatetags.frame import site_name
from jobs.choices import Workplace
from jobs.models import Job
from jobs.pay_words import pay_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http.response import HttpResponseBase

CHUNK = 200
# A market takes minutes to write: so many readers at once a process has, the next one waits.
_READERS = 2
_seats = BoundedSemaphore(_READERS)
_RETRY_SECONDS = "120"
_REMOTE_TYPES = {Workplace.REMOTE: "Fully remote", Workplace.HYBRID: "Hybrid remote"}


@require_safe
def job_file(request: HttpRequest) -> HttpResponseBase:
    """Stream every open job. One query for each 200 of them, two more for the first.

    503 while as many readers as a process has room for are served already.
    """
    if request.method == "HEAD":
        return HttpResponse(content_type="application/xml")
    if not _seats.acquire(blocking=False):
        return HttpResponse(
            "Too many readers at once; come back in a while.\n",
            status=503,
            content_type="text/plain",
            headers={"Retry-After": _RETRY_SECONDS},
        )
    response = StreamingHttpResponse(_Seated(_written(request)), content_type="application/xml")
    response.headers["Cache-Control"] = "public, max-age=900"
    return response


class _Seated:
    """Iterates, and gives the seat back when closed, which also those are who were never read."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces = pieces
        self._is_seated = True

    def __iter__(self) -> Iterator[str]:
        return self._pieces

    def close(self) -> None:
        if self._is_seated:
            self._is_seated = False
            _seats.release()


def _written(request: HttpRequest) -> Iterator[str]:
    site = site_address(request)
    yield f"{DECLARATION}<source>\n"
    yield element("publisher", str(site_name())) + element("publisherurl", f"{site}/") + "\n"
    last = 0
    while jobs := _jobs_after(last):
        yield "".join(_job(job, site) for job in jobs)
        last = jobs[-1].pk
    yield "</source>\n"


def _jobs_after(pk: int) -> list[Job]:
    jobs = Job.objects.open().filter(pk__gt=pk).order_by("pk")
    return list(jobs.select_related("company", "category", "place")[:CHUNK])


def _job(job: Job, site: str) -> str:
    places = places_of(job)
    place = places[0] if places else Place(locality=job.location)
    parts = {
        "title": job.title,
        "date": http_date((job.published_at or job.created_at).timestamp()),
        "referencenumber": str(job.pk),
        "url": f"{site}{job.get_absolute_url()}",
        "company": job.company.name,
        "city": place.locality or job.location,
        "state": place.region,
        "country": place.country,
        "description": as_one_text(sections_of(job), title=job.title),
        "salary": pay_line(job),
        "jobtype": str(job.get_employment_type_display()),
        "category": job.category.name,
        "experience": str(job.get_experience_level_display()),
        "remotetype": _REMOTE_TYPES.get(Workplace(job.workplace), ""),
        "expirationdate": http_date(job.application_deadline.timestamp()),
    }
    written = "".join(cdata(name, text) for name, text in parts.items() if text)
    return f"<job>{written}</job>\n"
