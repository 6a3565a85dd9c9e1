"""HEAD at the API: what GET says, without its body."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.http import FileResponse
from django.test import Client
from django.test.client import RequestFactory

from nexus.middleware import ApiHeadMiddleware

if TYPE_CHECKING:
    from conftest import ApiClient
    from people.models import User

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]

JOBS = "/api/jobs/"


@pytest.mark.parametrize("path", ["/api/jobs/", "/api/jobs/featured/", "/api/categories/"])
def test_head_says_what_get_says(client: Client, make_job: Make, path: str) -> None:
    make_job()

    told, shown = client.head(path), client.get(path)

    assert told.status_code == shown.status_code == 200
    assert told.content == b""
    assert int(told.headers["Content-Length"]) == len(shown.content) > 0
    for name in ("ETag", "Content-Type", "Cache-Control", "Vary"):
        assert told.headers[name] == shown.headers[name]


def test_head_with_the_tag_it_was_given_is_answered_with_304(client: Client) -> None:
    tag = client.head("/api/jobs/").headers["ETag"]

    assert client.head("/api/jobs/", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/jobs/999999/", 404),
        ("/api/nothing/", 404),
        ("/api/jobs/?nonsense=1", 400),
        ("/api/applications/", 401),
        ("/auth/login/", 405),
    ],
)
def test_head_is_refused_where_get_is(client: Client, path: str, status: int) -> None:
    assert client.get(path).status_code == status
    assert client.head(path).status_code == status


def test_head_shows_nobody_more_than_get_does(
    api: ApiClient, make_application: Make, candidate: User, other_candidate: User
) -> None:
    path = f"/api/applications/{make_application(applicant=candidate).pk}/"

    assert api.send("HEAD", path, as_=candidate).status_code == 200
    assert api.send("HEAD", path, as_=other_candidate).status_code == 404


def test_no_body_leaves_the_project_whatever_the_server_does(make_job: Make) -> None:
    make_job()
    handler = WSGIHandler()

    response = handler.get_response(handler.request_class(RequestFactory().head(JOBS).environ))

    assert response.status_code == 200
    assert b"".join(response) == b""


def test_files_that_were_to_be_sent_are_closed() -> None:
    opened = BytesIO(b"CV")
    middleware = ApiHeadMiddleware(lambda _request: FileResponse(opened, filename="cv.pdf"))

    response = middleware(RequestFactory().head("/api/applications/1/cv/"))

    assert response.headers["Content-Type"] == "application/pdf"
    assert opened.closed
