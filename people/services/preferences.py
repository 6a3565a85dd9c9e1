"""Language and time zone of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nexus.core.errors import Invalid
from people.preferences import zone_names

if TYPE_CHECKING:
    from people.models import User


def set_preferences(person: User, *, language: str, time_zone: str) -> None:
    """Note how `person` wants to be spoken to; empty is as the browser asks, and in UTC.

    Raises Invalid for a language that we do not speak and for an unknown time zone.
    """
    if language and language not in dict(settings.LANGUAGES):
        raise Invalid.field("language", _("Choose one of the languages."))
    if time_zone and time_zone not in zone_names():
        raise Invalid.field("time_zone", _("Choose one of the time zones."))
    person.language, person.time_zone = language, time_zone
    person.save(update_fields=["language", "time_zone"])


def adopt_language(person: User) -> None:
    """Speak to `person`, who has chosen no language, in the one of the page they have just used.

    Nothing is noted of English, the language that people without a choice get. One statement at
    most; a person who is not saved yet is only told.
    """
    spoken = get_language()
    if person.language or spoken in (None, settings.LANGUAGE_CODE):
        return
    person.language = spoken
    if person.pk is not None:
        person.save(update_fields=["language"])
