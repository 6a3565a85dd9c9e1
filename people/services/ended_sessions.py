"""Where somebody was signed in, with address and browser: it goes once the session has ended."""

from __future__ import annotations

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.utils import timezone

_AT_ONCE = 5000
# A session is stored a moment after it is noted.
_GRACE = timedelta(hours=1)


def forget_ended_sessions() -> int:
    """Forget sign-ins whose session has expired or ended, and return how many.

    By itself only the list of one's own sessions clears them, which hardly anybody looks at. At
    most 5,000 a run.
    """
    now = timezone.now()
    going_on = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=now)
    ended = UserSession.objects.filter(~Exists(going_on), created_at__lt=now - _GRACE)
    ids = list(ended.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])
    UserSession.objects.filter(pk__in=ids).delete()
    return len(ids)
