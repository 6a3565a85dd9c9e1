"""The error answers an operation declares."""

from nexus.core.api.schemas import ErrorOut


def errors(*codes: int) -> dict[int, type[ErrorOut]]:
    """Return entries for `response=`: the given codes in the one error shape.

    400 (an unknown parameter), 401 (a bad token) and 429 can befall every operation.
    """
    return dict.fromkeys(sorted({400, 401, 429, *codes}), ErrorOut)
