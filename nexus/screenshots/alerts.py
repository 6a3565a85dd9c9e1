"""Job alerts in every state, and the mails that they send."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from careers.alerts.models import JobAlert
    from people.models import User

_READER = "mia.reader@nexus.example"


def job_alerts(user: User) -> dict[str, str]:
    """Give `user` and somebody without an account alerts; return where those of the latter are."""
    from careers.alerts.models import JobAlert
    from careers.alerts.rounds import send_due_alerts
    from careers.alerts.services import add_alert, confirm_alert, pause_alert
    from careers.alerts.upkeep import end_unwanted

    def waiting(query: str) -> JobAlert:
        _request(query)
        return JobAlert.objects.select_related("subscriber").latest("pk")

    def own(query: str, frequency: str) -> JobAlert:
        return add_alert(
            address=user.email, user=user, query=query, frequency=frequency, language="en"
        )

    own("q=nurse&employment_type=part_time", "daily")
    pause_alert(own("location=Leeds&within=50&experience_level=senior&pay=GBP-40000", "weekly"))
    active = confirm_alert(waiting("workplace=remote"))
    ended = confirm_alert(waiting("q=engineer"))
    unread = confirm_alert(waiting("q=nurse"))
    now = timezone.now()
    month_ago = now - timedelta(days=30)
    JobAlert.objects.filter(pk__in=[active.pk, unread.pk]).update(since=month_ago, due_at=now)
    send_due_alerts()
    JobAlert.objects.filter(pk=ended.pk).update(asked_at=month_ago)
    end_unwanted()
    _ask_about(unread)
    return {
        "alert": f"/jobs/alerts/{active.secret}/",
        "alert_mark": f"/jobs/alerts/read/{active.mark}/",
        "alert_ended": f"/jobs/alerts/{ended.secret}/",
        "alert_unconfirmed": f"/jobs/alerts/{waiting('q=gardener&location=Leeds').secret}/",
    }


def _request(query: str) -> None:
    from careers.alerts.services import request_alert

    request_alert(address=_READER, query=query, frequency="daily", language="en")


def _ask_about(alert: JobAlert) -> None:
    from careers.alerts.models import JobAlert
    from careers.alerts.upkeep import ask_about_unread

    JobAlert.objects.filter(pk=alert.pk).update(read_at=timezone.now() - timedelta(days=200))
    ask_about_unread()
