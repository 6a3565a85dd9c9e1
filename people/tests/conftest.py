"""What tests of accounts share: sign-in by password, and the codes that are mailed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.utils import timezone

from people.models import Profile, User
from people.services import derive_staff_flags
from people.tests.profile_samples import ENTERED
from taxonomy.services import get_or_create_skills

if TYPE_CHECKING:
    from conftest import ApiClient

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


@pytest.fixture
def make_profile(make_user: Callable[..., User]) -> Callable[..., Profile]:
    def make(username: str = "", *, skills: list[str] | None = None, **fields: Any) -> Profile:
        """Create somebody with a public profile."""
        names = {k: fields.pop(k) for k in ("first_name", "last_name") if k in fields}
        profile = make_user(username, **names).profile
        for name, value in {"is_profile_public": True, **fields}.items():
            setattr(profile, name, value)
        profile.save()
        profile.skills.set(get_or_create_skills(skills or []))
        return profile

    return make


@pytest.fixture
def carla(api: ApiClient, candidate: User) -> Profile:
    """The candidate, with everything entered."""
    assert api.post("/api/profiles/", ENTERED, as_=candidate).status_code == 200
    return Profile.objects.get(user=candidate)


@pytest.fixture
def employer(recruiter: User) -> User:
    derive_staff_flags(recruiter)
    return recruiter
