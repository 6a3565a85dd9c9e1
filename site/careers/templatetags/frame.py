"""What the frame of every page needs: icons, the navigation, the languages, the site's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from careers.branding import Frame, frame
from careers.icons import icon_svg
from careers.theme import theme_url
from nexus.core.brand import Brand, brand
from nexus.core.languages import LANGUAGE_FIELD, in_language, without_language

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.safestring import SafeString

register = template.Library()


class LanguageLink(NamedTuple):
    """The page that is open, in one language."""

    code: str
    name: str
    url: str
    is_spoken: bool


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw one of Lucide's icons, as {% icon "map-pin" %}; it is hidden from screen readers."""
    return icon_svg(name)


@register.simple_tag
def site_name() -> str:
    """Return what the site is called."""
    return brand().name


@register.simple_tag
def site_brand() -> Brand:
    """Return the name and the accent colours."""
    return brand()


@register.simple_tag
def site_frame() -> Frame:
    """Return what editors decide of the frame."""
    return frame()


@register.simple_tag
def theme_stylesheet() -> str:
    """Return the address of the stylesheet with the site's own accent; empty where it is ours."""
    return theme_url()


@register.filter
def spoken_here(url: str) -> str:
    """Return one of our addresses in the language that is spoken now, and others as they are."""
    return in_language(url) if url.startswith("/") else url


@register.simple_tag
def my_area_url() -> str:
    """Return the address of My area in the language that is spoken."""
    return reverse("my_applications")


@register.inclusion_tag("careers/components/nav_link.html", takes_context=True)
def nav_link(context: dict[str, Any], url: str, label: str) -> dict[str, Any]:
    """Write an entry of the navigation, marked where it leads to the page or the part that is open."""
    request = context.get("request")
    path = request.path if request else ""
    current = ""
    if path == url:
        current = "page"
    elif path.startswith(url):
        current = "true"
    return {"url": url, "label": label, "current": current}


@register.simple_tag(takes_context=True)
def language_links(context: dict[str, Any]) -> list[LanguageLink]:
    """Return the open page in each language; none for those who have chosen one for themselves.

    Addresses of personal pages name no language, so there a parameter does.
    """
    request = context.get("request")
    if request is None:
        return []
    is_personal = request.path.startswith(tuple(settings.PERSONAL_PATHS))
    if is_personal and request.user.is_authenticated:
        return []
    spoken = get_language()
    return [
        LanguageLink(
            code=code,
            name=name,
            url=_asking_for(code, request) if is_personal else _named(code, request),
            is_spoken=code == spoken,
        )
        for code, name in settings.LANGUAGES
    ]


def _named(code: str, request: HttpRequest) -> str:
    query = request.META.get("QUERY_STRING", "")
    return in_language(without_language(request.path), code) + (f"?{query}" if query else "")


def _asking_for(code: str, request: HttpRequest) -> str:
    given = request.GET.copy()
    given[LANGUAGE_FIELD] = code
    return f"{request.path}?{given.urlencode(safe='/')}"
