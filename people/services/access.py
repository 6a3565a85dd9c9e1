"""Who saw or took whose personal data: the part of the audit that its owners can read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from django.core.cache import cache
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from nexus.core.audit import AuditAct, AuditLine
from nexus.core.brand import brand
from nexus.core.ids import row_id_of
from people.choices import AccessKind
from people.models import AuditEntry
from people.services.auditing import record_many

if TYPE_CHECKING:
    from collections.abc import Iterable

    from people.models import Company, User

_DAY = 24 * 60 * 60
_PAGE = 50
_ACTS = {
    AccessKind.VIEWED_APPLICATION: AuditAct.SEEN,
    AccessKind.VIEWED_PROFILE: AuditAct.SEEN,
    AccessKind.DOWNLOADED_CV: AuditAct.DOWNLOADED,
    AccessKind.EXPORTED: AuditAct.EXPORTED,
    AccessKind.SEARCHED: AuditAct.FOUND,
}


class LookPage(NamedTuple):
    """A page of looks, the latest first; `older` names where the next page begins."""

    looks: list[AuditEntry]
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
        new_today, others = _new_today(viewer, kind, others, company)
    if not others:
        return
    record_many(
        actor=viewer,
        act=_ACTS[kind],
        lines=[AuditLine(target, company=company, subject=user_id) for user_id, target in others],
    )
    # Only now: a look that could not be written is not one that is known.
    cache.set_many(dict.fromkeys(new_today, 1), timeout=_DAY)


def looks_at(person: User, *, before: str = "", limit: int = _PAGE) -> LookPage:
    """Return who has looked at the data of `person`, before the place that `LookPage.older` names.

    What names no place is the beginning. Comes with the companies and the viewers; one query.
    """
    looks = AuditEntry.objects.looks_at(person).with_names()
    place = place_of(before)
    if place is not None:
        looks = looks.before(*place)
    found = list(looks.newest_first()[: limit + 1])
    shown = found[:limit]
    older = name_of_place(shown[-1]) if len(found) > limit else ""
    return LookPage(shown, older, place is None)


def looker(look: AuditEntry) -> str:
    """Return who looked, as their data's owner may know it: a company, never one of its people."""
    if look.company is not None:
        return str(look.company.name)
    if look.actor is not None and look.actor.is_admin:
        return _administration()
    return _("Somebody who was signed in")


def name_for(person: User, *, reader: User) -> str:
    """Return who did something, as `reader` may know it: administrators stand for the site.

    To each other they have names.
    """
    if person.is_admin and not reader.is_admin:
        return _administration()
    return str(person.get_full_name() or person.username)


def _administration() -> str:
    return _("%(site)s, by an administrator") % {"site": brand().name}


def name_of_place(entry: AuditEntry) -> str:
    """Return what names the place after `entry` in an address."""
    return f"{entry.at.isoformat()}~{entry.pk}"


def place_of(text: str) -> tuple[datetime, int] | None:
    """Return the time and the id of the row after which a page begins; None for no place."""
    when, _tilde, number = text.partition("~")
    # A plus sign in an address is read as a space.
    try:
        at = parse_datetime(when.replace(" ", "+"))
        at = at and at.astimezone(UTC)  # some times exist in other zones only
    except (ValueError, OverflowError):
        return None
    pk = row_id_of(number)
    return None if at is None or pk is None else (at, pk)


def _new_today(
    viewer: User,
    kind: AccessKind,
    seen: list[tuple[int, str]],
    company: Company | int | None,
) -> tuple[list[str], list[tuple[int, str]]]:
    """Return the looks that are not known from today, and the keys to remember them by."""
    today = timezone.now().date().isoformat()
    place = "" if company is None else str(_pk(company))
    keys = {
        f"seen:{today}:{viewer.pk}:{place}:{kind}:{target}": (pk, target) for pk, target in seen
    }
    known = cache.get_many(keys)
    new = {key: look for key, look in keys.items() if key not in known}
    return list(new), list(new.values())


def _pk(thing: User | Company | int) -> int:
    return thing if isinstance(thing, int) else thing.pk
