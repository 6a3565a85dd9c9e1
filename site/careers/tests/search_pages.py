"""What tests of the search read from its pages."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client


def page(client: Client, query: str = "", *, path: str = "/jobs/") -> str:
    response = client.get(f"{path}?{query}" if query else path)
    assert response.status_code == 200, response.headers.get("Location")
    return response.content.decode()


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
