"""The codes of authenticator apps: good in their half minute, once, and named after the site."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from allauth.core.context import request_context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import RequestFactory

from nexus.core import brand
from nexus.core.brand import Brand
from people.models import User

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STEP = timedelta(seconds=30)
STEP_BEGINS = datetime(2030, 5, 6, 7, 8, 30, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(STEP_BEGINS, tick=False) as held:
        yield held


def _code(when: datetime) -> str:
    return str(format_hotp_value(hotp_value(SECRET, int(when.timestamp()) // 30)))


@pytest.mark.parametrize(
    ("seconds", "is_good"), [(-30, False), (-1, False), (0, True), (29, True), (30, False)]
)
def test_code_is_good_in_its_own_half_minute_alone(
    clock: Any, candidate: User, seconds: int, is_good: bool
) -> None:
    app = TOTP.activate(candidate, SECRET)
    clock.move_to(STEP_BEGINS + timedelta(seconds=seconds))

    assert app.validate_code(_code(STEP_BEGINS)) is is_good


def test_code_is_good_once_and_the_next_one_again(clock: Any, candidate: User) -> None:
    app = TOTP.activate(candidate, SECRET)
    tries = [app.validate_code(_code(STEP_BEGINS)), app.validate_code(_code(STEP_BEGINS))]

    clock.shift(STEP)

    assert tries == [True, False]
    assert app.validate_code(_code(STEP_BEGINS + STEP))


def test_app_shows_what_the_site_is_called(
    candidate: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(brand, "_providers", [lambda: Brand("Hafen & Söhne")])

    with request_context(RequestFactory().get("/")):
        address = urlsplit(get_adapter().build_totp_url(candidate, SECRET))

    assert parse_qs(address.query)["issuer"] == ["Hafen & Söhne"]
