"""What the page of a person says of their applications and jobs: higher apps register here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from people.company_facts import Line, Number
    from people.models import User

type Numbers = Callable[["User", "User"], Sequence["Number"]]
type Lines = Callable[["User", "User"], Sequence["Line"]]

_numbers: list[Numbers] = []
_applications: list[Lines] = []


def register_numbers(count: Numbers) -> None:
    """Have `count(person, reader)` say what there is of them; once, from `AppConfig.ready`."""
    if count not in _numbers:
        _numbers.append(count)


def register_applications(newest: Lines) -> None:
    """Have `newest(person, reader)` name their newest applications, a few of them."""
    if newest not in _applications:
        _applications.append(newest)


def numbers_of(person: User, reader: User) -> list[Number]:
    return [number for count in _numbers for number in count(person, reader)]


def applications_of(person: User, reader: User) -> list[Line]:
    return [line for newest in _applications for line in newest(person, reader)]
