"""Which applications there are, and for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from hiring.models import Application
    from people.models import User


class ApplicationQuerySet(models.QuerySet["Application"]):
    def live(self) -> ApplicationQuerySet:
        """Leave out withdrawn applications."""
        return self.filter(withdrawn_at=None)

    def by(self, user: User) -> ApplicationQuerySet:
        """Return the applications that `user` made, withdrawn ones too."""
        return self.filter(applicant=user)

    def received_by(self, user: User) -> ApplicationQuerySet:
        """Return the applications to the jobs of the companies in which `user` has a role."""
        return self.filter(job__company__in=user.companies.all())

    def visible_to(self, user: User) -> ApplicationQuerySet:
        """Return what `user` may see: their own, their companies'; admins see all."""
        if user.is_admin:
            return self.all()
        return self.filter(Q(applicant=user) | Q(job__company__in=user.companies.all()))
