"""Requests as the web server hands them in."""

from collections.abc import Mapping
from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters


class Utf8Request(WSGIRequest):
    """A request that is read as UTF-8, whatever charset it claims.

    Python knows encodings that are none of text, and some that make half characters, on which the
    database and JSON fail; Django would use any of them before a middleware has a say.
    """

    def _set_content_type_params(self, meta: Mapping[str, Any]) -> None:
        kind = meta.get("CONTENT_TYPE", "")
        self.content_type, self.content_params = parse_header_parameters(kind)


class Utf8Handler(WSGIHandler):
    request_class = Utf8Request
