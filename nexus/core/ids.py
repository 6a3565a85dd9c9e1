"""Row ids where a person or an address may have written something else."""


def row_id_of(text: str) -> int | None:
    """Return the id that `text` is, or None for anything but 1 to 18 plain digits.

    More digits than that no id has, and the database would refuse to compare them.
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None
