"""Which addresses below the root belong to pages, and which to the rest of the product."""

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import translation


def is_free_for_pages(slug: str) -> bool:
    """Tell whether a page at `/slug/` would be reached at all."""
    if slug in {code for code, _name in settings.LANGUAGES}:
        return False
    with translation.override(settings.LANGUAGE_CODE):
        try:
            return resolve(f"/{slug}/").url_name == "wagtail_serve"
        except Resolver404:  # letters that no address of a page has
            return False
