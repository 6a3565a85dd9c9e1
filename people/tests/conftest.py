"""What tests of accounts share: sign-in by password, and the codes that are mailed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.utils import timezone

if TYPE_CHECKING:
    from conftest import ApiClient
    from people.models import User

PASSWORD = "correct-horse-battery"
NEW_PASSWORD = "staple-battery-7"


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def clock(time_machine: Any) -> Any:
    """A clock that goes on ticking and that `shift(seconds)` sets ahead."""
    time_machine.move_to(timezone.now(), tick=True)
    return time_machine


@pytest.fixture
def mailed_code() -> Callable[..., str]:
    def read(to: str) -> str:
        """Return the six digits of the last mail to an address."""
        message = next(m for m in reversed(mail.outbox) if m.to == [to])
        found = re.search(r"^(\d{6})$", str(message.body), re.MULTILINE)
        assert found, f"no code in: {message.body}"
        return found[1]

    return read


@pytest.fixture
def sign_in(api: ApiClient) -> Callable[..., dict[str, Any]]:
    def sign(user: User, *, remember: bool = True, password: str = PASSWORD) -> dict[str, Any]:
        body = {"username": user.username, "password": password, "remember_me": remember}
        response = api.post("/auth/login/", body)
        assert response.status_code == 200, response.content
        answer: dict[str, Any] = response.json()
        return answer

    return sign
