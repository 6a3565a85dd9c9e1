"""File names: what people called their file, made fit to be shown and downloaded again."""

import re
import unicodedata

MAX_NAME = 254
_MAX_SHOWN = 100
# What no file system, header or shell should meet.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*;&$`%#]+')
_SPACES = re.compile(r"\s+")
_ENDINGS = re.compile(r"(?:\s*\.\s*(?:pdf|docx?|jpe?g|png|csv|xlsx|jsonl?))+$", re.IGNORECASE)
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
# Joiners belong to the spelling of Persian, Hindi and others; all other invisible marks may go.
_JOINERS = "\u200c\u200d"


def is_too_long(name: str | None) -> bool:
    """Say whether a name is longer than 254 characters.

    Django cuts uploaded names to 255, so that one of 255 was longer in all likelihood.
    """
    return len(name or "") > MAX_NAME


def display_name(name: str | None, extension: str, *, otherwise: str) -> str:
    """Return the base name of an upload, safe to show and to offer for download.

    Invisible and reserved characters are gone, the ending is `extension` whatever it was before,
    and there are at most 100 characters. A name of which nothing is left becomes `otherwise`.
    """
    base = (name or "").replace("\\", "/").rpartition("/")[2]
    base = unicodedata.normalize("NFC", base)
    base = "".join(
        character
        for character in _SPACES.sub(" ", base)
        if character in _JOINERS or unicodedata.category(character)[0] != "C"
    )
    stem = _ENDINGS.sub("", _FORBIDDEN.sub("_", base).rstrip(" .")).lstrip(" -.").rstrip(" .")
    if not stem.strip("_"):
        stem = otherwise
    if _DEVICES.match(stem):
        stem = f"_{stem}"
    return f"{stem[: _MAX_SHOWN - len(extension) - 1].rstrip(' .')}.{extension}"
