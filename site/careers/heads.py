"""What the head of a page tells machines: its one address, its languages, what a shared link shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin

from django.conf import settings

from careers.branding import Picture, frame, picture_of
from careers.postings import site_address
from nexus.core.languages import in_language, without_language

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.images.models import AbstractImage

_LONGEST_DESCRIPTION = 300


class Alternate(NamedTuple):
    """The page in one language; `code` is "x-default" for whoever speaks none of ours."""

    code: str
    url: str


class PageHead(NamedTuple):
    """What a page says of itself. Addresses are whole, with scheme and host."""

    url: str
    alternates: tuple[Alternate, ...]
    picture: Picture | None


def page_head(request: HttpRequest, picture: Picture | AbstractImage | None = None) -> PageHead:
    """Return the head of the page at the path of `request`.

    `picture` is the page's own; without one it is the site's, if it has any. At most two queries
    for an image of the CMS, none for anything else.
    """
    site, path = site_address(request), without_language(request.path)
    alternates = [
        Alternate(code, f"{site}{in_language(path, code)}") for code, _name in settings.LANGUAGES
    ]
    own = picture if isinstance(picture, Picture | None) else picture_of(picture)
    shown = own or frame().social_picture
    return PageHead(
        url=f"{site}{in_language(path)}",
        alternates=(*alternates, Alternate("x-default", f"{site}{path}")),
        picture=shown and shown._replace(url=urljoin(site, shown.url)),
    )


def one_line(text: str) -> str:
    """Return a description as heads hold it: one line, cut between words where it is long."""
    line = " ".join(text.split())
    if len(line) <= _LONGEST_DESCRIPTION:
        return line
    return f"{line[:_LONGEST_DESCRIPTION].rpartition(' ')[0] or line[:_LONGEST_DESCRIPTION]} …"
