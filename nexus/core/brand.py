"""What the product is called and its accent colours, asked of whoever lets people choose them.

The settings lie in a higher app, which registers itself here; without one they are ours.
"""

from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings

DEFAULT_ACCENT_LIGHT = "#0b5a4b"
DEFAULT_ACCENT_DARK = "#6fcfb7"


class Brand(NamedTuple):
    """The name and the accent on light and on dark ground."""

    name: str
    accent_light: str = DEFAULT_ACCENT_LIGHT
    accent_dark: str = DEFAULT_ACCENT_DARK


Provider = Callable[[], Brand]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Have `provider()` asked; the last one registered answers. To be called when an app is ready."""
    if provider not in _providers:
        _providers.append(provider)


def brand() -> Brand:
    return _providers[-1]() if _providers else Brand(settings.WAGTAIL_SITE_NAME)
