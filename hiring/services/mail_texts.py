"""The words of a mail to applicants, as somebody of the company has written them."""

from __future__ import annotations

from dataclasses import dataclass

from hiring.mail_events import MESSAGE
from people.mail_events import Words, mail_event


@dataclass(frozen=True)
class MailText:
    """A subject and a body in plain text; both may hold the words of `hiring.placeholders`."""

    subject: str
    body: str

    def check(self) -> None:
        """Raise Invalid under `subject` and `body` for what is missing, too long or unknown."""
        event = mail_event(MESSAGE)
        if event is None:
            raise LookupError(MESSAGE)
        event.check(Words(self.subject, self.body))
