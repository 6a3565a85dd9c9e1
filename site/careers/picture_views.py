"""Pictures of jobs by address: drawn when asked for, kept by what they show."""

from __future__ import annotations

from threading import BoundedSemaphore

from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from careers.pictures import Card, card_of, draw
from careers.templatetags.frame import site_name
from jobs.models import LONG_TEXTS, Job

_KEPT_SECONDS = 7 * 86_400
# Drawing keeps a core busy: so many at once, the others wait, and not for long.
_pens = BoundedSemaphore(2)
_PATIENCE_SECONDS = 5.0
_RETRY_SECONDS = "10"


@require_safe
def job_picture(request: HttpRequest, job_id: str, digest: str) -> HttpResponse:
    """Show the picture of an open job. One query.

    Only what the job says now is ever drawn: any other digest leads to the one that holds. 503
    while too many are being drawn.
    """
    jobs = Job.objects.open().select_related("company").defer(*LONG_TEXTS)
    job = jobs.filter(pk=int(job_id)).first()
    if job is None:
        raise Http404
    card = card_of(job, str(site_name()))
    if digest != card.digest:
        return HttpResponseRedirect(picture_path(job))
    picture = _kept(card)
    if picture is None:
        return HttpResponse(status=503, headers={"Retry-After": _RETRY_SECONDS})
    response = HttpResponse(picture, content_type="image/png")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def picture_path(job: Job) -> str:
    """Return the address of a job's picture, another one whenever the picture changes."""
    return reverse("job_picture", args=[job.pk, card_of(job, str(site_name())).digest])


def _kept(card: Card) -> bytes | None:
    kept: bytes | None = caches["pictures"].get(card.digest)
    if kept is not None:
        return kept
    if not _pens.acquire(timeout=_PATIENCE_SECONDS):
        return None
    try:
        drawn = draw(card)
    finally:
        _pens.release()
    caches["pictures"].set(card.digest, drawn, _KEPT_SECONDS)
    return drawn
