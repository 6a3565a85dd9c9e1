"""Whether a posting has become another one since it was accepted: a rule over what it says."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from jobs.models import LONG_TEXTS
from jobs.moderation.signs import Posting, signs_in
from nexus.core.html import html_to_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jobs.models import Job

# A mended sentence is no other posting; a new paragraph is.
_MOST_WORDS_CHANGED = 0.1
_MOST_PAY_CHANGED = Decimal("0.1")
# A light sign, such as haste, is not worth taking a job off the site for.
_HEAVY = 2
_WORD = re.compile(r"\w+")
# The part before an @ is tried once a word: from each of its letters would take minutes in a text
# without a gap.
_ADDRESS = re.compile(
    r"(?<![\w.+-])[\w.+-]++@[\w-]+\.\w+|https?://\S+|\bwww\.\S+|\+?\d[\d ()/-]{7,}\d"
)


class Said(NamedTuple):
    """What of a posting is compared, in plain text. Amounts are per `unit`, currency and period."""

    title: str
    text: str
    lowest: Decimal | None
    highest: Decimal | None
    unit: tuple[str, str]


def said_by(job: Job) -> Said:
    """Return what a job says now. No query."""
    names = ("title", *LONG_TEXTS, *_PAY)
    return _said({name: getattr(job, name) for name in names})


def said_in(fields: Mapping[str, Any]) -> Said:
    """Return what a version of the history says."""
    return _said(fields)


def is_another(then: Said, now: Said) -> bool:
    """Tell whether whoever accepted the one has to look at the other.

    So it is with another title, another pay, a tenth of the words new or gone, an address or number
    that was not there, or a sign of fraud that was not.
    """
    return (
        _words(then.title) != _words(now.title)
        or _pays_otherwise(then, now)
        or _words_changed(then.text, now.text) > _MOST_WORDS_CHANGED
        or bool(_addresses(now.text) - _addresses(then.text))
        or bool(_heavy_signs(now) - _heavy_signs(then))
    )


_PAY = ("salary_min", "salary_max", "salary_currency", "salary_period")


def _said(fields: Mapping[str, Any]) -> Said:
    text = "\n".join(html_to_text(fields[name], is_clean=True) for name in LONG_TEXTS)
    lowest, highest = _amount(fields["salary_min"]), _amount(fields["salary_max"])
    unit = (fields["salary_currency"], fields["salary_period"])
    return Said(fields["title"], text, lowest, highest, unit)


def _amount(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _words_changed(then: str, now: str) -> float:
    """Return which share of the words is new or gone, wherever they stand."""
    old, new = Counter(_words(then)), Counter(_words(now))
    changed = max((new - old).total(), (old - new).total())
    return changed / max(1, old.total())


def _pays_otherwise(then: Said, now: Said) -> bool:
    pairs = ((then.lowest, now.lowest), (then.highest, now.highest))
    if any(_is_far(old, new) for old, new in pairs):
        return True
    is_paid = now.lowest is not None or now.highest is not None
    return is_paid and then.unit != now.unit


def _is_far(old: Decimal | None, new: Decimal | None) -> bool:
    if old is None or new is None:
        return old != new
    return abs(new - old) > old * _MOST_PAY_CHANGED


def _addresses(text: str) -> set[str]:
    return {found.casefold() for found in _ADDRESS.findall(text)}


def _heavy_signs(said: Said) -> set[str]:
    # Of the company there is always something to say: only the words are compared.
    found = signs_in(Posting(said.title, said.text, about_company="-"))
    return {sign.code for sign in found if sign.weight >= _HEAVY}
