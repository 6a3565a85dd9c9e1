"""Tokens, keys and what is made of values that cannot be opened."""

import base64
import copy
import hashlib
import pickle
import threading
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.exceptions import ImproperlyConfigured
from pytest_django.fixtures import Settings

from nexus.core import crypto
from nexus.core.crypto import CannotOpen, Seal, Unreadable

type Keys = Callable[..., None]


@pytest.mark.parametrize(
    "text", ["x", "+49 170 1234567", "Zoë 李小龙 \u0000 \n", "v1.", "a" * 5000]
)
def test_sealed_text_is_opened_again(keys: Keys, text: str) -> None:
    token = crypto.seal(text)

    assert token.startswith("v1.")
    assert token != text
    assert crypto.unseal(token) == text


def test_token_has_the_documented_form(keys: Keys) -> None:
    token = crypto.seal("hello")

    raw = base64.urlsafe_b64decode(token[3:] + "=" * (-len(token[3:]) % 4))
    material = hashlib.pbkdf2_hmac("sha256", b"first-key", b"nexus.encryption.v1", 100_000, 32)
    assert raw[:4] == hashlib.sha256(b"kid" + material).digest()[:4]
    assert AESGCM(material).decrypt(raw[4:16], raw[16:], None) == b"hello"


def test_sealing_twice_gives_different_tokens(keys: Keys) -> None:
    assert crypto.seal("hello") != crypto.seal("hello")


def test_empty_text_stays_empty(keys: Keys) -> None:
    assert crypto.seal("") == ""
    assert crypto.unseal("") == ""


def test_new_key_in_front_writes_and_old_key_still_reads(keys: Keys) -> None:
    old = crypto.seal("hello")

    keys("second-key", "first-key")
    new = crypto.seal("hello")

    assert crypto.unseal(old) == crypto.unseal(new) == "hello"
    assert crypto.inspect(old) is Seal.OLD
    assert crypto.inspect(new) is Seal.CURRENT
    assert (crypto.is_current(old), crypto.is_current(new)) == (False, True)
    keys("second-key")
    assert crypto.unseal(new) == "hello"


def test_token_under_a_dropped_key_cannot_be_opened(keys: Keys) -> None:
    token = crypto.seal("hello")
    keys("another-key")

    with pytest.raises(CannotOpen) as caught:
        crypto.unseal(token)

    assert caught.value.seal is Seal.UNKNOWN_KEY
    assert token not in str(caught.value)
    assert crypto.inspect(token) is Seal.UNKNOWN_KEY


def test_altered_token_is_damaged(keys: Keys) -> None:
    token = crypto.seal("hello")
    altered = token[:-2] + ("AA" if token[-2:] != "AA" else "BB")

    assert crypto.inspect(altered) is Seal.DAMAGED
    assert isinstance(crypto.read(altered), Unreadable)


def test_keys_of_equal_id_are_all_tried(keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crypto, "_derived", {})
    real = crypto._derive_key
    monkeypatch.setattr(crypto, "_derive_key", lambda s: crypto._Key(b"same", real(s).cipher))
    keys("older-key")
    token = crypto.seal("hello")

    keys("newer-key", "older-key")

    assert crypto.unseal(token) == "hello"


@pytest.mark.parametrize(
    "text",
    [
        "v1.2 of the plan",
        "v1.",
        "v1." + "a" * 42,
        "v1." + "a" * 43 + "!",
        "gAAAAABnot-a-token",
        "x",
    ],
)
def test_plain_text_without_the_form_of_a_token_reads_as_itself(keys: Keys, text: str) -> None:
    assert crypto.unseal(text) == text
    assert crypto.inspect(text) is Seal.NONE
    assert not crypto.is_current(text)


def test_plain_text_in_the_form_of_a_token_is_sealed_like_any_other(keys: Keys) -> None:
    text = crypto.seal("hello")

    assert crypto.unseal(crypto.seal(text)) == text


def test_fernet_token_of_the_stock_package_is_read(
    keys: Keys, fernet_token: Callable[[str], str]
) -> None:
    token = fernet_token("hello")

    assert crypto.unseal(token) == "hello"
    assert crypto.inspect(token) is Seal.OLD
    assert not crypto.is_current(token)


def test_fernet_token_under_a_fallback_secret_is_read(
    keys: Keys, fernet_token: Callable[[str], str], settings: Settings
) -> None:
    token = fernet_token("hello")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new secret"

    assert crypto.unseal(token) == "hello"


def test_fernet_token_without_salt_is_unreadable(
    keys: Keys, fernet_token: Callable[[str], str], settings: Settings
) -> None:
    token = fernet_token("hello")
    del settings.SALT_KEY

    value = crypto.read(token)

    assert isinstance(value, Unreadable)
    assert value.token == token


@pytest.mark.parametrize(
    "again",
    [copy.copy, copy.deepcopy, lambda v: pickle.loads(pickle.dumps(v)), str, str.strip],
    ids=["copy", "deepcopy", "pickle", "str", "strip"],
)
def test_unreadable_survives(again: Callable[[Unreadable], str]) -> None:
    value = Unreadable("v1.token")

    same = value.strip() if again is str.strip else again(value)

    assert isinstance(same, Unreadable)
    assert same.token == "v1.token"


def test_unreadable_is_an_empty_text_that_shows_no_token() -> None:
    value = Unreadable("v1.token")

    assert value == ""
    assert not value
    assert f"{value}" == ""
    assert repr(value) == "<Unreadable>"


@pytest.mark.parametrize("wrong", [[], [""], ["first", ""], "one-text", None])
def test_unusable_keys_are_refused_by_name(settings: Settings, wrong: object) -> None:
    settings.ENCRYPTION_KEYS = wrong

    with pytest.raises(ImproperlyConfigured, match="ENCRYPTION_KEYS"):
        crypto.seal("hello")


def test_key_is_derived_once_by_many_threads(keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    derived: list[str] = []
    real = crypto._derive_key

    def counting(secret: str) -> crypto._Key:
        derived.append(secret)
        return real(secret)

    monkeypatch.setattr(crypto, "_derived", {})
    monkeypatch.setattr(crypto, "_derive_key", counting)
    start = threading.Barrier(8)

    def work() -> None:
        start.wait()
        crypto.seal("hello")

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert derived == ["first-key"]


def test_reading_under_the_first_key_derives_no_other(
    keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crypto, "_derived", {})
    keys("first-key", "old-key", "older-key")

    crypto.unseal(crypto.seal("hello"))

    assert list(crypto._derived) == [("gcm", "first-key")]
