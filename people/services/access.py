"""The ledger of who saw or took whose personal data."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from django.core.cache import cache
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from nexus.core.brand import brand
from people.models import AccessLog

if TYPE_CHECKING:
    from collections.abc import Iterable

    from people.choices import AccessKind
    from people.models import Company, User

_DAY = 24 * 60 * 60
_PAGE = 50
_LARGEST_ID = 2**63 - 1


class LookPage(NamedTuple):
    """A page of looks, the latest first; `older` names where the next page begins."""

    looks: list[AccessLog]
    older: str
    is_first: bool


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


def looks_at(person: User, *, before: str = "", limit: int = _PAGE) -> LookPage:
    """Return who has looked at the data of `person`, before the place that `LookPage.older` names.

    What names no place is the beginning. Comes with the companies and the viewers; one query.
    """
    looks = AccessLog.objects.filter(subject=person).select_related("company", "viewer")
    place = _place(before)
    if place is not None:
        at, pk = place
        looks = looks.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk))
    found = list(looks.order_by("-at", "-pk")[: limit + 1])
    shown = found[:limit]
    older = f"{shown[-1].at.isoformat()}~{shown[-1].pk}" if len(found) > limit else ""
    return LookPage(shown, older, place is None)


def looker(look: AccessLog) -> str:
    """Return who looked, as their data's owner may know it: a company, never one of its people."""
    if look.company is not None:
        return look.company.name
    if look.viewer is not None and look.viewer.is_admin:
        return _("%(site)s, by an administrator") % {"site": brand().name}
    return _("Somebody who was signed in")


def _place(text: str) -> tuple[datetime, int] | None:
    when, _tilde, number = text.partition("~")
    # A plus sign in an address is read as a space.
    try:
        at = parse_datetime(when.replace(" ", "+"))
        at = at and at.astimezone(UTC)  # some times exist in other zones only
    except (ValueError, OverflowError):
        return None
    if at is None or not (number.isascii() and number.isdecimal()):
        return None
    return (at, int(number)) if len(number) < 20 and int(number) <= _LARGEST_ID else None


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
