"""The words in which somebody is told of an event: the company's, the site's or ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import get_language

from nexus.core.mail import Owed, as_html, with_way_out
from people.mail_events import Words, mail_event
from people.models import MailWording

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from people.models import User


class WordBook:
    """What has been written for some events, by the site and by some companies, in any language."""

    def __init__(self, events: Collection[str], companies: Iterable[int] = ()) -> None:
        """Load it. One query."""
        rows = MailWording.objects.filter(
            Q(company=None) | Q(company__in=set(companies)), event__in=events
        )
        self._rows = {(one.event, one.language, one.company_id): one for one in rows}

    def row(self, event: str, language: str, company: int | None) -> MailWording | None:
        """Return what was written for exactly this company, or without one for the site."""
        return self._rows.get((event, language, company))

    def words(self, event: str, company: int | None = None, *, language: str = "") -> Words:
        """Return the words that hold for `company`; without `language` in the one spoken now."""
        spoken = language or get_language() or ""
        row = self.row(event, spoken, company) or self.row(event, spoken, None)
        if row is not None:
            return Words(row.subject, row.body)
        known = mail_event(event)
        if known is None:
            raise LookupError(f"No such event: {event}")
        return known.ours(spoken)


def words_for(event: str, company: int | None = None) -> Words:
    """Return the words of one event in the language that is spoken now. One query."""
    return WordBook([event], [company] if company else []).words(event, company)


def render(words: Words, values: Mapping[str, str]) -> tuple[str, str, str]:
    """Return subject, text and HTML of a mail; a code that is put in stands out."""
    subject, text = words.filled(values)
    return subject, text, as_html(subject, text, code=values.get("code", ""))


def endable(
    event: str,
    words: Words,
    values: Mapping[str, str],
    *,
    to: str,
    recipient: User | None,
    end_url: str,
    about: User | None = None,
    draw: Callable[..., str] = as_html,
) -> Owed:
    """Return a mail that its reader can have no more of, by one request to `end_url` (RFC 8058).

    Its HTML is drawn by `draw`, as by `as_html`. Empty, there is no such way.
    """
    subject, text = words.filled(values)
    html = draw(subject, text, unsubscribe_url=end_url)
    if end_url:
        text = with_way_out(text, end_url)
    return Owed(event, to, recipient, subject, text, html, about, end_url)


def render_event(event: str, values: Mapping[str, str]) -> tuple[str, str, str]:
    """Return subject, text and HTML in the site's words, as it is spoken now. One query."""
    return render(words_for(event), values)


def is_reworded(event: str) -> bool:
    """Tell whether the site has words of its own for an event, in the language spoken now."""
    rows = MailWording.objects.filter(event=event, language=get_language(), company=None)
    return mail_event(event) is not None and rows.exists()
