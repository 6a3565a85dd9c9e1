"""What to look at once more before a posting is published: warnings, never refusals."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobs.advice.words import WORD_LISTS
from jobs.models import LONG_TEXTS, Job
from nexus.core.html import html_to_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

__all__ = ["Advice", "warnings_for"]

NEAR_DEADLINE = timedelta(days=7)
SHORT_WORDS = 80
LONG_WORDS = 1_500
# The upper end of pay, as a multiple of the lower one, from which a range says little.
WIDE_RANGE = 2
_MOST_WORDS_NAMED = 6
_SHOUTED = re.compile(r"\b[^\W\d_]{4,}\b")
_SHOUTED_IN_A_ROW = 4
_MOST_EXCLAIMED = 3
_GERMAN = re.compile(r"\b(?:und|der|die|das|wir|mit|für|sie|eine?|ist|bei)\b", re.IGNORECASE)
_FOR_ALL = re.compile(
    r"\([mwfdxi]\s*[/|,]\s*[mwfdxi](?:\s*[/|,]\s*[mwfdxi])?\)|[*:_/]-?in(?:nen)?\b|kraft\b|"
    r"leitung\b|person\b|hilfe\b|\(all genders\)|\(gn\)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to look at: its code, the field it is about, a sentence, and the words meant."""

    code: str
    about: str
    sentence: str
    words: list[str] = field(default_factory=list)


def warnings_for(job: Job, *, skills: Sequence[str], now: datetime | None = None) -> list[Advice]:
    """Return what may keep people from applying, in the order of the form.

    `job` need not be saved. `now` is when it would be published. No query.
    """
    texts = {name: html_to_text(getattr(job, name), is_clean=True) for name in LONG_TEXTS}
    return [
        *_title(job, texts["description"]),
        *_text(texts),
        *_words(job, texts),
        *_pay(job),
        *_missing(texts, skills),
        *_deadline(job, now or timezone.now()),
    ]


def _title(job: Job, description: str) -> Iterator[Advice]:
    letters = [letter for letter in job.title if letter.isalpha()]
    if len(letters) > 5 and all(letter.isupper() for letter in letters):
        yield Advice("shouting", "title", _("The title is all in capitals, as if shouted."))
    if _is_german(description) and not _FOR_ALL.search(job.title):
        yield Advice(
            "for_all",
            "title",
            _("Say in the title that all genders are meant, for instance by (m/w/d)."),
        )


def _text(texts: dict[str, str]) -> Iterator[Advice]:
    whole = "\n".join(texts[name] for name in LONG_TEXTS if name != "company_description")
    number = len(whole.split())
    if number < SHORT_WORDS:
        yield Advice(
            "short",
            "description",
            ngettext(
                "The posting has only %(number)s word. Say what the days are like.",
                "The posting has only %(number)s words. Say what the days are like.",
                number,
            )
            % {"number": number},
        )
    if number > LONG_WORDS:
        yield Advice(
            "long",
            "description",
            _("The posting has %(number)s words. Few will read all of them.") % {"number": number},
        )
    if _shouts(whole):
        yield Advice("shouting", "description", _("Parts of the text are shouted: capitals."))
    if whole.count("!") > _MOST_EXCLAIMED:
        yield Advice("exclaiming", "description", _("The text has many exclamation marks."))


def _words(job: Job, texts: dict[str, str]) -> Iterator[Advice]:
    everything = {"title": job.title, **texts}
    for words in WORD_LISTS:
        for name, text in everything.items():
            found = words.found_in(text)
            if found:
                yield Advice(words.code, name, str(words.sentence), found[:_MOST_WORDS_NAMED])


def _pay(job: Job) -> Iterator[Advice]:
    lowest, highest = job.salary_min, job.salary_max
    if lowest is None and highest is None:
        sentence = _("No pay is given. Many people leave out jobs that do not say what they pay.")
        yield Advice("no_pay", "salary_min", sentence)
    elif lowest and highest and highest > WIDE_RANGE * lowest:
        sentence = _("The range of pay is so wide that it says little.")
        yield Advice("wide_pay", "salary_max", sentence)


def _missing(texts: dict[str, str], skills: Sequence[str]) -> Iterator[Advice]:
    if not texts["benefits"].strip():
        sentence = _("No benefits are named. Say what people get besides pay.")
        yield Advice("no_benefits", "benefits", sentence)
    if not skills:
        sentence = _("No skills are named, so that the job is not found by them.")
        yield Advice("no_skills", "skills", sentence)


def _deadline(job: Job, now: datetime) -> Iterator[Advice]:
    left = job.application_deadline - now
    if timedelta(0) < left < NEAR_DEADLINE:
        days = max(1, round(left / timedelta(days=1)))
        yield Advice(
            "near_deadline",
            "application_deadline",
            ngettext(
                "The deadline is only %(number)s day ahead.",
                "The deadline is only %(number)s days ahead.",
                days,
            )
            % {"number": days},
        )


def _shouts(text: str) -> bool:
    """Tell whether several words in a row are in capitals."""
    row = 0
    for match in _SHOUTED.finditer(text):
        row = row + 1 if match.group().isupper() else 0
        if row >= _SHOUTED_IN_A_ROW:
            return True
    return False


def _is_german(text: str) -> bool:
    words = len(text.split())
    return words >= 5 and len(_GERMAN.findall(text)) / words > 0.08
