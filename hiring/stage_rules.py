"""Of which stages the applicants of a company are told by themselves, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hiring.choices import ApplicationStatus
from hiring.models import StageMail

if TYPE_CHECKING:
    from collections.abc import Iterable

# Bad news alone may wait: good news that does is heard elsewhere first.
DELAYED = frozenset({ApplicationStatus.REJECTED})


class Rule(NamedTuple):
    """Whether a stage is told by itself, and how many hours after it."""

    is_off: bool = False
    delay_hours: int = 0


class StageRules:
    """The rules of some companies."""

    def __init__(self, companies: Iterable[int]) -> None:
        """Load them. One query."""
        rows = StageMail.objects.filter(company__in=set(companies))
        self._rules = {
            (one.company_id, one.status): Rule(one.is_off, one.delay_hours) for one in rows
        }

    def of(self, company: int, status: str) -> Rule:
        return self._rules.get((company, status), Rule())
