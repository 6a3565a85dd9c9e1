"""What every app holds of a person: registered here, so that nothing is left out or left behind.

`people` knows no app above it. Each says from `AppConfig.ready` what it has to show, to erase and
to name; the archive of somebody's data and the erasure of an account go through all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nexus.core.ids import row_id_of

if TYPE_CHECKING:
    from django.core.files.storage import Storage
    from django.db.models import Model
    from django_stubs_ext import StrOrPromise

    from people.models import User


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of a person: its `path` in the archive, and where it lies."""

    path: str
    storage: Storage
    name: str


@dataclass(frozen=True, slots=True)
class Held:
    """So many things of a person, and whether they outlive them: without anything personal then."""

    label: StrOrPromise
    number: int
    stays: bool = False


@dataclass(frozen=True, slots=True)
class PersonalData:
    """What one app holds of people.

    `sections` maps a key of data.json to what is written under it: what JSON can hold, or an
    iterator of such, which is written as a list without being held in memory. `files` go into the
    archive beside it. `close` is called, within a transaction, when somebody asks for their account
    to be deleted: it does what must not wait until it is, and what nobody undoes should they
    change their mind. `erase` is called, outside of any transaction and from the highest app
    downwards, when the account is erased, and again after a failure, wherever that was: so it
    removes files before the rows that name them. `counted` says beforehand how much there is that
    goes then, and how much stays. `merge` is called with an account that goes and the one that is
    kept, within a transaction that holds both: it gives the kept one all rows of the other, and
    returns sentences about what could not be kept twice. `names` says what the things of `AuditEntry` are
    called, by the word before the colon, from their numbers.
    """

    app: str
    sections: Mapping[str, Callable[[User], Any]] = field(default_factory=dict)
    files: Callable[[User], Iterable[StoredFile]] | None = None
    close: Callable[[User], object] | None = None
    erase: Callable[[User], object] | None = None
    counted: Callable[[User], Iterable[Held]] | None = None
    merge: Callable[[User, User], Sequence[str]] | None = None
    names: Mapping[str, Callable[[Collection[int]], Mapping[int, str]]] = field(
        default_factory=dict
    )


_registered: dict[str, PersonalData] = {}


def register(data: PersonalData) -> None:
    """Have `data` taken into account; to be called from `AppConfig.ready`, once for an app."""
    _registered[data.app] = data


def registered() -> list[PersonalData]:
    """Return what all apps hold, the lower ones first."""
    return list(_registered.values())


def held_of(person: User) -> list[Held]:
    """Return what there is of a person in all apps; of what there is none nothing is said."""
    found = (data.counted(person) for data in registered() if data.counted is not None)
    return [held for some in found for held in some if held.number]


def hand_rows_over(gone: User, kept: User, columns: Iterable[tuple[type[Model], str]]) -> None:
    """Have every row that refers to `gone` by one of these columns refer to `kept`."""
    for model, column in columns:
        model._base_manager.filter(**{column: gone}).update(**{column: kept})


def hand_over_once(
    gone: User, kept: User, model: type[Model], column: str, once: Sequence[str]
) -> None:
    """Hand rows over of which everybody has one for each value of `once`: that of `kept` stays."""
    own = set(model._base_manager.filter(**{column: kept}).values_list(*once))
    theirs = model._base_manager.filter(**{column: gone})
    for pk, *values in theirs.values_list("pk", *once):
        row = model._base_manager.filter(pk=pk)
        if tuple(values) in own:
            row.delete()
        else:
            row.update(**{column: kept})


def names_of(targets: Collection[str]) -> dict[str, str]:
    """Return what is known under each of the things of `AuditEntry`. One query for each kind."""
    numbers: dict[str, set[int]] = {}
    for target in targets:
        word, _colon, number = target.partition(":")
        if (pk := row_id_of(number)) is not None:
            numbers.setdefault(word, set()).add(pk)
    found: dict[str, str] = {}
    for data in registered():
        for word, name_all in data.names.items():
            if word in numbers:
                named = name_all(numbers[word])
                found |= {f"{word}:{number}": name for number, name in named.items()}
    return found
