"""How an application stands, in the applicant's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hiring.choices import ApplicationStatus

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.utils.functional import Promise

    from hiring.models import Application, StatusChange

STAGES: dict[ApplicationStatus, Promise] = {
    ApplicationStatus.PENDING: gettext_lazy("Sent"),
    ApplicationStatus.REVIEWED: gettext_lazy("Read"),
    ApplicationStatus.SHORTLISTED: gettext_lazy("Shortlisted"),
    ApplicationStatus.HIRED: gettext_lazy("Hired"),
    ApplicationStatus.REJECTED: gettext_lazy("Declined"),
}
_WAY = (ApplicationStatus.PENDING, ApplicationStatus.REVIEWED, ApplicationStatus.SHORTLISTED)


class Step(NamedTuple):
    """One stage of the line: `state` is done, current or ahead."""

    label: str
    state: str


class Event(NamedTuple):
    """Something that happened to an application. Who did it stays with the company."""

    label: str
    at: datetime


def progress(application: Application) -> list[Step]:
    """Return the stages in their order, the last being the decision."""
    status = ApplicationStatus(application.status)
    is_declined = status == ApplicationStatus.REJECTED
    way = [*_WAY, ApplicationStatus.REJECTED if is_declined else ApplicationStatus.HIRED]
    if is_declined:
        # How far it had come is in the history; a line through stages never reached would lie.
        way = [ApplicationStatus.PENDING, ApplicationStatus.REVIEWED, ApplicationStatus.REJECTED]
    here = way.index(status)
    return [
        Step(str(STAGES[stage]), "done" if i < here else "current" if i == here else "ahead")
        for i, stage in enumerate(way)
    ]


def events(application: Application, changes: Iterable[StatusChange]) -> list[Event]:
    """Return what happened, the newest first."""
    found = [Event(_label(change), change.at) for change in changes]
    if application.withdrawn_at is not None:
        found.append(Event(_("You withdrew it"), application.withdrawn_at))
    found.sort(key=lambda event: event.at)
    return found[::-1]


def standing_of(application: Application) -> str:
    """Return the stage in a word."""
    if application.withdrawn_at is not None:
        return _("Withdrawn")
    return str(STAGES[ApplicationStatus(application.status)])


def _label(change: StatusChange) -> str:
    if change.is_undo and change.from_status == change.to_status:
        return _("You took your withdrawal back")
    label = str(STAGES[ApplicationStatus(change.to_status)])
    return _("Set back to: %(stage)s") % {"stage": label} if change.is_undo else label
