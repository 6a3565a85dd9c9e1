"""Shared pages: an ETag over the content, no cookies, and nothing shared that is somebody's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import RequestFactory
from django.utils import timezone

from nexus.core.shared_pages import SharedPagesMiddleware, keep_fresh_for, shared_page


def _answer(
    view: object = None, *, method: str = "GET", cookie: str = "", etag: str = ""
) -> HttpResponse:
    request = RequestFactory().generic(method, "/")
    if cookie:
        request.COOKIES["sessionid"] = cookie
    if etag:
        request.META["HTTP_IF_NONE_MATCH"] = etag
    response = SharedPagesMiddleware(view or _page)(request)  # type: ignore[arg-type]  # any view
    assert isinstance(response, HttpResponse)
    return response


@shared_page
def _page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("The same for all.", headers={"Vary": "Cookie, Accept-Encoding"})


def test_a_shared_page_has_a_strong_etag_and_varies_by_no_cookie() -> None:
    response = _answer()

    assert response.headers["ETag"].startswith('"')
    assert response.headers["Vary"] == "Accept-Encoding"
    assert response.headers["Cache-Control"] == "public, must-revalidate, max-age=0"


def test_a_visitor_who_has_the_page_is_told_so() -> None:
    etag = _answer().headers["ETag"]

    response = _answer(etag=etag)

    assert response.status_code == 304
    assert response.content == b""
    assert response.headers["ETag"] == etag


def test_another_content_is_another_etag() -> None:
    @shared_page
    def other(request: HttpRequest) -> HttpResponse:
        return HttpResponse("Something else.")

    assert _answer(other).headers["ETag"] != _answer().headers["ETag"]


def test_visitors_with_a_session_get_a_page_of_their_own() -> None:
    response = _answer(cookie="abc")

    assert "private" in response.headers["Cache-Control"]
    assert "Cookie" in response.headers["Vary"]
    assert "ETag" not in response.headers


def test_a_page_with_a_form_token_is_never_shared() -> None:
    @shared_page
    def form(request: HttpRequest) -> HttpResponse:
        response = HttpResponse(get_token(request))
        response.set_cookie("csrftoken", "x")
        return response

    response = _answer(form)

    assert "no-store" in response.headers["Cache-Control"]
    assert "ETag" not in response.headers


def test_pages_that_are_not_marked_are_left_alone() -> None:
    response = _answer(lambda request: HttpResponse("Mine.", headers={"Vary": "Cookie"}))

    assert response.headers["Vary"] == "Cookie"
    assert "Cache-Control" not in response.headers


def test_a_failure_has_no_etag() -> None:
    @shared_page
    def gone(request: HttpRequest) -> HttpResponse:
        return HttpResponse("Gone.", status=410)

    assert "ETag" not in _answer(gone).headers


@pytest.mark.parametrize(("ahead", "expected"), [(600, 60), (10.5, 10), (-5, 0), (None, 60)])
def test_a_page_is_fresh_until_what_it_says_ends(ahead: float | None, expected: int) -> None:
    @shared_page
    def page(request: HttpRequest) -> HttpResponse:
        response = HttpResponse("Until then.")
        until = timezone.now() + timedelta(seconds=ahead) if ahead is not None else None
        keep_fresh_for(response, 60, until=until)
        return response

    ages = _answer(page).headers["Cache-Control"]

    assert any(f"max-age={age}" in ages for age in {expected, max(expected - 1, 0)})
