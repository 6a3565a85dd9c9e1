"""What we take for a phone number: the rule of the API and of every form."""

_SIGNS = frozenset("0123456789+()./- ")
_FEWEST_DIGITS = 4


def is_phone_number(text: str) -> bool:
    """Tell whether `text` may be a phone number, however it is written; the empty text is none."""
    digits = sum(character.isdecimal() for character in text)
    return digits >= _FEWEST_DIGITS and set(text) <= _SIGNS
