"""The head of a public page: how machines know it and how links to it look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from careers.heads import one_line, page_head

if TYPE_CHECKING:
    from wagtail.images.models import AbstractImage

    from careers.branding import Picture

register = template.Library()


@register.inclusion_tag("careers/components/head.html", takes_context=True)
def head(
    context: dict[str, Any],
    title: str,
    description: str = "",
    picture: Picture | AbstractImage | None = None,
    is_hidden: bool = False,
) -> dict[str, Any]:
    """Write description, canonical address, languages and Open Graph of the page that is open.

    `title` goes without the site's name. What `is_hidden` from search engines has no address
    that they should know it by.
    """
    return {
        "title": title,
        "description": one_line(description),
        "is_hidden": is_hidden,
        "head": page_head(context["request"], picture),
    }
