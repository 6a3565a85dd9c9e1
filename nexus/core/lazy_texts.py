"""Texts that are put together when they are read, in the language of whoever reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.utils.functional import lazy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrPromise


def filled_lazy(text: StrPromise, values: Mapping[str, Any]) -> StrPromise:
    """Return `text % values`, which by itself would be translated once, when a module is loaded."""
    return cast("StrPromise", lazy(lambda: str(text) % values, str)())
