"""What tests of job alerts do over and over: ask, confirm, take the mails that were sent."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from careers.alerts.models import JobAlert

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives


READER = "mia@example.com"


def taken() -> list[EmailMultiAlternatives]:
    """Return the mails that were sent since the last time."""
    found = list(mail.outbox)
    mail.outbox.clear()
    return found  # type: ignore[return-value]  # each has an HTML part


def links(text: str) -> list[str]:
    return [url.removeprefix(settings.BASE_URL) for url in re.findall(r"http\S+", text)]


def ask(query: str, *, address: str = READER, frequency: str = "daily", path: str = "") -> str:
    """Ask for an alert without signing in and return the address in the mail that confirms it."""
    path = path or reverse("job_alert_new")
    response = Client().post(f"{path}?{query}", {"email": address, "frequency": frequency})
    assert response.status_code == 302, response.content.decode()
    (sent,) = taken()
    assert sent.to == [address]
    assert sent.subject.startswith("Confirm your job alert: ") or path.startswith("/de/")
    return next(link for link in links(str(sent.body)) if "/jobs/alerts/" in link)


def confirmed(query: str, **asked: Any) -> JobAlert:
    url = ask(query, **asked)
    assert Client().post(url, {"action": "confirm"}).status_code == 302
    return JobAlert.objects.live().order_by("-confirmed_at", "-pk")[0]
