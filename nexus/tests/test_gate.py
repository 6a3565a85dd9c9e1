"""What surrounds every operation: limits with headers, unknown parameters, validators, errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

if TYPE_CHECKING:
    from conftest import ApiClient
    from people.models import User


def test_every_answer_carries_the_limit(api: ApiClient) -> None:
    response = api.get("/api/categories/")

    assert response.headers["X-RateLimit-Limit"] == "1000000"
    assert int(response.headers["X-RateLimit-Remaining"]) == 999_999
    assert int(response.headers["X-RateLimit-Reset"]) > 1_700_000_000


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/nothing/", 404),
        ("GET", "/api/jobs/abc/", 404),
        ("POST", "/auth/login", 404),
        ("DELETE", "/api/jobs/", 405),
    ],
)
def test_what_no_operation_answers_counts_as_well(
    method: str, path: str, status: int, api: ApiClient, candidate: User, settings: Any
) -> None:
    settings.API_RATE_ANON = settings.API_RATE_USER = "1/h"

    for who in (None, candidate):
        first, second = (api.send(method, path, as_=who) for _ in range(2))

        assert (first.status_code, second.status_code) == (status, 429)
        assert first.headers["X-RateLimit-Remaining"] == "0"
        assert int(second.headers["Retry-After"]) >= 1
        assert set(second.json()) == {"error", "details"}


def test_an_anonymous_caller_beyond_the_limit_is_told_when_to_return(
    api: ApiClient, settings: Any
) -> None:
    settings.API_RATE_ANON = "2/h"
    for _ in range(2):
        assert api.get("/api/categories/").status_code == 200

    response = api.get("/api/categories/")

    assert response.status_code == 429
    assert 1 <= int(response.headers["Retry-After"]) <= 3600
    assert response.headers["X-RateLimit-Remaining"] == "0"
    assert response.json()["details"] == {}


def test_a_signed_in_caller_has_a_limit_of_their_own(
    api: ApiClient, candidate: User, settings: Any
) -> None:
    settings.API_RATE_ANON = "1/h"
    settings.API_RATE_USER = "5/h"
    api.get("/api/categories/")

    response = api.get("/api/categories/", as_=candidate)

    assert response.status_code == 200
    assert response.headers["X-RateLimit-Limit"] == "5"


def test_a_forged_forwarding_header_does_not_lift_the_limit(api: ApiClient, settings: Any) -> None:
    settings.API_RATE_ANON = "1/h"
    api.get("/api/categories/", headers={"X-Forwarded-For": "1.2.3.4"})

    response = api.get("/api/categories/", headers={"X-Forwarded-For": "4.3.2.1"})

    assert response.status_code == 429


def test_an_unknown_parameter_is_named(api: ApiClient) -> None:
    response = api.get("/api/categories/", serach="x")

    assert response.status_code == 400
    assert list(response.json()["details"]) == ["serach"]


def test_a_parameter_with_nul_is_refused(api: ApiClient) -> None:
    assert api.get("/api/jobs/", search="a\x00b").status_code == 400


def test_a_bad_token_is_refused_even_where_none_is_needed(api: ApiClient) -> None:
    response = api.get("/api/categories/", headers={"Authorization": "Bearer nonsense"})

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_a_session_cookie_opens_nothing(api: ApiClient, candidate: User, client: Any) -> None:
    client.force_login(candidate)

    assert client.get("/api/applications/").status_code == 401


def test_pages_of_other_origins_read_only_where_they_are_named(
    api: ApiClient, settings: Any
) -> None:
    origin = {"Origin": "https://partner.example"}
    asked = {**origin, "Access-Control-Request-Method": "GET"}

    assert "Access-Control-Allow-Origin" not in api.get("/api/categories/", headers=origin).headers
    settings.CORS_ALLOWED_ORIGINS = ["https://partner.example"]

    for response in (
        api.get("/api/categories/", headers=origin),
        api.send("OPTIONS", "/api/categories/", headers=asked),
    ):
        assert response.status_code == 200
        assert response.headers["Access-Control-Allow-Origin"] == "https://partner.example"
        assert "Access-Control-Allow-Credentials" not in response.headers
    other = api.get("/api/categories/", headers={"Origin": "https://else.example"})
    assert "Access-Control-Allow-Origin" not in other.headers


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/nothing/", 404),
        ("DELETE", "/api/categories/", 405),
        ("GET", "/api/jobs", 301),
    ],
)
def test_what_no_operation_answers_can_be_read_by_named_origins_too(
    api: ApiClient, settings: Any, method: str, path: str, status: int
) -> None:
    settings.CORS_ALLOWED_ORIGINS = ["https://partner.example"]

    answered = api.send(method, path, headers={"Origin": "https://partner.example"})
    settings.API_RATE_ANON = "1/h"
    stopped = api.send(method, path, headers={"Origin": "https://partner.example"})
    stopped = api.send(method, path, headers={"Origin": "https://partner.example"})

    assert [answered.status_code, stopped.status_code] == [status, 429]
    for response in (answered, stopped):
        assert response.headers["Access-Control-Allow-Origin"] == "https://partner.example"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "X-RateLimit-Remaining" in response.headers
    assert "Location" not in stopped.headers


def test_scripts_of_other_origins_may_ask_whether_something_has_changed(
    api: ApiClient, settings: Any
) -> None:
    settings.CORS_ALLOWED_ORIGINS = ["https://partner.example"]
    asked = {
        "Origin": "https://partner.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-none-match",
    }

    response = api.send("OPTIONS", "/api/jobs/", headers=asked)

    assert "if-none-match" in response.headers["Access-Control-Allow-Headers"]


def test_an_unchanged_answer_is_not_sent_again(api: ApiClient) -> None:
    etag = api.get("/api/categories/").headers["ETag"]

    response = api.get("/api/categories/", headers={"If-None-Match": f'"other", W/{etag}'})

    assert response.status_code == 304
    assert response.content == b""
    assert response.headers["ETag"] == etag
    assert "X-RateLimit-Limit" in response.headers


def test_public_answers_may_be_cached_and_private_ones_only_by_their_reader(
    api: ApiClient, candidate: User
) -> None:
    public = api.get("/api/categories/")
    private = api.get("/api/applications/", as_=candidate)

    assert public.headers["Cache-Control"] == "no-cache"
    assert private.headers["Cache-Control"] == "private, no-cache"
    assert "Authorization" in public.headers["Vary"]


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999"])
def test_a_page_that_is_no_page_is_refused(page: str, api: ApiClient) -> None:
    response = api.get("/api/categories/", page=page)

    assert response.status_code == 400
    assert list(response.json()["details"]) == ["page"]


def test_a_page_past_the_end_is_missing(api: ApiClient) -> None:
    assert api.get("/api/categories/", page=2).status_code == 404


@pytest.mark.parametrize("size", ["0", "101", "x"])
def test_a_page_size_out_of_range_is_refused(size: str, api: ApiClient) -> None:
    assert api.get("/api/categories/", page_size=size).status_code == 400


@pytest.mark.parametrize("cursor", ["x", "!!", "bnVsbA", "WzEsMl0", "W10", "é"])
@pytest.mark.parametrize("path", ["/api/categories/", "/api/jobs/", "/api/profiles/"])
def test_a_cursor_that_is_not_ours_is_refused(cursor: str, path: str, api: ApiClient) -> None:
    assert api.get(path, cursor=cursor).status_code == 400


def test_an_unknown_address_below_the_api_answers_in_the_error_shape(api: ApiClient) -> None:
    for path in ("/api/nothing/", "/api/jobs/abc/", "/auth/nothing/"):
        response = api.get(path)

        assert response.status_code == 404
        assert set(response.json()) == {"error", "details"}


def test_a_wrong_method_answers_in_the_error_shape_and_names_the_right_ones(
    api: ApiClient,
) -> None:
    response = api.delete("/api/categories/")

    assert response.status_code == 405
    assert set(response.json()) == {"error", "details"}
    assert "GET" in response.headers["Allow"]


def test_a_post_without_its_slash_is_missing_and_loses_nothing_silently(api: ApiClient) -> None:
    assert api.post("/auth/login", {"username": "x", "password": "y"}).status_code == 404


@pytest.mark.parametrize("body", ["{", "[1]", '"x"', "null", "", "\x00", "{}{}"])
def test_a_body_that_is_no_object_is_refused(body: str, api: ApiClient) -> None:
    response = api.post("/auth/login/", body)

    assert response.status_code == 400
    assert set(response.json()) == {"error", "details"}


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "odd"]
)
@pytest.mark.parametrize("path", ["/auth/login/", "/api/jobs/", "/api/profiles/"])
def test_a_body_that_is_not_called_json_is_refused(
    path: str, kind: str, api: ApiClient, candidate: User
) -> None:
    headers = {**api._headers(candidate, None), "Content-Type": kind}

    response = api.post(path, {"username": "candidate", "password": "x"}, headers=headers)

    assert response.status_code == 415
    assert set(response.json()) == {"error", "details"}


def test_a_body_called_json_in_any_way_or_not_called_anything_is_read(api: ApiClient) -> None:
    for kind in ("application/json", "Application/JSON; charset=utf-8", ""):
        response = api.post("/auth/login/", {"username": "x"}, headers={"Content-Type": kind})

        assert list(response.json()["details"]) == ["password"]


def test_who_is_not_signed_in_hears_of_that_before_the_type_of_their_body(api: ApiClient) -> None:
    response = api.post("/api/jobs/", {}, headers={"Content-Type": "text/plain"})

    assert response.status_code == 401


def test_a_body_over_the_limit_is_too_large(api: ApiClient, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    response = api.post("/auth/login/", {"username": "x" * 200, "password": "y"})

    assert response.status_code == 413
    assert set(response.json()) == {"error", "details"}


def test_a_form_beyond_all_files_is_too_large_and_is_not_read(
    api: ApiClient, candidate: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nexus.core.api.gate.MAX_BODY_BYTES", 1000)
    resume = SimpleUploadedFile("cv.pdf", b"x" * 2000)

    response = api.upload("/api/applications/", {"job_id": "1"}, {"resume": resume}, as_=candidate)

    assert response.status_code == 413
    assert not response.wsgi_request._read_started  # type: ignore[attr-defined]  # not public


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"city": "x" * 101}, "This field may have at most 100 characters."),
        ({"skills": ["x"] * 201}, "This is too long: it may have at most 200."),
    ],
)
def test_what_is_too_long_is_told_without_the_terms_of_a_library(
    body: dict[str, Any], sentence: str, api: ApiClient, candidate: User
) -> None:
    response = api.patch("/api/profiles/my_profile/", body, as_=candidate)

    assert list(response.json()["details"].values()) == [[sentence]]


def test_a_failure_of_ours_shows_an_id_and_nothing_internal(
    api: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError("a secret of the inside")

    monkeypatch.setattr("nexus.core.api.paging.page_slice", explode)
    monkeypatch.setattr("nexus.core.api.paging.envelope", explode)

    response = api.get("/api/profiles/")

    assert response.status_code == 500
    assert response.json()["request_id"] == response.headers["X-Request-Id"]
    assert b"secret" not in response.content


def test_a_given_request_id_is_kept_and_an_odd_one_is_not(api: ApiClient) -> None:
    kept = api.get("/api/categories/", headers={"X-Request-Id": "trace-12345678"})
    replaced = api.get("/api/categories/", headers={"X-Request-Id": "a b\tc"})

    assert kept.headers["X-Request-Id"] == "trace-12345678"
    assert replaced.headers["X-Request-Id"] != "a b\tc"


@pytest.mark.parametrize("path", ["/auth/login/", "/api/token/refresh/"])
def test_a_body_that_is_missing_is_a_fault_of_the_whole(path: str, api: ApiClient) -> None:
    response = api.post(path)

    assert response.status_code == 400
    assert response.json()["details"] == {"__all__": ["This field is required."]}


def test_a_body_in_chunks_is_refused_rather_than_taken_for_none(api: ApiClient) -> None:
    response = api.send("POST", "/auth/login/", headers={"Transfer-Encoding": "chunked"})

    assert response.status_code == 400
    assert "Content-Length" in response.json()["error"]
