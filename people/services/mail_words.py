"""Changing the words of a mail, and going back to those that held before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nexus.core.audit import AuditAct
from nexus.core.errors import Conflict, Missing, NotAllowed
from people.choices import Role
from people.mail_events import MailEvent, Words, mail_event
from people.mail_words import WordBook
from people.models import Company, MailWording, User
from people.services.auditing import record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nexus.core.audit import Json


class ChangedMeanwhile(Conflict):
    """Somebody else has changed the text since it was shown; `now` is what it is (None: reset)."""

    def __init__(self, now: MailWording | None) -> None:
        self.now = now
        super().__init__(_("Somebody changed this text while you were writing."))


def write_words(
    event: str,
    language: str,
    company: Company | None,
    words: Words,
    *,
    by: User,
    seen: str,
) -> MailWording | None:
    """Keep the words of the site or of a company, and return the row.

    `seen` is the stamp of what was shown, empty where nothing had been written. Words that are the
    same as would hold without them are not kept: None. Raises NotAllowed or Missing to those who
    may not, Invalid under `subject` and `body`, ChangedMeanwhile.
    """
    known = _ensure_may(event, language, company, by)
    tidy = Words(" ".join(words.subject.split()), _tidy(words.body))
    known.check(tidy)
    with transaction.atomic():
        row = _locked(event, language, company)
        if (row.stamp if row else "") != seen:
            raise ChangedMeanwhile(row)
        if tidy == inherited(event, language, company):
            if row is not None:
                row.delete()
                _note(AuditAct.RESTORED, event, language, company, by)
            return None
        if row is not None and Words(row.subject, row.body) == tidy:
            return row
        return _keep(row, event, language, company, tidy, by)


@transaction.atomic
def reset_words(event: str, language: str, company: Company | None, *, by: User) -> bool:
    """Go back to what holds without these words; False where there were none. As `write_words`."""
    _ensure_may(event, language, company, by)
    row = _locked(event, language, company)
    if row is None:
        return False
    row.delete()
    _note(AuditAct.RESTORED, event, language, company, by)
    return True


def inherited(event: str, language: str, company: Company | None) -> Words:
    """Return the words that hold where none are kept here: the site's for a company, else ours."""
    known = mail_event(event)
    if company is None and known is not None:
        return known.ours(language)
    return WordBook([event]).words(event, language=language)


def _keep(
    row: MailWording | None,
    event: str,
    language: str,
    company: Company | None,
    words: Words,
    by: User,
) -> MailWording:
    kept = row or MailWording(event=event, language=language, company=company, version=0)
    before = kept.subject, kept.body
    kept.subject, kept.body = words
    kept.version += 1
    kept.changed_at, kept.changed_by = timezone.now(), by
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError as exc:
        # Two have written the first words at the same moment.
        raise ChangedMeanwhile(_locked(event, language, company)) from exc
    # Not the words themselves: whoever writes them may name somebody.
    parts = zip(("subject", "body"), before, words, strict=True)
    changed: list[Json] = [name for name, old, new in parts if old != new]
    act = AuditAct.CHANGED if row else AuditAct.ADDED
    _note(act, event, language, company, by, {"fields": changed})
    return kept


def _note(
    act: AuditAct,
    event: str,
    language: str,
    company: Company | None,
    by: User,
    details: Mapping[str, Json] | None = None,
) -> None:
    thing = f"mail_text:{event}.{language}"
    record(actor=by, act=act, thing=thing, label=event, company=company, details=details)


def _locked(event: str, language: str, company: Company | None) -> MailWording | None:
    rows = MailWording.objects.select_for_update(of=("self",)).select_related("changed_by")
    return rows.filter(event=event, language=language, company=company).first()


def _ensure_may(event: str, language: str, company: Company | None, by: User) -> MailEvent:
    known = mail_event(event)
    if known is None or language not in dict(settings.LANGUAGES):
        raise Missing(_("There is no such mail."))
    if company is None:
        if not by.is_admin:
            raise NotAllowed(_("Only administrators change the texts of the site."))
        return known
    if not known.is_for_companies:
        raise Missing(_("There is no such mail."))
    if by.is_admin:
        return known
    membership = company.memberships.filter(user=by).first()
    if membership is None:
        raise Missing(_("There is no such company."))
    if membership.role != Role.OWNER:
        raise NotAllowed(_("Only owners change the texts of a company."))
    return known


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines()).strip()
