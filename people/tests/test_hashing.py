"""The hash of a password: strong enough, and what is weaker or other is replaced at sign-in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, make_password

from conftest import PASSWORD

if TYPE_CHECKING:
    from people.models import User

# https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html, November 2026
_LEAST_KIB_TIMES_PASSES = 47_104


@pytest.fixture(autouse=True)
def _as_in_production(settings: Any) -> None:
    settings.PASSWORD_HASHERS = [
        "people.hashing.PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]


def test_the_hash_is_argon2id_above_what_owasp_asks_for() -> None:
    found = Argon2PasswordHasher().decode(make_password("correct horse"))

    assert found["variety"] == "argon2id"
    assert found["memory_cost"] * found["time_cost"] >= _LEAST_KIB_TIMES_PASSES


@pytest.mark.parametrize("old", ["pbkdf2_sha256", "argon2 of other costs"])
def test_another_hash_is_replaced_at_the_next_check(old: str, candidate: User) -> None:
    if old == "pbkdf2_sha256":
        candidate.password = make_password(PASSWORD, hasher="pbkdf2_sha256")
    else:
        candidate.password = Argon2PasswordHasher().encode(PASSWORD, "some-salt-of-old")
    candidate.save()

    assert candidate.check_password(PASSWORD)

    candidate.refresh_from_db()
    assert ",".join(candidate.password.split("$")[2:4]) == "v=19,m=47104,t=2,p=1"
    assert check_password(PASSWORD, candidate.password)
