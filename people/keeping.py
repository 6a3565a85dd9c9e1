"""For how long a company keeps what applicants sent, once their application has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings

if TYPE_CHECKING:
    from people.models import Company


class Keeping(NamedTuple):
    """How many days pass between the end of an application and its removal; None is for ever.

    `ended` is of those that were rejected or whose job is closed, `withdrawn` of those that the
    applicant took back, `hired` of those who got the job.
    """

    ended: int | None
    withdrawn: int | None
    hired: int | None


def keeping_of(company: Company) -> Keeping:
    """Return what holds for `company`: its own word, else the installation's, up to its bound.

    Nothing that was withdrawn is kept for longer than what has ended. Who was hired is kept until
    the company itself says otherwise, for their papers belong to the employment from then on.
    """
    ended = _bounded(company.keep_days or settings.KEEP_APPLICATIONS_DAYS)
    withdrawn = _bounded(company.keep_withdrawn_days or settings.KEEP_WITHDRAWN_DAYS)
    return Keeping(ended, _shorter(withdrawn, ended), company.keep_hired_days)


def most_days() -> int | None:
    """Return the most days that a company may choose; None where there is no bound."""
    most: int = settings.KEEP_APPLICATIONS_MOST_DAYS
    return most if most > 0 else None


def _bounded(days: int) -> int | None:
    return _shorter(days if days > 0 else None, most_days())


def _shorter(one: int | None, other: int | None) -> int | None:
    known = [days for days in (one, other) if days is not None]
    return min(known) if known else None
