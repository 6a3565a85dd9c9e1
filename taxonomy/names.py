"""How names (of categories, skills, companies) are tidied, compared and turned into addresses."""

import unicodedata

from django.utils.text import slugify

# They belong to the spelling of Persian, Hindi and others, and to many pictures.
_JOINERS = "\u200c\u200d"


def tidy(name: str) -> str:
    """Return `name` composed (NFC), without surplus white space and what nobody can see.

    Invisible marks would make a second company of a name that looks the same, and those that turn
    the direction of writing would turn all that follows. NUL stays, for callers to refuse.
    """
    spaced = " ".join(unicodedata.normalize("NFC", name).split())
    if spaced.isprintable():
        return spaced
    seen = [
        character
        for before, character in zip(" " + spaced, spaced, strict=False)
        if not _is_invisible(character, before)
    ]
    return " ".join("".join(seen).split())


def _is_invisible(character: str, before: str) -> bool:
    if character in _JOINERS:
        return before.isascii()
    return character != "\x00" and unicodedata.category(character) in {"Cc", "Cf", "Cs"}


def fold(name: str) -> str:
    """Return what is equal for names that differ in case and white space alone."""
    return tidy(name).casefold()


def slug_base(name: str) -> str:
    """Return a slug for `name`, never empty, never a mere number.

    In plain letters where any are left of it, else in its own script; a number would be read as
    an id where an address may hold either.
    """
    slug = slugify(name) or slugify(name, allow_unicode=True)
    if not slug or slug.isdigit():
        slug = f"category-{slug}".rstrip("-")
    return slug[:80].rstrip("-")


def spellings(name: str) -> set[str]:
    """Return what SQL's LOWER may have made of `name` in any usual case.

    SQLite lowers ASCII alone, so that there "Élan" and "élan" stay different.
    """
    cases = {name, name.lower(), name.upper(), name.capitalize(), name.title()}
    lowered = {"".join(c.lower() if c.isascii() else c for c in case) for case in cases}
    return lowered | {name.lower()}
