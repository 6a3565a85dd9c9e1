"""Archives of all that is held of a person: asked for, made in the background, removed again."""

from __future__ import annotations

import logging
import tempfile
import uuid
from datetime import timedelta
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO, cast

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nexus.core.crypto import CannotOpen
from nexus.core.errors import Conflict, Missing
from nexus.core.files.sealed import SealingWriter, read_sealed
from nexus.core.mail import queue_mail
from nexus.core.storages import private_storage, saved_file
from people.archives import write_archive
from people.mail_words import render_event
from people.models import DataExport, ExportState, User
from people.names import called
from people.preferences import in_words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

logger = logging.getLogger(__name__)

KEPT_FOR = timedelta(days=7)
# Longer than a worker would try: what is not there by then does not come any more.
GIVEN_UP_AFTER = timedelta(minutes=20)
MAX_A_DAY = 5
_GONE = gettext_lazy("This archive is not there any more. Ask for a new one.")


class ExportPending(Conflict):
    """One is being prepared already."""


class TooManyExports(Conflict):
    """Enough for one day."""


def latest_export(person: User) -> DataExport | None:
    """Return the newest archive of `person` that has not expired, whatever its state. One query."""
    return (
        DataExport.objects.filter(user=person)
        .exclude(expires_at__lte=timezone.now())
        .order_by("-requested_at", "-pk")
        .first()
    )


@transaction.atomic
def request_export(person: User) -> DataExport:
    """Have an archive prepared. It is made by a task, and its owner is told by mail.

    Raises ExportPending while one is under way, TooManyExports after MAX_A_DAY within a day.
    """
    from people.tasks import make_data_export

    now = timezone.now()
    # Two requests at once come one after the other.
    User.objects.select_for_update().get(pk=person.pk)
    give_up_stuck_exports(person)
    own = DataExport.objects.filter(user=person)
    if own.filter(state=ExportState.PENDING).exists():
        raise ExportPending(_("Your archive is being prepared already."))
    if own.filter(requested_at__gt=now - timedelta(days=1)).count() >= MAX_A_DAY:
        raise TooManyExports(_("You have asked for several archives today. Try again tomorrow."))
    export = DataExport.objects.create(user=person, requested_at=now)
    make_data_export.enqueue(export.pk)
    return export


def make_export(export_id: int) -> None:
    """Make the archive that was asked for; nothing happens to one that is made or given up.

    Never raises for what goes wrong with it: the archive has failed then, and says so.
    """
    export = DataExport.objects.select_related("user").filter(pk=export_id).first()
    if export is None or export.state != ExportState.PENDING:
        return
    try:
        _make(export)
    except _Superseded:
        logger.info("Archive %s was given up or made by another worker meanwhile.", export_id)
    except Exception:
        logger.exception("Archive %s could not be made.", export_id)
        DataExport.objects.filter(pk=export_id, state=ExportState.PENDING).update(
            state=ExportState.FAILED, finished_at=timezone.now()
        )


def read_export(person: User, export_id: int) -> tuple[DataExport, Iterator[bytes]]:
    """Return an archive of `person` and its bytes, piece by piece.

    Raises Missing for what is another's, not ready, expired, or cannot be read any more.
    """
    export = DataExport.objects.filter(
        pk=export_id, user=person, state=ExportState.READY, expires_at__gt=timezone.now()
    ).first()
    if export is None:
        raise Missing(str(_GONE))
    try:
        file = export.archive.open("rb")
        pieces = read_sealed(file)
        # Only now is it known whether the keys of today open it.
        return export, chain([next(pieces)], pieces)
    except (OSError, CannotOpen) as exc:
        logger.exception("Archive %s cannot be read.", export_id)
        raise Missing(str(_GONE)) from exc


def remove_old_exports() -> int:
    """Erase archives that have expired, and fail those that nobody will finish. Returns both."""
    now = timezone.now()
    given_up = give_up_stuck_exports()
    removed = _erase_files(DataExport.objects.filter(expires_at__lte=now))
    # The rows stay a while longer: they are what MAX_A_DAY counts.
    DataExport.objects.filter(archive="", requested_at__lt=now - KEPT_FOR).exclude(
        state=ExportState.PENDING
    ).delete()
    return given_up + removed


def erase_exports(person: User) -> None:
    """Erase all archives of `person`, the files first."""
    own = DataExport.objects.filter(user=person)
    _erase_files(own)
    own.delete()


def give_up_stuck_exports(person: User | None = None) -> int:
    """Count as failed what has not been finished for long, of everybody or of `person`."""
    stuck = DataExport.objects.filter(
        state=ExportState.PENDING, requested_at__lt=timezone.now() - GIVEN_UP_AFTER
    )
    if person is not None:
        stuck = stuck.filter(user=person)
    return stuck.update(state=ExportState.FAILED, finished_at=timezone.now())


def _erase_files(exports: QuerySet[DataExport]) -> int:
    erased = 0
    for export in exports.exclude(archive="").iterator():
        # The file first: a row without a file is found again, a file without a row is not.
        private_storage().delete(export.archive.name or "")
        DataExport.objects.filter(pk=export.pk).update(archive="")
        erased += 1
    return erased


def _make(export: DataExport) -> None:
    with tempfile.TemporaryFile() as scratch:
        # Sealed while it is written, so that it never lies on a disk in clear.
        with SealingWriter(cast("BinaryIO", scratch)) as sealing, in_words_of(export.user):
            write_archive(export.user, sealing)
        scratch.seek(0)
        name = f"exports/{uuid.uuid4().hex}.sealed"
        with saved_file(private_storage(), name, File(scratch)) as stored:
            _finish(export, stored, size=sealing.size)


class _Superseded(Exception):
    """It was given up, or made by another worker, meanwhile."""


@transaction.atomic
def _finish(export: DataExport, stored: str, *, size: int) -> None:
    now = timezone.now()
    finished = DataExport.objects.filter(pk=export.pk, state=ExportState.PENDING).update(
        state=ExportState.READY,
        finished_at=now,
        expires_at=now + KEPT_FOR,
        archive=stored,
        size=size,
    )
    if not finished:
        raise _Superseded
    # The one before is of no use any more; its file goes with the next `remove_old_exports`.
    older = DataExport.objects.filter(user=export.user, expires_at__gt=now)
    older.exclude(pk=export.pk).update(expires_at=now)
    _tell(export.user)


def _tell(person: User) -> None:
    if not person.email:
        return
    with in_words_of(person):
        values = {
            "full_name": called(person),
            "url": settings.BASE_URL.rstrip("/") + reverse("account_data"),
            "days": str(KEPT_FOR.days),
        }
        subject, text, html = render_event("data_export_ready", values)
    queue_mail(
        kind="data_export_ready",
        to=person.email,
        recipient=person,
        subject=subject,
        text=text,
        html=html,
    )
