"""Which mails have words that people may change, and what may be put into each.

The apps name theirs when they are ready. What is not named here is worded by us alone: warnings
about an account above all, in which a changed word can do harm.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nexus.core.errors import Invalid
from people.placeholders import braced, faults_in, fill, names_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from django_stubs_ext import StrOrPromise

MAX_SUBJECT, MAX_BODY = 200, 10_000

TO_APPLICANTS = gettext_lazy("To applicants")
TO_COMPANIES = gettext_lazy("To companies")
TO_ADMINISTRATORS = gettext_lazy("To administrators")
ABOUT_ACCOUNTS = gettext_lazy("About accounts")


class Placeholder(NamedTuple):
    """A word in braces: what it stands for, what it may look like, and whether it has to be there."""

    name: str
    label: StrOrPromise
    example: StrOrPromise = ""
    is_required: bool = False

    @property
    def written(self) -> str:
        return braced(self.name)


class Words(NamedTuple):
    """A subject and a body in plain text, with placeholders in them."""

    subject: str
    body: str

    def filled(self, values: Mapping[str, str]) -> Words:
        """Return them as they are read: the subject in one line, whatever is put in."""
        subject = " ".join(fill(self.subject, values).split())
        return Words(subject, fill(self.body, values).strip())


@dataclass(frozen=True)
class MailEvent:
    """Something that people are told by mail, in words of ours unless somebody has written others.

    Ours are the two templates, in which the name of each placeholder is a variable.
    """

    name: str
    label: StrOrPromise
    explained: StrOrPromise
    group: StrOrPromise
    placeholders: tuple[Placeholder, ...]
    subject_template: str
    body_template: str
    is_for_companies: bool = False
    """Whether a company may have words of its own for it."""

    @property
    def names(self) -> list[str]:
        return [one.name for one in self.placeholders]

    def ours(self, language: str) -> Words:
        """Return the words that hold where nobody has written any, with placeholders in them."""
        context = {one.name: one.written for one in self.placeholders}
        with translation.override(language):
            subject = render_to_string(self.subject_template, context)
            body = render_to_string(self.body_template, context)
        return Words(" ".join(subject.split()), body.strip())

    def examples(self) -> dict[str, str]:
        """Return values as they may be, where there is nothing real to show."""
        return {one.name: str(one.example) for one in self.placeholders}

    def check(self, words: Words) -> None:
        """Raise Invalid under `subject` and `body` for what is missing, too long or unknown."""
        faults = {
            "subject": _faults(words.subject, MAX_SUBJECT, _("Give the mail a subject."), self),
            "body": [
                *_faults(words.body, MAX_BODY, _("Write the mail."), self),
                *self._left_out(words.body),
            ],
        }
        found = {name: sentences for name, sentences in faults.items() if sentences}
        if found:
            raise Invalid.fields(found)

    def _left_out(self, body: str) -> list[str]:
        there = set(names_in(body))
        missing = [p for p in self.placeholders if p.is_required and p.name not in there]
        if not missing or not body.strip():
            return []
        names = ", ".join(f"{one.written} ({one.label})" for one in missing)
        sentence = ngettext(
            "%(names)s must be in the text.", "These must be in the text: %(names)s.", len(missing)
        )
        return [sentence % {"names": names}]


def _faults(text: str, longest: int, missing: str, event: MailEvent) -> list[str]:
    if not text.strip():
        return [missing]
    faults = faults_in(text, event.names)
    if len(text) > longest:
        faults.insert(0, _("Use at most %(number)d characters.") % {"number": longest})
    return faults


_events: dict[str, MailEvent] = {}


def register(events: Iterable[MailEvent]) -> None:
    """Take in the events of an app. To be called when the app is ready."""
    _events.update({event.name: event for event in events})


def mail_events() -> Iterator[MailEvent]:
    """Yield all events, those of a group beside each other, and applicants before all others."""
    groups: dict[str, list[MailEvent]] = {str(TO_APPLICANTS): []}
    for event in _events.values():
        groups.setdefault(str(event.group), []).append(event)
    for together in groups.values():
        yield from together


def mail_event(name: str) -> MailEvent | None:
    return _events.get(name)
