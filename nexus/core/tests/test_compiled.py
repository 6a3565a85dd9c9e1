"""A compiled queryset answers as the queryset itself does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import F
from django.utils import timezone

from nexus.core.compiled import Compiled, compile_rows, database_time
from nexus.core.models import OutgoingMail

_ANY_ID = 2**62
_ANY_TIME = datetime(1970, 1, 1, 0, 0, 0, 7, tzinfo=UTC)


@pytest.fixture
def mails(db: None) -> list[OutgoingMail]:
    now = timezone.now()
    return [
        OutgoingMail.objects.create(
            kind="test",
            to_address=f"{n}@example.com",
            subject=f"Subject {n}",
            text_body="Hello",
            message_id=f"<{n}@example.com>",
            not_before=now + timedelta(hours=n),
        )
        for n in range(3)
    ]


def compiled() -> Compiled:
    queryset = (
        OutgoingMail.objects.filter(not_before__gt=_ANY_TIME, pk__in=[_ANY_ID, _ANY_ID + 1])
        .order_by("pk")
        .values_list("pk", "subject", "not_before", "attempts")
    )
    stand_ins = {"now": database_time(_ANY_TIME), "a": _ANY_ID, "b": _ANY_ID + 1}
    return compile_rows(queryset, stand_ins)


def test_compiled_rows_are_those_of_the_queryset_decrypted_and_typed(
    mails: list[OutgoingMail],
) -> None:
    first, second = mails[:2]

    long_ago = database_time(timezone.now() - timedelta(days=1))
    rows = compiled().rows({"now": long_ago, "a": second.pk, "b": first.pk})

    assert [tuple(row) for row in rows] == [
        (first.pk, "Subject 0", first.not_before, 0),
        (second.pk, "Subject 1", second.not_before, 0),
    ]


def test_compiled_honours_the_values_of_each_run(mails: list[OutgoingMail]) -> None:
    statement = compiled()
    moment = database_time(mails[0].not_before + timedelta(minutes=1))

    rows = statement.rows({"now": moment, "a": mails[0].pk, "b": mails[2].pk})
    again = statement.rows({"now": moment, "a": mails[1].pk, "b": mails[2].pk})

    assert [row[0] for row in rows] == [mails[2].pk]
    assert [row[0] for row in again] == [mails[1].pk, mails[2].pk]


def test_compiled_costs_one_query(
    mails: list[OutgoingMail], django_assert_num_queries: Any
) -> None:
    statement = compiled()

    with django_assert_num_queries(1):
        statement.rows({"now": database_time(timezone.now()), "a": 1, "b": 2})


def test_compiled_keeps_no_hold_of_a_thread_s_connection(mails: list[OutgoingMail]) -> None:
    made: list[Compiled] = []

    def compile_elsewhere() -> None:
        try:
            made.append(compiled())
        finally:
            connection.close()

    thread = Thread(target=compile_elsewhere)
    thread.start()
    thread.join()

    rows = made[0].rows(
        {
            "now": database_time(timezone.now() - timedelta(days=1)),
            "a": mails[0].pk,
            "b": mails[1].pk,
        }
    )
    assert [row[1] for row in rows] == ["Subject 0", "Subject 1"]


def test_stand_in_that_is_not_used_is_refused(db: None) -> None:
    queryset = ContentType.objects.filter(pk=F("pk")).values_list("pk")

    with pytest.raises(ValueError, match="does not use id"):
        compile_rows(queryset, {"id": _ANY_ID})
