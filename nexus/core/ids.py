"""Row ids where a person or an address may have written something else."""

from collections.abc import Iterable

from django.http import Http404


def row_id_of(text: str) -> int | None:
    """Return the id that `text` is, or None for anything but 1 to 18 plain digits.

    More digits than that no id has, and the database would refuse to compare them.
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def row_ids_of(texts: Iterable[str]) -> list[int]:
    """Return the ids among `texts`, once each and in their order; what is none is left out."""
    return list(dict.fromkeys(pk for text in texts if (pk := row_id_of(text)) is not None))


def row_id_or_404(text: str) -> int:
    """Return the id that `text` is. Raises Http404 for anything else."""
    found = row_id_of(text)
    if found is None:
        raise Http404
    return found
