"""Which jobs there are, and for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from jobs.choices import JobStatus

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser

    from jobs.models import Job
    from people.models import User


class JobQuerySet(models.QuerySet["Job"]):
    def open(self, *, at: datetime | None = None) -> JobQuerySet:
        """Return jobs that take applications: the one definition of "open"."""
        return self.filter(status=JobStatus.OPEN, application_deadline__gt=at or timezone.now())

    def present(self) -> JobQuerySet:
        """Leave out archived jobs, which are kept for their applications alone."""
        return self.exclude(status=JobStatus.ARCHIVED)

    def of_company_of(self, user: User) -> JobQuerySet:
        """Return jobs of the companies in which `user` has any role."""
        return self.filter(company__memberships__user=user)

    def visible_to(self, user: User | AnonymousUser) -> JobQuerySet:
        """Return what `user` may see: open jobs, those of their companies; admins see all."""
        if not user.is_authenticated:
            return self.open()
        if user.is_admin:
            return self.present()
        now = timezone.now()
        is_open = Q(status=JobStatus.OPEN, application_deadline__gt=now)
        theirs = Q(company__in=user.companies.all()) & ~Q(status=JobStatus.ARCHIVED)
        return self.filter(is_open | theirs)

    def with_card_facts(self) -> JobQuerySet:
        """Annotate what a row of a list shows: `application_count` and `is_featured`.

        Both read relations of higher apps by name; withdrawn applications do not count.
        """
        applications = self.model._meta.get_field("applications").related_model
        pages = self.model._meta.get_field("feature_pages").related_model
        count = (
            applications._base_manager.filter(job=OuterRef("pk"), withdrawn_at=None)
            .order_by()
            .values("job")
            .annotate(n=models.Count("pk"))
            .values("n")
        )
        return self.annotate(
            application_count=Coalesce(Subquery(count), 0),
            is_featured=Exists(pages._base_manager.filter(job=OuterRef("pk"), live=True)),
        )
