"""Parts of pages that follow what is changed elsewhere: `live.js` asks whether there is news.

It asks for the page that is shown, naming the version that it shows. Where that is still the one,
the answer is a short "not modified"; else it is the part of the page alone.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseNotModified

if TYPE_CHECKING:
    from django.http import HttpRequest

HEADER = "X-Live"


def asks_for_part(request: HttpRequest) -> bool:
    """Tell whether a script wants the part that follows, and not the page around it."""
    return HEADER in request.headers


def version_of(*facts: object) -> str:
    """Return a short word for what is shown: the same for the same facts."""
    return hashlib.blake2b(repr(facts).encode(), digest_size=12).hexdigest()


def not_modified(request: HttpRequest, version: str) -> HttpResponse | None:
    """Return the answer to a script that shows this version already; None for everybody else."""
    if asks_for_part(request) and request.headers.get("If-None-Match") == f'"{version}"':
        return HttpResponseNotModified()
    return None
