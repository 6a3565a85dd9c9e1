"""Signs of fraud: rules over what a posting says and what is known of its company.

Each has a weight, and a posting whose weights add up to `SUSPICIOUS` deserves a close look. The
weights were set by hand on postings that people had labelled; how well they do is a test.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from jobs.models import LONG_TEXTS
from nexus.core.html import html_to_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from django_stubs_ext import StrOrPromise

    from jobs.models import Job

SUSPICIOUS = 4
_FEW_CHARACTERS = 500
_MOST_WORDS_NAMED = 4
# Per year, of any currency of about the worth of a dollar; above it stand hardly any postings.
_INCREDIBLE_PAY = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Posting:
    """What the rules look at, in plain text. `yearly_pay` is the highest amount, or None."""

    title: str
    text: str
    about_company: str = ""
    yearly_pay: Decimal | None = None
    asks_for_little: bool = False


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign: its code, its weight, a sentence for the reviewer, and the words that gave it."""

    code: str
    weight: int
    sentence: StrOrPromise
    words: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _WordRule:
    code: str
    weight: int
    sentence: StrOrPromise
    pattern: re.Pattern[str]

    def look(self, posting: Posting) -> Sign | None:
        whole = " ".join(f"{posting.title}\n{posting.text}\n{posting.about_company}".split())
        found = dict.fromkeys(match.group() for match in self.pattern.finditer(whole))
        words = list(found)[:_MOST_WORDS_NAMED]
        return Sign(self.code, self.weight, self.sentence, words) if words else None


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})", re.IGNORECASE)


_WORD_RULES = (
    _WordRule(
        "quick_money",
        3,
        _("It promises quick or easy money."),
        _words(
            r"easy money|earn(?:ing)? (?:easily|good money|extra|cash|up to|\W{0,2}(?:usd)?\W?\d)|"
            r"make money|extra (?:cash|income)|get paid (?:daily|weekly|today)|"
            r"(?:your|own) own boss|cash[ -]paying|money[ -]motivated|"
            r"schnelles geld|leicht(?:es)? geld|nebenbei geld verdienen"
        ),
    ),
    _WordRule(
        "asks_for_money",
        3,
        _("It speaks of paying or of passing money on."),
        _words(
            r"western union|money ?gram|wire transfer|registration fee|processing fee|"
            r"(?:start-?up|joining|training) (?:fee|cost)s?|gift cards?|"
            r"(?:no|never any|without any) fees|(?:receive|forward) (?:money|payments?|packages)|"
            r"anmeldegebühr|bearbeitungsgebühr|vorkasse"
        ),
    ),
    _WordRule(
        "asks_for_papers",
        3,
        _("It asks for bank data or papers that nobody needs before an interview."),
        _words(
            r"(?:credit|debit) card (?:number|details)|bank (?:account )?(?:details|number)|"
            r"copy of your (?:passport|id)|social security number|kopie (?:ihres|deines) ausweises"
        ),
    ),
    _WordRule(
        "free_mail",
        2,
        _("Its contact is a free e-mail address and not one of the company."),
        # From the beginning of a word alone, or a text without a gap would take minutes.
        re.compile(
            r"(?<![\w.+-])[\w.+-]*+@(?:gmail|googlemail|yahoo|ymail|hotmail|outlook|live|aol|gmx|web|proton|"
            r"protonmail|mail)\.\w+",
            re.IGNORECASE,
        ),
    ),
    _WordRule(
        "chat_contact",
        2,
        _("It leads away to a messenger."),
        _words(r"whats ?app|telegram|google hangouts?|wechat"),
    ),
    _WordRule(
        "anybody",
        2,
        _("It takes anybody, without experience."),
        _words(
            r"no (?:any )?experience (?:is )?(?:required|needed|necessary)|suitable for (?:all|every)|"
            r"totally free to join|free to join|keine (?:erfahrung|vorkenntnisse) (?:nötig|erforderlich)"
        ),
    ),
    _WordRule(
        "from_home",
        2,
        _("It offers simple work from home."),
        _words(
            r"work(?:ing)? (?:from|at) home|home[ -]based|(?:all )?from (?:your )?home|"
            r"comfort(?:ably)? (?:of )?(?:their|your)? ?own homes?|von zu ?hause"
        ),
    ),
    _WordRule(
        "simple_office",
        1,
        _("It is office work of a kind that is often invented: data entry, typing, payroll."),
        _words(
            r"data[ -]entry|typists?\b|typing job|payroll clerks?|administrative (?:assistant|clerk)|"
            r"admin assistant|customer service rep|accounting clerk|receptionist|dateneingabe"
        ),
    ),
    _WordRule(
        "hurry",
        1,
        _("It presses for haste."),
        _words(
            r"urgent(?:ly)?|immediate (?:start|opening|hire)|apply today|act now|get started here|"
            r"start immediately|interview immediately|available immediately|dringend|sofort"
        ),
    ),
    _WordRule(
        "leads_away",
        1,
        _("It sends people elsewhere to apply."),
        _words(r"click here|visit here|(?:apply )?using (?:the )?below link|click (?:the )?link"),
    ),
)


def _no_company(posting: Posting) -> Sign | None:
    if posting.about_company.strip():
        return None
    return Sign("no_company", 3, _("Nothing is said about the company."))


def _short(posting: Posting) -> Sign | None:
    if len(posting.text) >= _FEW_CHARACTERS:
        return None
    return Sign("short", 1, _("The text is very short."))


def _vague(posting: Posting) -> Sign | None:
    if not posting.asks_for_little:
        return None
    return Sign("vague", 1, _("Neither requirements nor benefits are named."))


def _pay(posting: Posting) -> Sign | None:
    if posting.yearly_pay is None or posting.yearly_pay < _INCREDIBLE_PAY:
        return None
    return Sign("incredible_pay", 2, _("The pay is beyond belief."))


_RULES: Sequence[Callable[[Posting], Sign | None]] = (
    *[rule.look for rule in _WORD_RULES],
    _no_company,
    _short,
    _vague,
    _pay,
)


def signs_in(posting: Posting) -> list[Sign]:
    """Return the signs of fraud in a posting, the heaviest first. No query."""
    return sorted(_found(posting), key=lambda sign: -sign.weight)


def is_suspicious(signs: Sequence[Sign]) -> bool:
    """Tell whether signs weigh enough together for a warning."""
    return sum(sign.weight for sign in signs) >= SUSPICIOUS


def posting_of(job: Job) -> Posting:
    """Return what the rules look at of a job, whose company is loaded. No query."""
    texts = {name: html_to_text(getattr(job, name), is_clean=True) for name in LONG_TEXTS}
    about = texts.pop("company_description")
    return Posting(
        title=job.title,
        text="\n".join(filter(None, texts.values())),
        about_company=f"{about} {job.company.description}".strip(),
        yearly_pay=job.salary_max_yearly or job.salary_min_yearly,
        asks_for_little=not texts["requirements"].strip() and not texts["benefits"].strip(),
    )


def _found(posting: Posting) -> Iterator[Sign]:
    for rule in _RULES:
        sign = rule(posting)
        if sign is not None:
            yield sign
