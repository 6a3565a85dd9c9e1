"""The numbers by which people speak of their applications, such as NX-7K4D-92.

Worked out of the row's id and back: unique without a column, and neighbours look nothing alike.
They are no secret and open nothing.
"""

from __future__ import annotations

# Without what is easily misread: 0 and O, 1, I and L, U and V.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTWXYZ"
_SHORT, _LONG = len(_SIGNS) ** 6, len(_SIGNS) ** 12
# Prime to both moduli, near their golden sections: ids in a row end up far apart.
_STEP = {_SHORT: 367_621_747, _LONG: 218_704_389_103_461_001}


def reference_of(number: int) -> str:
    """Return the reference of the application with this id."""
    modulus = _SHORT if number < _SHORT else _LONG
    rest = number * _STEP[modulus] % modulus
    signs = ""
    for _ in range(6 if modulus == _SHORT else 12):
        rest, sign = divmod(rest, len(_SIGNS))
        signs = _SIGNS[sign] + signs
    return f"NX-{signs[:4]}-{signs[4:]}"


def number_of(reference: str) -> int | None:
    """Return the id that a reference stands for, None where it is none."""
    signs = "".join(c for c in reference.upper() if c.isalnum()).removeprefix("NX")
    modulus = {6: _SHORT, 12: _LONG}.get(len(signs))
    if modulus is None or any(sign not in _SIGNS for sign in signs):
        return None
    value = 0
    for sign in signs:
        value = value * len(_SIGNS) + _SIGNS.index(sign)
    number = value * pow(_STEP[modulus], -1, modulus) % modulus
    return number if reference_of(number) == f"NX-{signs[:4]}-{signs[4:]}" else None
