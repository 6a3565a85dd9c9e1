"""Logos that were chosen and are not saved yet, because something else in the form is wrong.

They are kept for an hour, checked and written anew, for whoever chose them alone.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple, cast

from django.core.cache import cache

from nexus.core.errors import Invalid
from nexus.core.files import MAX_PHOTO_BYTES, CheckedFile
from people.services.logos import checked_logo

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from people.models import User

_KEPT_SECONDS = 60 * 60


class HeldLogo(NamedTuple):
    """A logo and what it is found by again."""

    token: str
    kind: str
    name: str
    content: bytes

    @property
    def url(self) -> str:
        """Return the picture itself as an address: no page has it yet."""
        media = "image/png" if self.kind == "png" else "image/jpeg"
        return f"data:{media};base64,{b64encode(self.content).decode('ascii')}"

    def file(self) -> CheckedFile:
        return CheckedFile(
            self.content,
            kind="png" if self.kind == "png" else "jpg",
            display_name=self.name,
        )


def hold_logo(upload: UploadedFile[bytes], *, by: User) -> HeldLogo:
    """Check a logo and keep it; the same one is checked once. Raises Invalid under `logo_file`."""
    token = _digest(upload)
    found = find_held_logo(token, by=by)
    if found is not None:
        return found
    refused: str | None = cache.get(_key(token, by, "refused"))
    if refused is not None:
        raise Invalid.field("logo_file", refused)
    try:
        logo = checked_logo(upload)
    except Invalid as invalid:
        sentence = invalid.details["logo_file"][0]
        cache.set(_key(token, by, "refused"), sentence, timeout=60)
        raise
    logo.seek(0)
    held = HeldLogo(token, str(logo.kind), logo.display_name, logo.read())
    cache.set(_key(token, by), tuple(held), timeout=_KEPT_SECONDS)
    return held


def find_held_logo(token: str, *, by: User) -> HeldLogo | None:
    """Return what `by` has chosen within the last hour; None for what is not theirs."""
    if len(token) != 64 or not token.isalnum() or not token.isascii():
        return None
    found = cache.get(_key(token, by))
    return None if found is None else HeldLogo(*cast("tuple[str, str, str, bytes]", found))


def _digest(upload: UploadedFile[bytes]) -> str:
    digest = sha256(f"{upload.name}\0".encode())
    if (upload.size or 0) <= MAX_PHOTO_BYTES:  # what is larger is refused by its size
        upload.seek(0)
        for chunk in upload.chunks():
            digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def _key(token: str, by: User, word: str = "held") -> str:
    return f"logo:{word}:{by.pk}:{token}"
