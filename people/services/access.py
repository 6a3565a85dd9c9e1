"""The ledger of who saw or took whose personal data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.cache import cache
from django.utils import timezone

from people.models import AccessLog

if TYPE_CHECKING:
    from collections.abc import Iterable

    from people.choices import AccessKind
    from people.models import Company, User

_DAY = 24 * 60 * 60


def record_access(
    *,
    viewer: User,
    subject: User | int,
    kind: AccessKind,
    target: str,
    company: Company | int | None = None,
) -> None:
    """Note that `viewer` saw data of `subject` (a user or its id) in `target`, as "profile:7".

    People who look at themselves are not noted. One statement.
    """
    record_accesses(viewer=viewer, seen=[(_pk(subject), target)], kind=kind, company=company)


def record_accesses(
    *,
    viewer: User,
    seen: Iterable[tuple[int, str]],
    kind: AccessKind,
    company: Company | int | None = None,
    once_a_day: bool = False,
) -> None:
    """Note several looks, given as (id of the person, target), in one statement.

    With `once_a_day` a look that the shared cache remembers from today is not noted again: for
    lists, which are turned over many times.
    """
    others = [(user_id, target) for user_id, target in seen if user_id != viewer.pk]
    new_today: list[str] = []
    if once_a_day:
        new_today, others = _new_today(viewer, kind, others)
    if not others:
        return
    now = timezone.now()
    AccessLog.objects.bulk_create(
        AccessLog(
            viewer=viewer,
            subject_id=user_id,
            company_id=None if company is None else _pk(company),
            kind=kind,
            target=target,
            at=now,
        )
        for user_id, target in others
    )
    # Only now: a look that could not be written is not one that is known.
    cache.set_many(dict.fromkeys(new_today, 1), timeout=_DAY)


def _new_today(
    viewer: User, kind: AccessKind, seen: list[tuple[int, str]]
) -> tuple[list[str], list[tuple[int, str]]]:
    """Return the looks that are not known from today, and the keys to remember them by."""
    today = timezone.now().date().isoformat()
    keys = {f"seen:{today}:{viewer.pk}:{kind}:{target}": (pk, target) for pk, target in seen}
    known = cache.get_many(keys)
    new = {key: look for key, look in keys.items() if key not in known}
    return list(new), list(new.values())


def _pk(thing: User | Company | int) -> int:
    return thing if isinstance(thing, int) else thing.pk
