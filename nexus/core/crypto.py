"""Values at rest: sealed with AES-256-GCM, read from that, from old Fernet tokens and from plain text.

A token is `v1.` + unpadded base64url of key id (4 bytes), nonce (12), ciphertext and tag (16).
The 256-bit key is PBKDF2-SHA256 (100,000 iterations, salt `nexus.encryption.v1`) of an entry of
`ENCRYPTION_KEYS`: the first entry writes, all of them read. The key id is the start of the SHA-256
of "kid" and the key. Fernet tokens are those of django-fernet-encrypted-fields, under
`SECRET_KEY` (and its fallbacks) and `SALT_KEY`; they are read and never written.

No associated data binds a token to its row or column, on purpose. Values move: a column is renamed,
a profile's text is copied by `F()`, a row gets its primary key only after its values were sealed.
A binding would turn each of those into lost data. The price: who can write to the database can move
a token into a row of their own and have it shown to them.
"""

import base64
import binascii
import hashlib
import os
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

ITERATIONS = 100_000
PREFIX = "v1."
_SALT = b"nexus.encryption.v1"
_KEY_ID_BYTES = 4
_NONCE_BYTES = 12
_TAG_BYTES = 16
_HEAD_BYTES = _KEY_ID_BYTES + _NONCE_BYTES
_SHORTEST_BYTES = _HEAD_BYTES + _TAG_BYTES
# The version byte 0x80 and the zero bytes that begin a 64-bit time until the year 2106.
_FERNET_PREFIX = "gAAAAA"
_FERNET_FRAME_BYTES = 57
_FERNET_BLOCK_BYTES = 16
# 43 characters of base64 hold the 32 bytes of the shortest token.
_EMBEDDED = re.compile(r"v1\.[A-Za-z0-9_-]{43,}")
# The signs of base64url, and none of those that only plain base64 has.
_ALPHABET = bytes.maketrans(b"-_+/", b"+/!!")


class Seal(Enum):
    """How a stored value is protected."""

    NONE = "plain text"
    CURRENT = "under the first key"
    OLD = "under another key that is configured, or an old Fernet token"
    UNKNOWN_KEY = "under a key that is not configured"
    DAMAGED = "under a key that is configured, but altered or cut"


class CannotOpen(ValueError):
    """A stored value is a token that the configured keys do not open."""

    def __init__(self, seal: Seal) -> None:
        super().__init__(f"This value cannot be decrypted: it is {seal.value}.")
        self.seal = seal


class Unreadable(str):
    """The empty text that stands for a value no configured key opens, and keeps its token.

    Written back, it stores `token` byte for byte, so that a server started with the wrong keys
    destroys nothing. It survives copying, pickling, `str()` and `strip()`; any other text made
    from it is an ordinary empty string.
    """

    __slots__ = ("token",)
    token: str

    def __new__(cls, token: str) -> "Unreadable":
        value = super().__new__(cls, "")
        value.token = token
        return value

    def __getnewargs__(self) -> tuple[str]:
        return (self.token,)

    def __str__(self) -> str:
        return self

    def strip(self, chars: str | None = None, /) -> str:
        return self

    def __repr__(self) -> str:
        return "<Unreadable>"


@dataclass(frozen=True, slots=True)
class _Key:
    id: bytes
    cipher: AESGCM


_derived: dict[tuple[str, ...], Any] = {}
_deriving = threading.Lock()


def _once[T](name: tuple[str, ...], derive: Callable[[], T]) -> T:
    """Return what `derive` made for `name`; it runs once in a process, whatever the threads do."""
    found: T | None = _derived.get(name)
    if found is None:
        with _deriving:
            found = _derived.get(name)
            if found is None:
                found = _derived[name] = derive()
    return found


def _stretch(secret: str, salt: bytes) -> bytes:
    return hashlib.pbkdf2_hmac("sha256", secret.encode(), salt, ITERATIONS, 32)


def _derive_key(secret: str) -> _Key:
    material = _stretch(secret, _SALT)
    return _Key(hashlib.sha256(b"kid" + material).digest()[:_KEY_ID_BYTES], AESGCM(material))


def _derive_fernet(secret: str, salt: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_stretch(secret, salt.encode())))


def _secrets() -> list[str]:
    secrets: object = settings.ENCRYPTION_KEYS
    if not isinstance(secrets, list) or not secrets or not all(secrets):
        raise ImproperlyConfigured(
            "ENCRYPTION_KEYS must be a list of one or more keys, none of them empty."
        )
    return secrets


def _key(secret: str) -> _Key:
    return _once(("gcm", secret), partial(_derive_key, secret))


def _fernets() -> Iterator[Fernet]:
    """Yield the ciphers of django-fernet-encrypted-fields; none where `SALT_KEY` is not set."""
    configured: str | list[str] = getattr(settings, "SALT_KEY", [])
    salts = [configured] if isinstance(configured, str) else configured
    secrets: list[str] = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    for secret in secrets:
        for salt in salts:
            yield _once(("fernet", secret, salt), partial(_derive_fernet, secret, salt))


def _decode(text: str) -> bytes:
    """Return the bytes of base64url, empty where the text has not exactly that form."""
    try:
        data = text.encode("ascii").translate(_ALPHABET)
        return binascii.a2b_base64(data + b"=" * (-len(data) % 4), strict_mode=True)
    except ValueError:
        return b""


def _token_bytes(stored: str) -> bytes | None:
    raw = _decode(stored[len(PREFIX) :]) if stored.startswith(PREFIX) else b""
    return raw if len(raw) >= _SHORTEST_BYTES else None


def _is_fernet(stored: str) -> bool:
    if not stored.startswith(_FERNET_PREFIX):
        return False
    blocks, rest = divmod(len(_decode(stored)) - _FERNET_FRAME_BYTES, _FERNET_BLOCK_BYTES)
    return blocks >= 1 and rest == 0


def seal(text: str) -> str:
    """Return a new token for `text` under the first key. The empty text stays empty.

    About 3 µs; the first call of a process also derives the key (some 15 ms).
    Raises ImproperlyConfigured where `ENCRYPTION_KEYS` is unusable.
    """
    if not text:
        return ""
    raw = seal_bytes(text.encode())
    return PREFIX + base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def seal_bytes(data: bytes, *, bound_to: bytes | None = None) -> bytes:
    """Return `data` sealed under the first key, 32 bytes longer: a token without its base64.

    Who opens it has to name the same `bound_to`, its place in a file for instance.
    """
    key = _key(_secrets()[0])
    nonce = os.urandom(_NONCE_BYTES)
    return key.id + nonce + key.cipher.encrypt(nonce, data, bound_to)


def unseal_bytes(raw: bytes, *, bound_to: bytes | None = None) -> bytes:
    """Return what `seal_bytes` was given. Raises CannotOpen where no configured key opens it."""
    return _open_bytes(raw, bound_to)[0]


def unseal(stored: str) -> str:
    """Return the text behind a stored value.

    What has not the exact form of a token is plain text and returned as it is, "v1.2" for
    instance; only a plain text of 46 or more such characters would be taken for a token.
    Raises CannotOpen for a token that no configured key opens; use it where an empty text
    in place of a secret would do harm, and `read` elsewhere.
    """
    return _open(stored)[0]


def read(stored: str) -> str:
    """Return the text behind a stored value, or an `Unreadable` that keeps the token."""
    try:
        return _open(stored)[0]
    except CannotOpen:
        return Unreadable(stored)


def inspect(stored: str) -> Seal:
    """Return how a stored value is protected; opens it where it is a token."""
    try:
        return _open(stored)[1]
    except CannotOpen as error:
        return error.seal


def is_current(stored: str) -> bool:
    """Tell whether a stored value is empty or names the first key, without opening it."""
    raw = _token_bytes(stored)
    return not stored or (raw is not None and raw[:_KEY_ID_BYTES] == _key(_secrets()[0]).id)


def tokens_in(text: str) -> list[str]:
    """Return what has the form of a token of ours anywhere in `text`, such as a piece of JSON."""
    return _EMBEDDED.findall(text)


def _open(stored: str) -> tuple[str, Seal]:
    raw = _token_bytes(stored)
    if raw is not None:
        data, seal = _open_bytes(raw, None)
        return data.decode(), seal
    if _is_fernet(stored):
        return _open_fernet(stored), Seal.OLD
    return stored, Seal.NONE


def _open_bytes(raw: bytes, bound_to: bytes | None) -> tuple[bytes, Seal]:
    failure = Seal.UNKNOWN_KEY
    for position, secret in enumerate(_secrets()):
        key = _key(secret)
        if raw[:_KEY_ID_BYTES] != key.id:
            continue
        try:
            data = key.cipher.decrypt(raw[_KEY_ID_BYTES:_HEAD_BYTES], raw[_HEAD_BYTES:], bound_to)
        except InvalidTag:
            failure = Seal.DAMAGED
        else:
            return data, Seal.OLD if position else Seal.CURRENT
    raise CannotOpen(failure)


def _open_fernet(stored: str) -> str:
    for fernet in _fernets():
        try:
            return fernet.decrypt(stored).decode()
        except InvalidToken:
            continue
    raise CannotOpen(Seal.UNKNOWN_KEY)
