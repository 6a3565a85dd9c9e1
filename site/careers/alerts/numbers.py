"""How many job alerts there are, for administrators: nobody is named."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from careers.alerts.models import AlertFrequency, AlertState, JobAlert


@dataclass(frozen=True)
class AlertNumbers:
    """Alerts by their state; those that are active also in words, by their frequency."""

    active: int
    paused: int
    unconfirmed: int
    ended: int
    by_frequency: str


def alert_numbers() -> AlertNumbers:
    """Count the alerts, the ended ones as long as they are kept. One query."""
    rows = JobAlert.objects.order_by().values_list("state", "frequency").annotate(n=Count("pk"))
    states: Counter[str] = Counter()
    frequencies: Counter[str] = Counter()
    for state, frequency, number in rows:
        states[state] += number
        if state == AlertState.ACTIVE:
            frequencies[frequency] += number
    return AlertNumbers(
        active=states[AlertState.ACTIVE],
        paused=states[AlertState.PAUSED],
        unconfirmed=states[AlertState.UNCONFIRMED],
        ended=states[AlertState.ENDED],
        by_frequency=", ".join(
            f"{one.label}: {frequencies[one]}" for one in AlertFrequency if frequencies[one]
        ),
    )
