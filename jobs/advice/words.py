"""Words that put people off a posting, in English and German, and what to write instead.

Collected for this product. A pattern matches whole words, in any case of letters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class WordList:
    """Words that share a fault; `code` names it and `sentence` says it to whoever writes."""

    code: str
    sentence: _StrPromise
    words: tuple[str, ...]
    pattern: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        # Not within names of software: "django-ninja" is no ninja.
        whole = rf"(?<![\w-])(?:{'|'.join(self.words)})(?![\w-])"
        object.__setattr__(self, "pattern", re.compile(whole, re.IGNORECASE))

    def found_in(self, text: str) -> list[str]:
        """Return the words as they are written in `text`, each once, in the order of the text."""
        found: dict[str, str] = {}
        for match in self.pattern.finditer(text):
            word = " ".join(match.group().split())
            found.setdefault(word.casefold(), word)
        return list(found.values())


WORD_LISTS = (
    WordList(
        "swagger",
        _("Words like these amuse some and put off many. Say what the person does."),
        (
            r"rock[\s-]?stars?",
            r"ninjas?",
            r"gurus?",
            r"superheroes?",
            r"wizards?",
            r"unicorns?",
            r"rainmakers?",
            r"crush(?:ing)? it",
            r"kill(?:ing)? it",
            r"kick ass",
            r"eierlegende wollmilchs(?:au|äue)",
            r"überflieger",
            r"macher(?:typ)?",
        ),
    ),
    WordList(
        "gendered",
        _("These words speak to one gender only. Choose ones that everybody can read as meant."),
        (
            r"salesm[ae]n",
            r"chairm[ae]n",
            r"forem[ae]n",
            r"craftsm[ae]n",
            r"handym[ae]n",
            r"workm[ae]n",
            r"m[ae]npower",
            r"man[\s-]hours?",
            r"manned",
            r"guys",
            r"girls?",
            r"gentlemen",
            r"stewardess(?:es)?",
            r"waitress(?:es)?",
            r"he must",
            r"his (?:duties|tasks|role|responsibilities)",
            r"putzfrau(?:en)?",
            r"krankenschwestern?",
            r"zimmermädchen",
            r"mädchen für alles",
            r"mannschaft",
            r"seinen mann steh(?:t|en)",
            r"fachm[aä]nn(?:er)?",
            r"hausmeister",
        ),
    ),
    WordList(
        "age",
        _("These words name or hint at an age, which may be unlawful. Say what has to be done."),
        (
            r"young (?:and dynamic|team|professionals?|company)",
            r"youthful",
            r"digital natives?",
            r"recent graduates? only",
            r"(?:under|below) (?:30|35|40|45)(?: years)?",
            r"(?:not|no) older than \d\d",
            r"jung(?:es|en|e|er)?(?:,| und)? (?:dynamisch|motiviert)(?:es|en|e|er)?(?: team)?",
            r"junges team",
            r"junge mitarbeiter(?:innen)?",
            r"(?:bis|unter|höchstens|maximal|max\.) (?:30|35|40|45) jahren?",
            r"berufsanfänger gesucht",
        ),
    ),
    WordList(
        "origin",
        _("This leaves out people for where they come from. Name the level of language you need."),
        (
            r"native (?:english |german |french )?speakers?",
            r"mother tongue",
            r"(?:english|german) natives?",
            r"muttersprachler(?:in|innen)?",
            r"(?:deutsche|englische) muttersprache",
            r"akzentfrei(?:es|e)?",
        ),
    ),
    WordList(
        "pressure",
        _("Many read these words as overtime and little help. Say what the days are like."),
        (
            r"work hard,? (?:and )?play hard",
            r"thick[\s-]skin(?:ned)?",
            r"24\s?/\s?7",
            r"whatever it takes",
            r"(?:works?|thrives?|perform) (?:well )?under (?:high |constant |extreme )?pressure",
            r"high[\s-]pressure",
            r"wear(?:s|ing)? many hats",
            r"hit the ground running",
            r"no nine[\s-]to[\s-]five",
            r"aggressive(?:ly)? (?:targets?|deadlines?|growth)",
            r"like a family",
            r"we are (?:one big |a )?family",
            r"belastbar(?:keit|e|er|en)?",
            r"stressresisten(?:t|z|te|ter)",
            r"überdurchschnittlich(?:e|er|es|en)? einsatz(?:bereitschaft)?",
            r"hands[\s-]on[\s-]mentalität",
            r"dickes fell",
            r"wie eine (?:große )?familie",
            r"keine? nine[\s-]to[\s-]five",
        ),
    ),
    WordList(
        "empty",
        _("These words say nothing, and every posting has them. Give the fact behind them."),
        (
            r"competitive (?:salary|pay|compensation)",
            r"market[\s-]leading (?:salary|pay)",
            r"salary (?:to be )?negotiable",
            r"self[\s-]starters?",
            r"go[\s-]getters?",
            r"best[\s-]in[\s-]class",
            r"synerg(?:y|ies)",
            r"flache hierarchien",
            r"leistungsgerechte (?:bezahlung|vergütung)",
            r"attraktive(?:s|n)? (?:gehalt|vergütung)",
            r"obstkorb",
        ),
    ),
)
