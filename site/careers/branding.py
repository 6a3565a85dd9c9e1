"""What the frame of every page shows of the settings and the tree, read once a minute at most.

Whatever changes it on this machine, or on any that shares its cache, is seen at once.
"""

from __future__ import annotations

import colorsys
import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.db.models.signals import post_delete, post_save
from django.utils import translation
from wagtail.models import Page, Site
from wagtail.rich_text import expand_db_html
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from careers.models import SiteSettings
from careers.renditions import rendition_of
from nexus.core.brand import Brand
from nexus.core.contrast import contrast

if TYPE_CHECKING:
    from wagtail.images.models import AbstractImage

_KEY = "careers.frame"
_SECONDS = 60
_LIGHTEST_IN_CMS = 0.245
_INKS = ("#ffffff", "#0d1f1a")


class Link(NamedTuple):
    """An entry of a list of links: `path` begins with a slash where it is one of ours."""

    label: str
    url: str


class Picture(NamedTuple):
    """A picture as the browser gets it."""

    url: str
    width: int
    height: int


class Frame(NamedTuple):
    """The parts of the frame that editors decide on."""

    brand: Brand
    logo: Picture | None
    navigation: tuple[Link, ...]
    footer_text: str
    footer_links: tuple[Link, ...]
    social_picture: Picture | None


def frame() -> Frame:
    """Return the frame in English addresses. No query while the cache has it, else about six."""
    found: Frame | None = cache.get(_KEY)
    if found is None:
        # Addresses are kept in English, whoever asks first.
        with translation.override(settings.LANGUAGE_CODE):
            found = _read()
        cache.set(_KEY, found, _SECONDS)
    return found


def current_brand() -> Brand:
    return frame().brand


def theme_css(brand: Brand) -> str:
    """Return the stylesheet that gives the site its accent; empty where it is ours."""
    if brand[1:] == Brand(brand.name)[1:]:
        return ""
    light, dark = brand.accent_light, brand.accent_dark
    return (
        ":root{"
        f"--color-accent:light-dark({light},{dark});"
        f"--color-accent-ink:light-dark({_ink_on(light)},{_ink_on(dark)})"
        "}\n"
    )


def cms_css(brand: Brand) -> str:
    """Return the stylesheet that gives the CMS the accent of the site, no lighter than its own.

    Wagtail derives its shades from these; its white text needs a dark ground.
    """
    channels = (int(brand.accent_light[at : at + 2], 16) / 255 for at in (1, 3, 5))
    hue, lightness, saturation = colorsys.rgb_to_hls(*channels)
    shades = [
        f"--w-color-{name}-hue:{hue * 360:.1f};"
        f"--w-color-{name}-saturation:{saturation:.1%};"
        f"--w-color-{name}-lightness:{min(lightness, _LIGHTEST_IN_CMS):.1%}"
        for name in ("primary", "secondary")
    ]
    return f":root{{{';'.join(shades)}}}"


def theme_digest(css: str) -> str:
    return hashlib.blake2b(css.encode(), digest_size=8).hexdigest()


def _ink_on(colour: str) -> str:
    return max(_INKS, key=lambda ink: contrast(ink, colour))


def _read() -> Frame:
    chosen = SiteSettings.objects.select_related("logo", "social_picture").first() or SiteSettings()
    links = [(block.value["label"], block.value.url) for block in chosen.footer_links]
    return Frame(
        brand=Brand(chosen.name, chosen.accent_light, chosen.accent_dark),
        logo=chosen.logo and _rendition(chosen.logo, "max-480x80"),
        navigation=_navigation(),
        footer_text=expand_db_html(chosen.footer_text),
        footer_links=tuple(Link(label, url) for label, url in links if url),
        social_picture=chosen.social_picture and picture_of(chosen.social_picture),
    )


def picture_of(image: AbstractImage) -> Picture | None:
    """Return an image of the CMS in the size that shared links show; None while it is made."""
    return _rendition(image, "fill-1200x630|format-jpeg")


def _rendition(image: AbstractImage, spec: str) -> Picture | None:
    made = rendition_of(image, spec)
    return made and Picture(made.url, made.width, made.height)


def _navigation() -> tuple[Link, ...]:
    """Return the pages below the home page that editors put into menus, in their order."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return ()
    pages = site.root_page.get_children().live().in_menu().public()
    return tuple(Link(page.title, f"/{page.slug}/") for page in pages)


def forget_frame(**kwargs: Any) -> None:
    """Have the frame read anew. Receives the signals of what it is made of."""
    cache.delete(_KEY)


def connect() -> None:
    """Start listening; called once, when the app is ready."""
    for signal in (post_save, post_delete):
        signal.connect(forget_frame, sender=SiteSettings, dispatch_uid=f"careers_{id(signal)}")
    # Publishing in the CMS, at an hour and from a workflow all end in these, as no hook does.
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(forget_frame, dispatch_uid=f"careers_frame_{id(signal)}")
    post_delete.connect(forget_frame, sender=Page, dispatch_uid="careers_frame_deleted")
