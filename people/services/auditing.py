"""The audit's one way in. What stands in it is read and exported, and never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from nexus.core.audit import AuditAct, AuditLine, Json, changes_between
from nexus.core.request_ids import current_request_id
from people.models import AuditEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import Model

    from people.models import Company, User

__all__ = ["AuditAct", "AuditLine", "changes_between", "record", "record_many"]

_BATCH = 1000
_LONGEST_LABEL = 200


def record(
    *,
    actor: User | None,
    act: AuditAct,
    thing: str,
    label: str = "",
    company: Company | int | None = None,
    subject: User | int | None = None,
    details: Mapping[str, Json] | None = None,
) -> None:
    """Note that `actor` (None: the product itself) did `act` to `thing`, as "job:12".

    It stands or falls with the transaction of what was done. `label` is what the thing is called,
    `company` the one whose owners may read of it, `subject` whose personal data it is. `label` and
    `details` NEVER hold personal data: they outlive everybody's. One statement.
    """
    line = AuditLine(thing, label, company, subject, details)
    record_many(actor=actor, act=act, lines=[line])


def record_many(*, actor: User | None, act: AuditAct, lines: Iterable[AuditLine]) -> None:
    """Note the same act on several things, as `record` does. One statement for a thousand."""
    now = timezone.now()
    request_id = current_request_id()
    entries = [
        AuditEntry(
            at=now,
            actor_id=None if actor is None else actor.pk,
            act=act,
            thing=line.thing,
            thing_kind=line.thing.partition(":")[0],
            label=line.label.replace("\0", "")[:_LONGEST_LABEL],
            subject_id=_pk(line.subject),
            company_id=_pk(line.company),
            details=dict(line.details or {}),
            request_id="" if request_id == "-" else request_id,
        )
        for line in lines
    ]
    if entries:
        AuditEntry.objects.bulk_create(entries, batch_size=_BATCH)


def _pk(row: Model | int | None) -> int | None:
    return row if row is None or isinstance(row, int) else row.pk
