"""Deciding of which stages the applicants of a company are told by themselves, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from hiring.mail_events import STAGES
from hiring.models import StageMail
from hiring.stage_models import MOST_HOURS
from hiring.stage_rules import DELAYED, Rule, StageRules
from nexus.core.audit import AuditAct
from nexus.core.errors import Invalid, Missing, NotAllowed
from people.choices import Role
from people.models import Company
from people.services.auditing import record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nexus.core.audit import Json
    from people.models import User


def set_stage_rules(company: Company, rules: Mapping[str, Rule], *, by: User) -> None:
    """Keep what a company wants of some stages. For its owners and administrators.

    Raises NotAllowed or Missing to others, and Invalid under `delay_hours`.
    """
    _ensure_owns(company, by)
    for status, rule in rules.items():
        if status not in STAGES:
            raise Invalid.field("status", _("This stage has no mail."))
        if not 0 <= rule.delay_hours <= (MOST_HOURS if status in DELAYED else 0):
            raise Invalid.field(
                "delay_hours", _("Between 0 and %(number)d hours.") % {"number": MOST_HOURS}
            )
    with transaction.atomic():
        Company.objects.select_for_update(no_key=True).get(pk=company.pk)
        before = StageRules([company.pk])
        changed = {
            status: rule for status, rule in rules.items() if rule != before.of(company.pk, status)
        }
        for status, rule in changed.items():
            StageMail.objects.update_or_create(
                company=company, status=status, defaults=rule._asdict()
            )
        if changed:
            details: dict[str, Json] = {
                f"mail_{status}": [_word(before.of(company.pk, status)), _word(rule)]
                for status, rule in changed.items()
            }
            record(
                actor=by,
                act=AuditAct.CHANGED,
                thing=f"company:{company.pk}",
                label=company.name,
                company=company,
                details=details,
            )


def _word(rule: Rule) -> str:
    return "off" if rule.is_off else f"after {rule.delay_hours} h" if rule.delay_hours else "on"


def _ensure_owns(company: Company, by: User) -> None:
    if by.is_admin:
        return
    member = company.memberships.active().filter(user=by).first()
    if member is None:
        raise Missing(_("There is no such company."))
    if member.role != Role.OWNER:
        raise NotAllowed(_("Only owners decide which mails the company sends."))
