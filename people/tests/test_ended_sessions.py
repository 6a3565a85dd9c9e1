"""Sign-ins whose session has ended are forgotten; those that go on are not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from people.services.ended_sessions import forget_ended_sessions

if TYPE_CHECKING:
    from people.models import User


def test_sign_ins_go_with_their_sessions(candidate: User) -> None:
    now = timezone.now()
    for key, expires, created in (
        ("on", now + timedelta(days=1), now - timedelta(days=9)),
        ("expired", now - timedelta(days=1), now - timedelta(days=9)),
        ("ended", None, now - timedelta(days=9)),
        ("new", None, now),
    ):
        if expires is not None:
            Session.objects.create(session_key=key, session_data="", expire_date=expires)
        UserSession.objects.create(
            user=candidate, session_key=key, ip="127.0.0.1", created_at=created
        )

    assert forget_ended_sessions() == 2

    assert set(UserSession.objects.values_list("session_key", flat=True)) == {"on", "new"}
    assert forget_ended_sessions() == 0
