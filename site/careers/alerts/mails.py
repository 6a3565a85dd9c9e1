"""What goes to addresses that have asked for jobs, each mail in the language it was asked in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careers.alerts.asked import read_asked
from careers.alerts.mail_events import CONFIRM, ENDED, JOBS, WANTED
from careers.alerts.models import Subscriber
from careers.job_search.vocabulary import load_vocabulary
from jobs.pay_words import pay_line
from nexus.core.mail import as_html, queue_mails
from nexus.core.mail_links import html_with_links
from people.addresses import site_address
from people.mail_words import WordBook, endable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from careers.alerts.asked import Asked
    from careers.alerts.models import JobAlert
    from careers.job_search.vocabulary import Vocabulary
    from jobs.models import Job
    from nexus.core.mail import Owed


_MOST_OF_A_STRANGER = 100
_WEB_OR_MAIL = re.compile(r"\S*(?://|@|www\.)\S*|\S*\.\w+/\S*", re.IGNORECASE)
_DOT_WITHIN = re.compile(r"(?<=\w)\.(?=\w)")
# Seen by nobody; what it stands in is no address for programs that make links of addresses.
_WORD_JOINER = "\u2060"


class Section(NamedTuple):
    """What one alert has to tell: jobs, and how many there are beside them."""

    alert: JobAlert
    jobs: Sequence[Job]
    more: int


class Letter(NamedTuple):
    """A mail, and to whom."""

    to: Subscriber
    owed: Owed


class Writer:
    """Writes many mails with what they have in common loaded once."""

    def __init__(self, events: Sequence[str], vocabulary: Vocabulary | None = None) -> None:
        """Load the words of the mails. One query, and one for the categories if not given."""
        self._book = WordBook(events)
        self.vocabulary = vocabulary or load_vocabulary()

    def asked(self, alerts: Iterable[JobAlert]) -> dict[int, Asked]:
        """Return what alerts look for, by their ids, with the places that it names. One query."""
        found = {alert.pk: read_asked(alert.query, self.vocabulary)[0] for alert in alerts}
        places = {pk for one in found.values() for pk in one.search.chosen.get("place", ())}
        self.vocabulary.learn_places(places)
        return found

    def confirmation(self, alert: JobAlert, *, days: int) -> Letter:
        with translation.override(alert.language):
            values = {
                "search": harmless(self.asked([alert])[alert.pk].words(self.vocabulary)),
                "confirm_url": alert_address(alert),
                "days": str(days),
            }
            return self._letter(CONFIRM, alert.subscriber, values)

    def jobs(self, sections: Sequence[Section], asked: dict[int, Asked]) -> Letter:
        """Write to one address, in the language of its first alert."""
        first = sections[0].alert
        with translation.override(first.language):
            number = sum(len(one.jobs) + one.more for one in sections)
            searches = [asked[one.alert.pk].words(self.vocabulary) for one in sections]
            parts = [
                _section_text(one, words if len(sections) > 1 else "")
                for one, words in zip(sections, searches, strict=True)
            ]
            values = {
                "search": searches[0] if len(sections) == 1 else _and_others(searches),
                "number": ngettext("%(number)d new job", "%(number)d new jobs", number)
                % {"number": number},
                "jobs": "\n\n".join(parts),
                "change_url": alert_address(first),
            }
            name = "job_alert_end" if len(sections) == 1 else "job_alert_end_all"
            end_url = alert_address(first, name)
            return self._letter(
                JOBS, first.subscriber, values, end_url=end_url, draw=html_with_links
            )

    def still_wanted(self, alert: JobAlert, asked: Asked, *, days: int) -> Letter:
        with translation.override(alert.language):
            values = {
                "search": asked.words(self.vocabulary),
                "keep_url": site_address(reverse("job_alert_keep", args=[alert.mark])),
                "days": str(days),
            }
            end_url = alert_address(alert, "job_alert_end")
            return self._letter(WANTED, alert.subscriber, values, end_url=end_url)

    def ended(self, alert: JobAlert, asked: Asked) -> Letter:
        with translation.override(alert.language):
            query = asked.kept(self.vocabulary)
            values = {
                "search": asked.words(self.vocabulary),
                "new_url": site_address(f"{reverse('job_alert_new')}?{query}"),
            }
            return self._letter(ENDED, alert.subscriber, values)

    def _letter(
        self,
        event: str,
        to: Subscriber,
        values: dict[str, str],
        *,
        end_url: str = "",
        draw: Callable[..., str] = as_html,
    ) -> Letter:
        owed = endable(
            event,
            self._book.words(event),
            values,
            to=to.address,
            recipient=to.user,
            end_url=end_url,
            draw=draw,
        )
        return Letter(to, owed)


def harmless(words: str) -> str:
    """Return what a stranger has typed, for a mail that goes to whatever address they typed as well.

    It leads nowhere and is short: or anybody could have us mail their advertisement. The page that
    the mail leads to says all of it.
    """
    if len(words) > _MOST_OF_A_STRANGER:
        words = f"{words[:_MOST_OF_A_STRANGER].rstrip()}…"
    return _DOT_WITHIN.sub(f".{_WORD_JOINER}", _WEB_OR_MAIL.sub("…", words))


def send(letters: Sequence[Letter]) -> None:
    """Owe the mails, within the transaction that they tell of. Three statements."""
    mails = queue_mails([one.owed for one in letters])
    through = Subscriber.mails.through
    through.objects.bulk_create(
        through(subscriber=letter.to, outgoingmail=mail)
        for letter, mail in zip(letters, mails, strict=True)
    )


def alert_address(alert: JobAlert, name: str = "job_alert") -> str:
    """Return the address of an alert for whoever gets its mails, in the language spoken now."""
    return site_address(reverse(name, args=[alert.secret]))


def _section_text(section: Section, heading: str) -> str:
    mark = section.alert.mark
    parts = [heading] if heading else []
    for job in section.jobs:
        url = site_address(reverse("job_alert_job", args=[mark, job.pk]))
        parts.append("\n".join(line for line in (job.title, _facts(job), url) if line))
    if section.more:
        new = reverse("job_alert_new_jobs", args=[mark])
        more = ngettext("and %(number)d more:", "and %(number)d more:", section.more)
        parts.append(f"{more % {'number': section.more}} {site_address(new)}")
    return "\n\n".join(parts)


def _facts(job: Job) -> str:
    until = localtime(job.application_deadline)
    deadline = _("apply by %(day)s") % {"day": date_format(until, "DATE_FORMAT")}
    facts = (job.company.name, job.location, pay_line(job), deadline)
    return " · ".join(" ".join(fact.split()) for fact in facts if fact)


def _and_others(searches: Sequence[str]) -> str:
    others = len(searches) - 1
    sentence = ngettext(
        "%(search)s and %(number)d other search",
        "%(search)s and %(number)d other searches",
        others,
    )
    return sentence % {"search": searches[0], "number": others}
