"""What a service says when it will not do a thing. Interfaces turn it into their own shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.utils.functional import Promise

# The key of faults that lie with the whole and not with one field.
WHOLE = "__all__"
FIELDS_WRONG = _("Some fields are not right.")


class Refused(Exception):
    """Base of all refusals. `message` is a sentence that the person at the screen can read.

    It is written in the language that is spoken where it is raised: that of the page, and English
    in the API. `details` maps names of fields to sentences, and is empty where no field is at fault.
    """

    def __init__(
        self,
        message: str | Promise,
        *,
        details: Mapping[str, Sequence[str | Promise]] | None = None,
    ) -> None:
        self.message = str(message)
        super().__init__(self.message)
        self.details: dict[str, list[str]] = {
            name: [str(sentence) for sentence in sentences]
            for name, sentences in (details or {}).items()
        }


class Invalid(Refused):
    """What was handed in breaks a rule."""

    @classmethod
    def field(cls, name: str, sentence: str | Promise) -> Invalid:
        """Return the refusal of one field."""
        return cls(sentence, details={name: [sentence]})

    @classmethod
    def fields(cls, details: Mapping[str, Sequence[str | Promise]]) -> Invalid:
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
