"""The stylesheet with the site's own accent, at an address made of its content."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from careers.branding import current_brand, theme_css, theme_digest


def theme_url() -> str:
    """Return the address of the stylesheet; empty where the site has our own colours."""
    css = theme_css(current_brand())
    return reverse("theme", args=[theme_digest(css)]) if css else ""


@require_safe
def theme(request: HttpRequest, digest: str) -> HttpResponse:
    """Serve the stylesheet for good at its own address, and for now at that of an earlier one.

    A page that somebody got before the colours changed still asks for the earlier one.
    """
    css = theme_css(current_brand())
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    if theme_digest(css) == digest:
        patch_cache_control(response, public=True, max_age=31_536_000, immutable=True)
    else:
        patch_cache_control(response, no_store=True)
    return response
