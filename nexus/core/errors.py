"""What a service says when it will not do a thing. Interfaces turn it into their own shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# The key of faults that lie with the whole and not with one field.
WHOLE = "__all__"
FIELDS_WRONG = "Some fields are not right."


class Refused(Exception):
    """Base of all refusals. `message` is a sentence that the person at the screen can read.

    `details` maps names of fields to sentences, and is empty where no field is at fault.
    """

    def __init__(self, message: str, *, details: Mapping[str, Sequence[str]] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.details: dict[str, list[str]] = {
            name: list(sentences) for name, sentences in (details or {}).items()
        }


class Invalid(Refused):
    """What was handed in breaks a rule."""

    @classmethod
    def field(cls, name: str, sentence: str) -> Invalid:
        """Return the refusal of one field."""
        return cls(sentence, details={name: [sentence]})

    @classmethod
    def fields(cls, details: Mapping[str, Sequence[str]]) -> Invalid:
        """Return the refusal of several fields; `details` says of each what is wrong."""
        return cls(FIELDS_WRONG, details=details)


class NotAllowed(Refused):
    """The actor is known and may not do this."""


class Missing(Refused):
    """There is no such thing, or the actor may not know of it."""


class Conflict(Refused):
    """The thing's present state rules this out."""


class Gone(Refused):
    """It was there once and will not come back."""
