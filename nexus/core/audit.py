"""The words of the audit, and the way to it for apps below the one that keeps it.

Apps from `people` upwards call `people.services.auditing` itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django.db import models
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.db.models import Model

type Json = str | int | float | bool | list[Json] | dict[str, Json] | Mapping[str, Json] | None

MOST_OF_A_VALUE = 200


class AuditAct(models.TextChoices):
    """What somebody did. The details say more: from which stage to which, in which format."""

    SEEN = "seen", pgettext_lazy("what somebody did", "Saw")
    FOUND = "found", pgettext_lazy("what somebody did", "Found by a search")
    DOWNLOADED = "downloaded", pgettext_lazy("what somebody did", "Downloaded")
    EXPORTED = "exported", pgettext_lazy("what somebody did", "Exported")
    IMPORTED = "imported", pgettext_lazy("what somebody did", "Imported")
    ADDED = "added", pgettext_lazy("what somebody did", "Added")
    CHANGED = "changed", pgettext_lazy("what somebody did", "Changed")
    MOVED = "moved", pgettext_lazy("what somebody did", "Moved")
    UNDONE = "undone", pgettext_lazy("what somebody did", "Undid")
    DELETED = "deleted", pgettext_lazy("what somebody did", "Deleted")
    RESTORED = "restored", pgettext_lazy("what somebody did", "Restored")
    MERGED = "merged", pgettext_lazy("what somebody did", "Merged")
    INVITED = "invited", pgettext_lazy("what somebody did", "Invited")
    WROTE = "wrote", pgettext_lazy("what somebody did", "Wrote to")
    SIGNED_IN = "signed_in", pgettext_lazy("what somebody did", "Signed in")
    SIGNED_OUT = "signed_out", pgettext_lazy("what somebody did", "Signed out")
    REFUSED = "refused", pgettext_lazy("what somebody did", "Was refused")


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One thing to which something was done: "job:12", and what it is called.

    `company` is the one whose owners may read of it, `subject` whose personal data it is; both a
    row or its id. `label` and `details` never hold personal data.
    """

    thing: str
    label: str = ""
    company: Model | int | None = None
    subject: Model | int | None = None
    details: Mapping[str, Json] | None = None


class _Writer(Protocol):
    def __call__(self, *, actor: Any, act: AuditAct, lines: Iterable[AuditLine]) -> None: ...


_writers: list[_Writer] = []


def register_writer(writer: _Writer) -> None:
    """Have `note` write through `writer`; to be called once, from `AppConfig.ready`."""
    _writers[:] = [writer]


def note(*, actor: Any, act: AuditAct, lines: Iterable[AuditLine]) -> None:
    """Write lines of the audit from an app below the one that keeps it. One statement."""
    for writer in _writers:
        writer(actor=actor, act=act, lines=lines)


def changes_between(
    before: Mapping[str, Any], after: Mapping[str, Any], *, withheld: Iterable[str] = ()
) -> dict[str, Json]:
    """Return what to write of a change: each field that differs, with its value before and after.

    Of the fields in `withheld`, and of texts too long to be compared at a glance, nothing but the
    name.
    """
    hidden = set(withheld)
    changed: dict[str, Json] = {}
    for name, value in after.items():
        old = before.get(name)
        if old == value:
            continue
        told = name not in hidden and _is_short(old) and _is_short(value)
        changed[name] = [_plain(old), _plain(value)] if told else []
    return changed


def _is_short(value: Any) -> bool:
    return len(str(value)) <= MOST_OF_A_VALUE


def _plain(value: Any) -> Json:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return str(value)
