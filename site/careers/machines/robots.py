"""robots.txt."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from careers.postings import site_address
from nexus.core.shared_pages import keep_fresh_for, shared_page

# Personal or of no use to searchers. Result pages stay open: they say themselves that they are
# not to be listed, which only who reads them learns.
_CLOSED = (
    "/accounts/",
    "/admin/",
    "/api/",
    "/cms/",
    "/my/",
    "/*/my/",
    "/jobs/alerts/",
    "/*/jobs/alerts/",
    "/*/apply/",
    "/*/report/",
)
_FRESH_SECONDS = 3600


@require_safe
@shared_page
def robots(request: HttpRequest) -> HttpResponse:
    """Say what is not for crawlers, and where the sitemap is."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in _CLOSED),
        "",
        f"Sitemap: {site_address(request)}{reverse('sitemap_index')}",
    ]
    response = HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
    keep_fresh_for(response, _FRESH_SECONDS, until=None)
    return response
