"""Prepared replies: administrators write them, and choose one when they decide on a job."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jobs.mails import readers_of
from jobs.models import PreparedReply
from jobs.services.permissions import ensure_admin
from nexus.core.errors import Invalid
from people.preferences import language_of
from people.services.auditing import AuditAct, record

if TYPE_CHECKING:
    from jobs.models import Job
    from jobs.reply_models import Decision
    from people.models import User

_ADMINS_ALONE = _("Only an administrator may prepare replies.")


class Replies(NamedTuple):
    """The prepared replies of one language."""

    language: str
    replies: list[PreparedReply]


def write_reply(reply: PreparedReply, *, by: User) -> PreparedReply:
    """Keep a new or changed reply. Raises NotAllowed unless `by` is an administrator, and Invalid."""
    ensure_admin(by, otherwise=_ADMINS_ALONE)
    reply.title, reply.text = (" ".join(text.split()) for text in (reply.title, reply.text))
    try:
        reply.full_clean()
    except ValidationError as exc:
        raise Invalid.fields(exc.message_dict) from exc
    act = AuditAct.CHANGED if reply.pk else AuditAct.ADDED
    with transaction.atomic():
        reply.save()
        _note(reply, act, by)
    return reply


def delete_reply(reply: PreparedReply, *, by: User) -> None:
    """Delete a reply; what was sent with it stays. Raises NotAllowed unless `by` is an admin."""
    ensure_admin(by, otherwise=_ADMINS_ALONE)
    with transaction.atomic():
        _note(reply, AuditAct.DELETED, by)
        reply.delete()


def replies_for(decision: Decision, job: Job) -> list[Replies]:
    """Return what is prepared for a decision, in the language of the job's readers first."""
    readers = readers_of(job.company, [job.posted_by_id])
    spoken = [language_of(reader) for reader in readers]
    first = next(filter(None, spoken), None) or settings.LANGUAGE_CODE
    order = dict.fromkeys([first, get_language() or first, *dict(settings.LANGUAGES)])
    found: dict[str, list[PreparedReply]] = {}
    for reply in PreparedReply.objects.filter(decision=decision):
        found.setdefault(reply.language, []).append(reply)
    names = dict(settings.LANGUAGES)
    return [Replies(str(names[code]), found[code]) for code in order if code in found]


def _note(reply: PreparedReply, act: AuditAct, by: User) -> None:
    record(actor=by, act=act, thing=f"preparedreply:{reply.pk}", label=reply.title)
