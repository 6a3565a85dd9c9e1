"""Addresses as they stand in mails."""

from django.conf import settings


def site_address(path: str) -> str:
    """Return the whole address of a path of the site."""
    base: str = settings.BASE_URL
    return base.rstrip("/") + path
