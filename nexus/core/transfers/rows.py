"""What is said of the rows of a file: what they hold, what they would do, what was written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import ValidationError

from nexus.core.transfers.columns import ABSENT

if TYPE_CHECKING:
    from nexus.core.errors import Refused
    from nexus.core.transfers.models import RowOutcome

MOST_SHOWN_OF_VALUE = 80
# The key of faults that lie with the whole row.
WHOLE_ROW = ""


class SheetRow(NamedTuple):
    """One row of a file: its number as a spreadsheet counts, and its cells by column."""

    number: int
    cells: dict[str, Any]
    # Why its cells cannot be told apart; there are none then.
    complaint: str = ""


class Fault(NamedTuple):
    """What is wrong in a row: the column as the file calls it, its value, the reason in words."""

    column: str
    value: str
    reason: str


@dataclass(slots=True)
class Judged:
    """A row that was looked at: what it would do, and to what."""

    number: int
    outcome: RowOutcome
    label: str = ""
    faults: list[Fault] = field(default_factory=list)
    instance: Any = None
    # What an existing row is like now, to be compared and brought back.
    before: dict[str, Any] = field(default_factory=dict)
    # Names of the columns that differ.
    changes: list[str] = field(default_factory=list)
    cells: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Written:
    """What was written for a row. `before` holds what must be set to bring the old state back."""

    number: int
    outcome: RowOutcome
    object_id: int
    label: str = ""
    before: dict[str, Any] = field(default_factory=dict)
    # What it is: the kind itself, or what came into being beside it, as "companies".
    thing: str = ""


def shown(value: Any) -> str:
    """Return a value as a person is shown it: on one line, cut where it is long."""
    text = "" if value is None or value is ABSENT else storable(str(value))
    text = " ".join(text.split())
    return text if len(text) <= MOST_SHOWN_OF_VALUE else f"{text[:MOST_SHOWN_OF_VALUE]}…"


def storable(text: str) -> str:
    """Return `text` with signs in place of what no database stores: NUL, and half characters."""
    return text.replace("\x00", "␀").encode("utf-8", "replace").decode()


def reason_of(error: Refused | ValidationError) -> str:
    """Return the one sentence that says most about why something was refused."""
    if isinstance(error, ValidationError):
        return str(error.messages[0])
    first = next((told for sentences in error.details.values() for told in sentences), "")
    return str(first or error.message)
