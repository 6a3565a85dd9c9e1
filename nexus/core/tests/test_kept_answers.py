"""What is kept of an answer, for whom, and for how long."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from nexus.core import content_version, kept_answers
from nexus.core.content_version import State
from nexus.core.kept_answers import Answers, Kept, slot_of
from nexus.core.metrics import REGISTRY
from nexus.core.shared_pages import SharedPagesMiddleware, each_time, shared_page

if TYPE_CHECKING:
    from collections.abc import Iterator

STATE = State("now")


@pytest.fixture(autouse=True)
def _keeping(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.KEEP_ANSWERS_SECONDS = 60
    monkeypatch.setattr(content_version, "_parts", [])
    kept_answers.answers.clear()
    yield
    kept_answers.answers.clear()


class Site:
    """A page that tells how often it was made."""

    def __init__(self, **headers: str) -> None:
        self.made = 0
        self.seen: list[str] = []
        self._headers = headers

    def get(self, path: str = "/", *, method: str = "GET", **meta: str) -> HttpResponse:
        request = RequestFactory().generic(method, path, **meta)  # type: ignore[arg-type]  # all text
        response = SharedPagesMiddleware(self._view)(request)
        assert isinstance(response, HttpResponse)
        return response

    def _view(self, request: HttpRequest) -> HttpResponse:
        @shared_page
        def page(request: HttpRequest) -> HttpResponse:
            self.made += 1
            each_time(request, lambda seen_by: self.seen.append(seen_by.path))
            return HttpResponse(f"Page {self.made}", headers=self._headers)

        return page(request)


def make_kept(content: bytes = b"x", **changes: Any) -> Kept:
    facts = {
        "state": STATE,
        "made_at": time.monotonic(),
        "content": content,
        "headers": (),
        "route": None,
        "acts": (),
    }
    return Kept(**{**facts, **changes})


def test_a_second_visitor_gets_the_page_as_it_was_made_for_the_first() -> None:
    site = Site()

    first, second = site.get(), site.get()

    assert first.content == second.content == b"Page 1"
    assert second.headers["ETag"] == first.headers["ETag"]
    assert second.headers["Cache-Control"] == first.headers["Cache-Control"]
    assert second.headers["Age"] == "0"


def test_who_has_the_page_is_told_so_without_its_being_made() -> None:
    site = Site()
    etag = site.get().headers["ETag"]

    answer = site.get(HTTP_IF_NONE_MATCH=etag)

    assert (answer.status_code, site.made) == (304, 1)


def test_a_change_of_the_content_has_it_made_anew() -> None:
    site = Site()
    site.get()

    content_version.announce_now()

    assert site.get().content == b"Page 2"


def test_a_change_while_it_is_made_has_it_made_anew() -> None:
    site = Site()
    changed: list[bool] = []

    def view(request: HttpRequest) -> HttpResponse:
        if not changed:
            changed.append(True)
            content_version.announce_now()
        return site._view(request)

    SharedPagesMiddleware(view)(RequestFactory().get("/"))

    assert site.get().content == b"Page 2"


def test_time_that_changes_the_content_has_it_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    deadline = timezone.now() + timedelta(hours=1)
    content_version.register(lambda _at: State("index", deadline))
    site = Site()
    site.get()
    assert site.get().content == b"Page 1"

    monkeypatch.setattr(timezone, "now", lambda: deadline)

    assert site.get().content == b"Page 2"


def test_it_is_kept_for_seconds_only(settings: Any) -> None:
    site = Site()
    site.get()

    settings.KEEP_ANSWERS_SECONDS = 0.000_001

    assert site.get().content == b"Page 2"


def test_nothing_is_kept_where_the_setting_says_so(settings: Any) -> None:
    settings.KEEP_ANSWERS_SECONDS = 0
    site = Site()
    site.get()

    assert site.get().content == b"Page 2"


@pytest.mark.parametrize(
    "meta",
    [
        {"HTTP_COOKIE": "sessionid=abc"},
        {"HTTP_COOKIE": "messages=abc"},
        {"HTTP_AUTHORIZATION": "Bearer abc"},
        {"HTTP_HOST": "localhost"},
        {"method": "HEAD"},
        {"method": "POST"},
    ],
    ids=str,
)
def test_others_get_a_page_of_their_own(meta: dict[str, str]) -> None:
    site = Site()
    site.get()

    site.get(**meta)
    site.get(**meta)

    assert site.made >= 2
    assert site.get().content == b"Page 1"


def test_each_address_has_its_own() -> None:
    site = Site()

    assert site.get("/?q=a").content != site.get("/?q=b").content


@pytest.mark.parametrize("path", ["/accounts/", "/my/profile/", "/api/jobs/", "/healthz"])
def test_nothing_is_looked_up_where_no_page_is_for_all(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content_version, "current", lambda: pytest.fail("It was looked up."))

    Site().get(path)


def test_a_page_that_varies_by_the_language_asked_for_is_not_kept() -> None:
    site = Site(Vary="Accept-Language")
    site.get()

    assert site.get().content == b"Page 2"


def test_a_page_that_sets_a_cookie_is_not_kept() -> None:
    @shared_page
    def page(request: HttpRequest) -> HttpResponse:
        response = HttpResponse("Yours")
        response.set_cookie("a", "b")
        return response

    SharedPagesMiddleware(page)(RequestFactory().get("/"))

    site = Site()
    assert site.get().content == b"Page 1"


def test_what_is_done_each_time_is_done_for_each_visitor() -> None:
    site = Site()

    for _ in range(3):
        site.get()

    assert (site.made, site.seen) == (1, ["/", "/", "/"])


def test_those_not_asked_for_longest_make_room() -> None:
    size = 100_000
    answers = Answers(most_bytes=3 * (size + 2_000))
    for name in "abc":
        answers.keep(name, make_kept(b"x" * size))
    answers.find("a", STATE)

    answers.keep("d", make_kept(b"x" * size))

    assert [name for name in "abcd" if answers.find(name, STATE)] == ["a", "c", "d"]


def test_an_answer_is_replaced_by_a_newer_one() -> None:
    answers = Answers(most_bytes=5_000)
    for content in (b"a", b"b", b"c"):
        answers.keep("one", make_kept(content))

    found = answers.find("one", STATE)

    assert found is not None
    assert found.content == b"c"


def test_an_answer_too_long_is_not_kept() -> None:
    request = RequestFactory().get("/")
    slot = slot_of(request)
    assert slot is not None

    slot.keep(HttpResponse(b"x" * 500_001))

    assert slot.find() is None


def test_an_address_too_long_has_no_place() -> None:
    assert slot_of(RequestFactory().get("/", {"q": "x" * 600})) is None


def test_it_is_counted_how_often_an_earlier_answer_would_do() -> None:
    def count(result: str) -> float:
        return REGISTRY.get_sample_value("nexus_kept_answers_total", {"result": result}) or 0.0

    hits, misses = count("hit"), count("miss")
    site = Site()

    for _ in range(3):
        site.get()

    assert (count("hit") - hits, count("miss") - misses) == (2, 1)
