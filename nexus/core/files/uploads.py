"""The checks of uploaded photos and CVs, and the text of CVs.

Content decides: the name and the declared type of an upload count for nothing. What opens the
bytes runs in a process of its own (see `sandbox`), so that a hostile file costs a few seconds of
that process and never the server.
"""

import unicodedata
import uuid
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

import puremagic
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext

from nexus.core.files import names, sandbox
from nexus.core.files.rejection import cv_rejected, photo_rejected
from nexus.core.quarantine import MAX_CHARACTERS
from nexus.core.quarantine.crop import Crop
from nexus.core.quarantine.refused import Refused

if TYPE_CHECKING:
    _BytesFile = ContentFile[bytes]
    Upload = UploadedFile[bytes]
else:
    _BytesFile, Upload = ContentFile, UploadedFile  # Generic in the stubs alone.

MEGABYTE = 1024 * 1024
MAX_PHOTO_BYTES = 5 * MEGABYTE
MAX_CV_BYTES = 10 * MEGABYTE

_CHECK_SECONDS = 4
_TEXT_SECONDS = 15

Kind = Literal["jpg", "png", "pdf", "doc", "docx"]

CONTENT_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "jpg": "image/jpeg",
        "png": "image/png",
        "pdf": "application/pdf",
        "doc": "application/msword",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }
)


class CheckedFile(_BytesFile):
    """A file that has passed: `name` is generated, `display_name` is what its owner called it."""

    def __init__(self, content: bytes, *, kind: Kind, display_name: str) -> None:
        super().__init__(content, name=f"{uuid.uuid4().hex}.{kind}")
        self.kind = kind
        self.content_type = CONTENT_TYPES[kind]
        self.display_name = display_name


def check_photo(upload: Upload, crop: Crop | None = None) -> CheckedFile:
    """Return a photo, written anew: upright, within 500 by 500, without metadata.

    Whole, or of the upright picture the square that `crop` describes.

    JPEG, or PNG where it has transparency. Raises FileRejected (see there for the codes) for more
    than 5 MB, more than 50 megapixels, and whatever is not a whole JPEG or PNG. Of an animation the
    first picture is kept. Costs a process.
    """
    try:
        data = _content(upload, MAX_PHOTO_BYTES)
        if not _looks_like_photo(data):
            raise Refused("wrong_type")
        square = [f"{number:.4f}" for number in crop or ()]
        small = sandbox.require("photo", data, seconds=_CHECK_SECONDS, options=square)
    except Refused as refusal:
        raise photo_rejected(
            refusal.code, characters=names.MAX_NAME, megabytes=MAX_PHOTO_BYTES // MEGABYTE
        ) from refusal
    kind: Kind = "png" if small.startswith(b"\x89PNG") else "jpg"
    shown = names.display_name(upload.name, kind, otherwise=gettext("photo"))
    return CheckedFile(small, kind=kind, display_name=shown)


def check_cv(upload: Upload) -> CheckedFile:
    """Return a CV as it came, under a generated name with the ending that fits its content.

    Raises FileRejected (see there for the codes) for more than 10 MB, for what is not a PDF, DOC or
    DOCX that opens without a password, and for documents that carry macros or start something when
    they are opened. A DOC may also be Word's XML of 2003. Costs a process.
    """
    try:
        data = _content(upload, MAX_CV_BYTES)
        verdict = sandbox.require("cv", data, seconds=_CHECK_SECONDS).decode()
    except Refused as refusal:
        raise cv_rejected(
            refusal.code, characters=names.MAX_NAME, megabytes=MAX_CV_BYTES // MEGABYTE
        ) from refusal
    kind: Kind = "pdf" if verdict == "pdf" else "docx" if verdict == "docx" else "doc"
    shown = names.display_name(upload.name, kind, otherwise=gettext("CV"))
    return CheckedFile(data, kind=kind, display_name=shown)


def extract_text(content: bytes, kind: str) -> str:
    """Return the text of a PDF or DOCX, at most 30 pages and 200,000 characters of it.

    Empty for other kinds (no free reader of DOC exists), for scans, and for what cannot be read.
    Where a PDF takes too long, the pages read until then. For background tasks: it may take 15
    seconds of CPU.
    """
    job = {"pdf": "pdf_text", "docx": "docx_text"}.get(kind)
    if job is None:
        return ""
    raw = sandbox.run(job, content, seconds=_TEXT_SECONDS).output.decode(errors="ignore")
    # Ligatures and presentation forms become the letters that people search for.
    text = unicodedata.normalize("NFKC", raw)
    return "".join(c for c in text if c.isprintable() or c in "\n\t").strip()[:MAX_CHARACTERS]


def _content(upload: Upload, limit: int) -> bytes:
    if names.is_too_long(upload.name):
        raise Refused("name_too_long")
    if (upload.size or 0) > limit:
        raise Refused("too_large")
    upload.seek(0)
    data: bytes = upload.read(limit + 1)
    if not data:
        raise Refused("empty")
    # The declared size is only a claim.
    if len(data) > limit:
        raise Refused("too_large")
    return data


def _looks_like_photo(data: bytes) -> bool:
    try:
        guesses = puremagic.magic_string(data[:4096])
    except (puremagic.PureError, ValueError):
        return False
    return bool(guesses) and guesses[0].mime_type in ("image/jpeg", "image/png")
