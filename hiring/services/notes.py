"""What the company's people write on applications among themselves, and how they rate them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Avg
from django.db.models.functions import Lower

from hiring import mails
from hiring.models import Note, Rating
from hiring.services.locks import lock_application
from hiring.services.many import Report, in_chunks
from hiring.services.permissions import ensure_is_company_side, ensure_may_decide
from hiring.services.trail import note_applications
from nexus.core.audit import AuditAct
from people.models import Membership, User

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from hiring.models import Application

# As user names are written; a dot at the end belongs to the sentence.
_MENTION = re.compile(r"(?<![\w@.+-])@(\w(?:[\w.+@-]*[\w+-])?)")
_MAX_MENTIONS = 20


@transaction.atomic
def add_note(application: Application, *, by: User, text: str) -> Note:
    """Add a note for the company's own people, and tell those whom it names as "@user.name".

    Raises ValidationError for no text or too much, else as `move_application` does.
    """
    ensure_may_decide(application, by=by)
    return _write([application], by, _checked(by, text))[0]


def add_notes(ids: Iterable[int], *, by: User, text: str) -> Report:
    """Add the same note to several applications; whom it names gets one mail a chunk."""
    checked, report = _checked(by, text), Report()

    def carry_out(applications: list[Application]) -> None:
        _write(applications, by, checked)

    in_chunks(ids, by=by, check=lambda _one: None, carry_out=carry_out, report=report)
    return report


def read_notes(application: Application, *, by: User) -> QuerySet[Note]:
    """Return the notes, oldest first, to the company's people. Raises NotAllowed, Missing."""
    ensure_is_company_side(application, by=by)
    return application.notes.select_related("author")


@transaction.atomic
def rate_application(application: Application, score: int | None, *, by: User) -> Application:
    """Note what `by` thinks of an application, from 1 to 5; None takes their rating back.

    Returns the application with its new average. Raises ValidationError for other numbers, else
    as `move_application` does.
    """
    fresh = lock_application(application)
    ensure_may_decide(fresh, by=by)
    if score is None:
        Rating.objects.filter(application=fresh, reviewer=by).delete()
    else:
        rating = Rating(application=fresh, reviewer=by, score=score)
        rating.clean_fields(exclude={"application", "reviewer"})
        facts = {"score": score, "at": rating.at}
        Rating.objects.update_or_create(application=fresh, reviewer=by, defaults=facts)
    rated = {"rating": "taken back" if score is None else "given"}
    note_applications(AuditAct.CHANGED, [(fresh, rated)], by=by)
    fresh.rating = fresh.ratings.aggregate(average=Avg("score"))["average"]
    fresh.save(update_fields=["rating"])
    fresh.refresh_from_db(fields=["rating"])
    return fresh


def mentions_in(text: str) -> list[str]:
    """Return the user names that a text names with an @, in lower case, each once."""
    return list(dict.fromkeys(name.lower() for name in _MENTION.findall(text)))[:_MAX_MENTIONS]


def _checked(by: User, text: str) -> str:
    note = Note(author=by, text=text.strip())
    note.clean_fields(exclude={"application", "author"})
    return note.text


def _write(applications: Sequence[Application], by: User, text: str) -> list[Note]:
    notes = Note.objects.bulk_create(
        Note(application=application, author=by, text=text) for application in applications
    )
    noted = [(application, {"note": "added"}) for application in applications]
    note_applications(AuditAct.CHANGED, noted, by=by)
    names = mentions_in(text)
    if names:
        _mention(notes, names, by)
    return notes


def _mention(notes: Sequence[Note], names: Sequence[str], by: User) -> None:
    """Tie notes to the people they name, as far as those may read them, and tell each once."""
    companies = {note.application.job.company_id for note in notes}
    members = Membership.objects.filter(company__in=companies, user__is_active=True)
    named = members.annotate(name=Lower("user__username")).filter(name__in=names)
    ties = [
        (note, membership.user)
        for membership in named.exclude(user=by).select_related("user").order_by("pk")
        for note in notes
        if note.application.job.company_id == membership.company_id
    ]
    tie = Note.mentioned.through
    tie._default_manager.bulk_create(
        tie(note_id=note.pk, user_id=person.pk) for note, person in ties
    )
    told: dict[User, list[Application]] = {}
    for note, person in ties:
        told.setdefault(person, []).append(note.application)
    mails.tell_mentioned(told, by)
