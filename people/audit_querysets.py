"""The vocabulary in which the audit is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db.models import F, Q

from nexus.core.append_only import AppendOnlyQuerySet
from nexus.core.audit import AuditAct
from people.choices import Role

if TYPE_CHECKING:
    from datetime import datetime

    from people.models import User

_LOOKS = (AuditAct.SEEN, AuditAct.FOUND, AuditAct.DOWNLOADED, AuditAct.EXPORTED)


class AuditQuerySet(AppendOnlyQuerySet[Any]):
    def looks(self) -> Self:
        """Return who has seen or taken personal data of others."""
        found = self.filter(act__in=_LOOKS, subject__isnull=False)
        return found.exclude(actor__isnull=False, actor=F("subject"))

    def looks_at(self, person: User) -> Self:
        """Return who else has seen or taken the data of `person`."""
        return self.looks().filter(subject=person)

    def visible_to(self, user: User) -> Self:
        """Return all of it to admins; to owners what concerns their companies; else nothing."""
        if user.is_admin:
            return self.all()
        owned = user.memberships.active().filter(role=Role.OWNER)
        companies = list(owned.values_list("company_id", flat=True))
        # Of one company the rows are read in their order from its index, and none is sorted.
        return (
            self.filter(company=companies[0])
            if len(companies) == 1
            else self.filter(company__in=companies)
        )

    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")

    def before(self, at: datetime, pk: int) -> Self:
        """Return what comes after the row of this time and id, the newest being the first."""
        return self.filter(at__lte=at).filter(Q(at__lt=at) | Q(pk__lt=pk))

    def with_names(self) -> Self:
        """Bring along who acted, whose data it was and which company: no query for each row."""
        return self.select_related("actor", "subject", "company")
