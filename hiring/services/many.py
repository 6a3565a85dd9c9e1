"""Doing one thing to many applications: in chunks, each a transaction, with a report at the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import batched
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from hiring.references import reference_of
from hiring.services.locks import lock_applications
from hiring.services.permissions import NO_SUCH_APPLICATION, ensure_may_decide, roles_of
from nexus.core.errors import Invalid, Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from hiring.models import Application, Batch
    from people.models import User

MAX_AT_ONCE = 1000
_CHUNK = 100


@dataclass(frozen=True)
class Refusal:
    """An application with which it did not work, and a sentence that says why."""

    application_id: int
    why: str

    @property
    def reference(self) -> str:
        return reference_of(self.application_id)


@dataclass
class Report:
    """What came of it: the ids with which it worked, and the others. `batch` is what can be undone.

    `batch` is None where nothing was done, or nothing that can be undone.
    """

    batch: Batch | None = None
    done: list[int] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


def in_chunks(
    ids: Iterable[int],
    *,
    by: User,
    check: Callable[[Application], None],
    carry_out: Callable[[list[Application]], None],
    report: Report,
) -> None:
    """Lock the applications a chunk at a time and do it to those to which it can be done.

    Without the right to decide on an application, or where `check` raises Refused, it is refused
    in the report; `carry_out` gets the rest. The queries of a chunk do not depend on its size.
    Raises Invalid for more than MAX_AT_ONCE.
    """
    wanted = list(dict.fromkeys(ids))
    if len(wanted) > MAX_AT_ONCE:
        raise Invalid(
            _("At most %(number)d applications can be changed at once.") % {"number": MAX_AT_ONCE}
        )
    roles = roles_of(by)
    for chunk in batched(sorted(wanted), _CHUNK):
        with transaction.atomic():
            possible = []
            found = {application.pk: application for application in lock_applications(chunk)}
            for pk in chunk:
                why = _why_not(found.get(pk), by, roles, check)
                if why:
                    report.refused.append(Refusal(pk, why))
                else:
                    possible.append(found[pk])
            if possible:
                carry_out(possible)
        report.done += [application.pk for application in possible]


def _why_not(
    application: Application | None,
    by: User,
    roles: dict[int, str],
    check: Callable[[Application], None],
) -> str:
    if application is None:
        return str(NO_SUCH_APPLICATION)
    try:
        ensure_may_decide(application, by=by, roles=roles)
        check(application)
    except Refused as refusal:
        return refusal.message
    return ""
