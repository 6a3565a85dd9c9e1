"""Pictures of the CMS, in the formats and sizes of their places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from careers.renditions import PLACES, rendition_of, shown_at

if TYPE_CHECKING:
    from wagtail.images.models import AbstractImage, AbstractRendition

register = template.Library()


@register.inclusion_tag("careers/components/picture.html")
def site_picture(
    image: AbstractImage, place: str, css_class: str = "", alt: str = "", is_first: bool = False
) -> dict[str, Any]:
    """Show a picture at a place of `careers.renditions`; `is_first` is the one at the head."""
    return {
        "shown": shown_at(PLACES[place], image),
        "css_class": css_class,
        "alt": alt,
        "is_first": is_first,
    }


@register.simple_tag
def rendition(image: AbstractImage | None, spec: str) -> AbstractRendition | None:
    """Return a picture in one size; None where there is none, or not yet."""
    return rendition_of(image, spec) if image else None
