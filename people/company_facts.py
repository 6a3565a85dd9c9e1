"""What the page of a company says of its jobs and applicants: higher apps register here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from people.models import Company, User


class Number(NamedTuple):
    """A number with what it counts, and the list of exactly those rows (empty: there is none)."""

    label: str
    shown: str
    url: str = ""


class Line(NamedTuple):
    """A row that is named: where it is opened, and a word on its state."""

    label: str
    url: str
    state: str
    is_good: bool = False


type Numbers = Callable[["Company", "User"], Sequence[Number]]
type Lines = Callable[["Company"], Sequence[Line]]

type Going = Callable[["Company"], "Number"]

_numbers: list[Numbers] = []
_going: list[Going] = []
_jobs: list[Lines] = []


def register_numbers(count: Numbers) -> None:
    """Have `count(company, user)` say what waits there for `user`; once, from `AppConfig.ready`."""
    if count not in _numbers:
        _numbers.append(count)


def register_jobs(newest: Lines) -> None:
    """Have `newest(company)` name the newest jobs, a few of them."""
    if newest not in _jobs:
        _jobs.append(newest)


def numbers_of(company: Company, user: User) -> list[Number]:
    return [number for count in _numbers for number in count(company, user)]


def jobs_of(company: Company) -> list[Line]:
    return [line for newest in _jobs for line in newest(company)]


def register_going(count: Going) -> None:
    """Have `count(company)` say how much the company keeps no longer soon."""
    if count not in _going:
        _going.append(count)


def going_of(company: Company) -> list[Number]:
    return [count(company) for count in _going]
