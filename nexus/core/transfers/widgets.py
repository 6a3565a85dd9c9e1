"""What a cell may hold. Each widget raises ValueError with a sentence for whoever filled it in."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from import_export import widgets

from nexus.core.transfers.rows import storable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from django.db.models import Model

_EARLIEST_YEAR, _LATEST_YEAR = 1990, 2200
_END_OF_DAY = time(23, 59, 59)
_GERMAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def text_in(value: Any, *, one_line: bool = False) -> str:
    """Return a cell as text without the white space around it.

    Raises ValueError for what is no text, and for characters that no database can store.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)  # a spreadsheet keeps whole numbers as 12.0
    if isinstance(value, int | float | Decimal | date | datetime | time):
        value = str(value)
    if not isinstance(value, str):
        raise ValueError(_("This must be a text, not a list or an object."))
    if "\x00" in value:
        raise ValueError(_("It holds the character NUL, which cannot be stored."))
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValueError(_("It holds half of a character, which cannot be stored.")) from None
    return " ".join(value.split()) if one_line else value.strip()


class TextWidget(widgets.Widget):
    """A text, on one line unless told otherwise, of at most `max_length` characters."""

    def __init__(self, *, max_length: int | None = None, one_line: bool = True) -> None:
        super().__init__(coerce_to_string=True)
        self.max_length = max_length
        self.one_line = one_line

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        text = text_in(value, one_line=self.one_line)
        if self.max_length is not None and len(text) > self.max_length:
            raise ValueError(
                _("It is %(length)s characters long; at most %(most)s have room.")
                % {"length": len(text), "most": self.max_length}
            )
        return text

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else str(value)


class MomentWidget(widgets.DateTimeWidget):
    """A day or a time. A day alone is its first second, or with `end_of_day` its last."""

    def __init__(self, *, end_of_day: bool = False) -> None:
        super().__init__(coerce_to_string=True)
        self.end_of_day = end_of_day

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> datetime | None:
        found = value if isinstance(value, date) else self._read(text_in(value, one_line=True))
        if found is None:
            return None
        if not isinstance(found, datetime):
            hour = _END_OF_DAY if self.end_of_day else time()
            moment = datetime.combine(found, hour, tzinfo=UTC)
        else:
            moment = found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
            if isinstance(value, datetime) and found.time() == time() and self.end_of_day:
                # A spreadsheet has no days, only midnights.
                moment = moment.replace(hour=23, minute=59, second=59)
        if not _EARLIEST_YEAR <= moment.year <= _LATEST_YEAR:
            raise ValueError(
                _("The year %(year)s cannot be meant.") % {"year": f"{moment.year:04}"}
            )
        return moment

    @staticmethod
    def _read(text: str) -> date | datetime | None:
        if not text:
            return None
        try:
            if match := _GERMAN_DAY.fullmatch(text):
                day, month, year = map(int, match.groups())
                return date(year, month, day)
            return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
        except (ValueError, OverflowError):
            raise ValueError(
                _("This is not a date. Write it as 2027-03-31: year, month, day.")
            ) from None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return value.isoformat() if value else ""


class ChoiceWidget(widgets.Widget):
    """One of a closed set, by its value, its name for people, or another word for it."""

    def __init__(self, choices: Any, *, words: Mapping[str, str] | None = None) -> None:
        super().__init__(coerce_to_string=True)
        self.choices = choices
        self.words = {fold(word): value for word, value in (words or {}).items()}
        self._by_language: dict[str, dict[str, str]] = {}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        text = fold(text_in(value, one_line=True))
        if not text:
            return ""
        found = self._values().get(text)
        if found is None:
            names = ", ".join(str(choice) for choice in self.choices.values)
            raise ValueError(_("Write one of these: %(names)s.") % {"names": names})
        return str(found)

    def _values(self) -> dict[str, str]:
        """Return the values by all words for them, in the language that is spoken now."""
        language = get_language() or ""
        if language not in self._by_language:
            found = dict(self.words)
            for choice, label in self.choices.choices:
                found |= {fold(str(choice)): str(choice), fold(str(label)): str(choice)}
            self._by_language[language] = found
        return self._by_language[language]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return str(value or "")


class YesNoWidget(widgets.BooleanWidget):
    """A yes or a no, in the usual words for them."""

    WORDS = {
        "true": True, "yes": True, "1": True, "y": True, "ja": True, "wahr": True,
        "false": False, "no": False, "0": False, "n": False, "nein": False, "falsch": False,
    }  # fmt: skip

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool | None:
        text = text_in(value, one_line=True).lower()
        if not text:
            return None
        if text not in self.WORDS:
            raise ValueError(_("Write yes or no."))
        return self.WORDS[text]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else ("yes" if value else "no")


class ListWidget(widgets.Widget):
    """Several short texts, parted by | or else by commas or semicolons."""

    def __init__(self, *, most: int, max_length: int) -> None:
        super().__init__(coerce_to_string=True)
        self.most, self.max_length = most, max_length

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[str]:
        parts = value if isinstance(value, list) else self._split(text_in(value))
        found: dict[str, str] = {}
        for part in parts:
            name = text_in(part, one_line=True)
            if len(name) > self.max_length:
                raise ValueError(
                    _("“%(name)s…” is longer than %(most)s characters.")
                    % {"name": name[:40], "most": self.max_length}
                )
            if name:
                found.setdefault(name.casefold(), name)
        if len(found) > self.most:
            raise ValueError(_("At most %(most)s have room.") % {"most": self.most})
        return list(found.values())

    @staticmethod
    def _split(text: str) -> list[str]:
        return text.split("|") if "|" in text else re.split(r"[,;\n]", text)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return " | ".join(str(one) for one in value or ())


class NaturalKeyWidget(widgets.ForeignKeyWidget):
    """A row of another table, by one of the columns `names`, whatever their case.

    `find` is given folded names and returns the rows that bear them. They are looked up for a
    whole chunk at once (`prefetch`) and remembered, so that twenty thousand rows cost a query for
    each chunk and not for each cell. `missing` makes the sentence about a name that nothing bears.
    """

    def __init__(
        self,
        model: type[Model],
        names: Sequence[str],
        *,
        find: Callable[[Collection[str]], Iterable[Any]],
        missing: Callable[[str], str] | None = None,
    ) -> None:
        super().__init__(model, names[0])
        self.names = tuple(names)
        self.find = find
        self.missing = missing
        self._found: dict[str, Any] = {}
        self._asked: set[str] = set()

    def prefetch(self, values: Iterable[Any]) -> None:
        """Look up what the cells name, as far as that was not asked before. One query."""
        # What cannot be stored names nothing, and cannot even be asked for.
        texts = (value for value in values if isinstance(value, str) and storable(value) == value)
        wanted = set(map(fold, texts))
        wanted -= self._asked | {""}
        if not wanted:
            return
        self._asked |= wanted
        rows = list(self.find(wanted))
        # Where the same word is a name of one row and a slug of another, the name counts.
        for name in reversed(self.names):
            self._found |= {fold(str(getattr(row, name))): row for row in rows}

    def forget(self) -> None:
        """Read everything anew from now on."""
        self._found.clear()
        self._asked.clear()

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = text_in(value, one_line=True)
        if not text:
            return None
        self.prefetch([text])
        found = self._found.get(fold(text))
        if found is None:
            raise ValueError(self.missing(text) if self.missing else _no_such(text))
        return found

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return str(getattr(value, self.names[0])) if value is not None else ""


def _no_such(text: str) -> str:
    return _("There is none called “%(name)s”.") % {"name": text[:80]}


def fold(text: str) -> str:
    """Return what is equal for words that differ in case and white space alone."""
    return " ".join(text.split()).casefold()
