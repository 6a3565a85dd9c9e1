"""Pictures of the CMS in the sizes and formats of their places: AVIF and WebP beside what came.

To make one takes a tenth of a second to seconds, and a page may need dozens. So a request makes one
at most, the one without which nothing would be seen; the queue makes the others, and the page
offers them as soon as they are there.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, NamedTuple

from django.core.cache import cache
from wagtail.images.models import Filter

from nexus.core.live import version_of
from nexus.core.request_ids import current_request_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wagtail.images.models import AbstractImage, AbstractRendition

# The smaller first: browsers take the first that they know.
FORMATS = ("avif", "webp")
# Beside what is common for photographs, at which AVIF is slow and hardly looks any better.
_QUALITY = {"avif": "avifquality-60", "webp": "webpquality-78"}
_ASKED_AGAIN_AFTER_SECONDS = 600
_OUTSIDE = "-"

# The request that has made a picture already.
_MADE_ONE: ContextVar[str] = ContextVar("made_one", default="")


class Place(NamedTuple):
    """Where pictures stand: how they are cut, the smallest first, and how wide they are shown."""

    specs: tuple[str, ...]
    sizes: str


PLACES = {
    "hero": Place(("fill-640x560", "fill-960x840"), "(min-width: 60rem) 28rem, 100vw"),
    "page": Place(
        ("fill-768x288", "fill-1088x408", "fill-1600x600"), "(min-width: 70rem) 68rem, 100vw"
    ),
    "wide": Place(("width-640", "width-1088", "width-1600"), "(min-width: 70rem) 68rem, 100vw"),
    "gallery": Place(("fill-480x360", "fill-960x720"), "(min-width: 52rem) 22rem, 100vw"),
    "card": Place(("fill-640x360",), "(min-width: 52rem) 22rem, 100vw"),
    "portrait": Place(("fill-192x192",), "6rem"),
    "still": Place(("width-1088",), "(min-width: 70rem) 68rem, 100vw"),
}


class Source(NamedTuple):
    """One format of a picture, in the sizes that are ready."""

    kind: str
    srcset: str


class Shown(NamedTuple):
    """A picture as a page shows it: formats for those who know them, and the one for all."""

    sources: tuple[Source, ...]
    srcset: str
    url: str
    width: int
    height: int
    sizes: str


def shown_at(place: Place, image: AbstractImage) -> Shown:
    """Return what of a picture is ready for its place, and have the rest made. One query at most.

    Where nothing is, and this request has made a picture already, it is shown as it came.
    """
    plain = [Filter(spec) for spec in place.specs]
    others = {kind: [Filter(_in_format(spec, kind)) for spec in place.specs] for kind in FORMATS}
    wanted = [*plain, *(one for filters in others.values() for one in filters)]
    ready = image.find_existing_renditions(*wanted)
    if not any(one in ready for one in plain) and may_make_one():
        ready[plain[0]] = image.get_rendition(plain[0])
    missing = [one.spec for one in wanted if one not in ready]
    if missing:
        have_made(image, missing)
    sources = tuple(
        Source(f"image/{kind}", _srcset([ready[one] for one in filters if one in ready]))
        for kind, filters in others.items()
        # All or nothing: a browser would take a small one though a large one fits.
        if all(one in ready for one in filters)
    )
    made = [ready[one] for one in plain if one in ready]
    if not made:
        return Shown(sources, "", image.file.url, image.width, image.height, place.sizes)
    first = made[0]
    srcset = _srcset(made) if len(made) > 1 else ""
    return Shown(sources, srcset, first.url, first.width, first.height, place.sizes)


def rendition_of(image: AbstractImage, spec: str) -> AbstractRendition | None:
    """Return a picture in one size, or None while it is being made. One query at most."""
    wanted = Filter(spec)
    found: AbstractRendition | None = image.find_existing_renditions(wanted).get(wanted)
    if found is None and may_make_one():
        found = image.get_rendition(wanted)
    if found is None:
        have_made(image, [spec])
    return found


def may_make_one() -> bool:
    """Tell whether a picture may be made now, and take note that one is: a request makes one."""
    request = current_request_id()
    if request == _OUTSIDE:
        return True
    if _MADE_ONE.get() == request:
        return False
    _MADE_ONE.set(request)
    return True


def have_made(image: AbstractImage, specs: Sequence[str]) -> None:
    """Have the queue make what is missing of a picture; asked again and again, it does so once."""
    from careers.tasks import make_renditions

    key = f"careers.renditions:{version_of(image.pk, image.file_hash, specs)}"
    if cache.add(key, True, _ASKED_AGAIN_AFTER_SECONDS):
        make_renditions.enqueue(image.pk, list(specs))


def _in_format(spec: str, kind: str) -> str:
    return f"{spec}|format-{kind}|{_QUALITY[kind]}"


def _srcset(renditions: Sequence[AbstractRendition]) -> str:
    return ", ".join(f"{one.url} {one.width}w" for one in renditions)
