"""What the site holds of a person: their work in the CMS, and the alerts they get."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from careers.alerts.accounts import claim_alerts, end_alerts_of, erase_alerts_of, shown_alerts
from careers.alerts.models import JobAlert, Subscriber
from nexus.core.storages import public_storage
from people.erasure import name_of_erased
from people.models import User
from people.personal_data import Held, PersonalData, StoredFile, hand_rows_over

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHOWN = ("theme", "contrast", "density", "keyboard_shortcuts")


def cms(person: User) -> dict[str, Any] | None:
    held = UserProfile.objects.filter(user=person).first()
    if held is None:
        return None
    shown = {name: getattr(held, name) for name in _SHOWN}
    return {**shown, "picture": _picture_path(held) or None}


def files(person: User) -> Iterator[StoredFile]:
    held = UserProfile.objects.filter(user=person).first()
    if held is not None and (path := _picture_path(held)):
        yield StoredFile(path, public_storage(), held.avatar.name)


def erase(person: User) -> None:
    """Erase the person's alerts, their profile in the CMS, and their name in its log."""
    erase_alerts_of(person)
    held = UserProfile.objects.filter(user=person).first()
    if held is not None:
        # The file first: a row without a file is found again, a file without a row is not.
        if held.avatar.name:
            public_storage().delete(held.avatar.name)
        held.delete()
    kind = ContentType.objects.get_for_model(User)
    entries = ModelLogEntry.objects.filter(content_type=kind, object_id=str(person.pk))
    entries.update(label=name_of_erased(person))


def _picture_path(held: UserProfile) -> str:
    name = held.avatar.name
    return f"cms/picture{PurePosixPath(name).suffix}" if name else ""


def counted(person: User) -> Iterator[Held]:
    """Count the alerts, those of addresses included that the account has confirmed meanwhile."""
    claim_alerts(person)
    yield Held(_("Job alerts"), JobAlert.objects.of(person).count())


def merge(gone: User, kept: User) -> list[str]:
    """Give the alerts over, each with the address that it goes to."""
    hand_rows_over(gone, kept, [(Subscriber, "user")])
    return []


CAREERS = PersonalData(
    app="careers",
    sections={"cms": cms, "job_alerts": shown_alerts},
    files=files,
    close=end_alerts_of,
    erase=erase,
    counted=counted,
    merge=merge,
)
