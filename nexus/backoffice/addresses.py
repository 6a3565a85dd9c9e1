"""Every address of the back office, found by walking its URLs: none is listed by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import admin
from django.urls import URLPattern, URLResolver
from django.utils.regex_helper import normalize

if TYPE_CHECKING:
    from collections.abc import Iterator


class Address(NamedTuple):
    """One address: `template` with the names in `parameters` still to be filled in."""

    template: str
    parameters: tuple[str, ...]
    name: str
    model_admin: Any

    def filled(self, values: dict[str, Any]) -> str:
        return "/admin/" + self.template % values


def addresses() -> list[Address]:
    """Return every address below /admin/, those of the apps' own pages among them."""
    patterns, _app_name, _namespace = admin.site.urls
    return list(_walk(patterns, ""))


def _walk(patterns: Any, before: str) -> Iterator[Address]:
    for pattern in patterns:
        path = before + pattern.pattern.regex.pattern.removeprefix("^")
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            # The shortest of the forms that an expression allows stands for all of them.
            template, parameters = normalize(path.removesuffix(r"\Z").removesuffix("$"))[0]
            yield Address(template, tuple(parameters), pattern.name or "", _admin_at(template))


def _admin_at(template: str) -> Any:
    """Return the admin of the rows below whose address this one lies."""
    for model, model_admin in admin.site._registry.items():
        if template.startswith(f"{model._meta.app_label}/{model._meta.model_name}/"):
            return model_admin
    return None
