"""Limits on calls: windows, what is left, and who is counted as whom."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory

from nexus.core.api.client import client_address
from nexus.core.api.limits import Rate, count_call, parse_rate

HOUR = Rate(calls=3, seconds=3600)
START = 1_700_000_000 // 3600 * 3600


def test_calls_within_the_rate_are_counted_down() -> None:
    left = [count_call("a", HOUR, at=START + n).remaining for n in range(3)]

    assert left == [2, 1, 0]


def test_a_call_beyond_the_rate_is_exceeded_and_says_when_to_return() -> None:
    for _ in range(3):
        count_call("a", HOUR, at=START)

    allowance = count_call("a", HOUR, at=START + 10.5)

    assert allowance.exceeded
    assert allowance.reset == START + 3600
    assert allowance.retry_after(at=START + 10.5) == 3590


def test_a_new_window_starts_from_nothing() -> None:
    for _ in range(4):
        count_call("a", HOUR, at=START)

    assert count_call("a", HOUR, at=START + 3600).remaining == 2


def test_callers_are_counted_apart() -> None:
    count_call("a", HOUR, at=START)

    assert count_call("b", HOUR, at=START).remaining == 2


@pytest.mark.parametrize("text", ["", "100", "100/w", "x/h", "100/", "-1/h", "1.5/h"])
def test_a_rate_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="100/h"):
        parse_rate(text)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "1.1.1.1", "9.9.9.9"),
        (1, "1.1.1.1", "1.1.1.1"),
        (1, "6.6.6.6, 1.1.1.1", "1.1.1.1"),
        (2, "6.6.6.6, 1.1.1.1, 2.2.2.2", "1.1.1.1"),
        (2, "1.1.1.1", "9.9.9.9"),
        (1, "", "9.9.9.9"),
    ],
)
def test_only_our_own_proxies_are_believed(
    proxies: int, forwarded: str, expected: str, rf: RequestFactory, settings: object
) -> None:
    settings.TRUSTED_PROXIES = proxies  # type: ignore[attr-defined]  # pytest-django's wrapper
    request = rf.get("/", REMOTE_ADDR="9.9.9.9", HTTP_X_FORWARDED_FOR=forwarded)

    assert client_address(request) == expected
