"""Bytes and values that no client of good will sends: answered, never an error of ours."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest
from django.test import RequestFactory

from nexus.requests import Utf8Request

if TYPE_CHECKING:
    from conftest import ApiClient
    from people.models import User

CHARSETS = ["zlib_codec", "unicode_escape", "utf-7", "idna", "undefined"]
HALF = "\ud800"  # half of a pair of surrogates: JSON can say it, UTF-8 cannot


def cursor_of(value: Any) -> str:
    raw = json.dumps([value, 1]).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def request_of(kind: str, *, query: str = "", body: bytes = b"") -> Utf8Request:
    environ = RequestFactory().generic("POST", "/", body, content_type="text/plain").environ
    return Utf8Request({**environ, "CONTENT_TYPE": kind, "QUERY_STRING": query})


@pytest.mark.parametrize("charset", CHARSETS)
def test_query_is_read_as_utf8_whatever_charset_is_claimed(charset: str) -> None:
    request = request_of(f"application/json; charset={charset}", query="a=%C3%BC+%5Cud800%2B2AA-")

    assert request.GET.dict() == {"a": "ü \\ud800+2AA-"}


@pytest.mark.parametrize("charset", CHARSETS)
def test_form_is_read_as_utf8_whatever_charset_is_claimed(charset: str) -> None:
    body = b'--X\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xc3\xbc \\ud800\r\n--X--\r\n'

    request = request_of(f"multipart/form-data; boundary=X; charset*=utf-8''{charset}", body=body)

    assert request.POST.dict() == {"a": "ü \\ud800"}


def test_web_server_reads_its_requests_that_way(db: None) -> None:
    from nexus.wsgi import application

    assert application.request_class is Utf8Request


@pytest.mark.parametrize(
    ("path", "ordering", "value"),
    [
        ("/api/profiles/", "created_at", "0001-01-01T00:00:00+23:59"),
        ("/api/profiles/", "-created_at", "9999-12-31T23:59:59-23:59"),
        ("/api/profiles/", "expected_salary_min", "NaN"),
        ("/api/profiles/", "expected_salary_min", "1e999999"),
        ("/api/profiles/", "expected_salary_min", [1]),
        ("/api/applications/", "status", HALF),
        ("/api/applications/", "status", "\x00"),
        ("/api/applications/", "status", 7),
    ],
)
def test_cursor_with_a_value_that_no_column_holds_is_refused(
    path: str, ordering: str, value: Any, api: ApiClient, owner: User
) -> None:
    response = api.get(path, as_=owner, ordering=ordering, cursor=cursor_of(value))

    assert response.status_code == 400
    assert set(response.json()["details"]) == {"cursor"}
