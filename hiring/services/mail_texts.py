"""The words of a mail to applicants, as somebody of the company has written them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from hiring.placeholders import PLACEHOLDERS, unknown_in
from nexus.core.errors import Invalid

MAX_SUBJECT, MAX_BODY = 200, 10_000


@dataclass(frozen=True)
class MailText:
    """A subject and a body in plain text; both may hold the words of `hiring.placeholders`."""

    subject: str
    body: str

    def check(self) -> None:
        """Raise Invalid under `subject` and `body` for what is missing, too long or unknown."""
        faults = {
            "subject": _faults(self.subject, MAX_SUBJECT, _("Give the mail a subject.")),
            "body": _faults(self.body, MAX_BODY, _("Write the mail.")),
        }
        found = {name: sentences for name, sentences in faults.items() if sentences}
        if found:
            raise Invalid.fields(found)


def _faults(text: str, longest: int, missing: str) -> list[str]:
    if not text.strip():
        return [missing]
    faults = []
    if len(text) > longest:
        faults.append(_("Use at most %(number)d characters.") % {"number": longest})
    if unknown := unknown_in(text):
        names = ", ".join(f"{{{{{name}}}}}" for name in unknown)
        known = ", ".join(f"{{{{{name}}}}}" for name in PLACEHOLDERS)
        faults.append(
            _("Nothing is known to put in for %(names)s. There are: %(known)s.")
            % {"names": names, "known": known}
        )
    return faults
