"""Which applications there are, and for whom."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils import timezone

from hiring.choices import ApplicationStatus
from hiring.references import number_of
from people.models import User

if TYPE_CHECKING:
    from datetime import datetime

    from hiring.models import Application


class ApplicationQuerySet(models.QuerySet["Application"]):
    def live(self) -> ApplicationQuerySet:
        """Leave out withdrawn applications."""
        return self.filter(withdrawn_at=None)

    def waiting(self) -> ApplicationQuerySet:
        """Return the applications at which nobody has looked yet."""
        return self.live().filter(status=ApplicationStatus.PENDING)

    def overdue(self, *, at: datetime | None = None) -> ApplicationQuerySet:
        """Return those that nobody has looked at for longer than their company's promise."""
        days = Cast("job__company__answer_days", models.IntegerField())  # as SQLite demands
        promised = models.ExpressionWrapper(
            days * models.Value(timedelta(days=1)), output_field=models.DurationField()
        )
        latest = models.Value(at or timezone.now(), output_field=models.DateTimeField()) - promised
        return self.waiting().filter(
            applied_at__lt=models.ExpressionWrapper(latest, output_field=models.DateTimeField())
        )

    def by(self, user: User) -> ApplicationQuerySet:
        """Return the applications that `user` made, withdrawn ones too."""
        return self.filter(applicant=user)

    def received_by(self, user: User) -> ApplicationQuerySet:
        """Return the applications to the jobs of the companies in which `user` has a role."""
        return self.filter(job__company__in=user.companies.active())

    def handled_by(self, user: User) -> ApplicationQuerySet:
        """Return what `user` sees on the company's side: their companies'; admins see all."""
        return self.all() if user.is_admin else self.received_by(user)

    def visible_to(self, user: User) -> ApplicationQuerySet:
        """Return what `user` may see: their own, their companies'; admins see all."""
        if user.is_admin:
            return self.all()
        return self.filter(Q(applicant=user) | Q(job__company__in=user.companies.active()))

    def for_job_titled(self, text: str) -> ApplicationQuerySet:
        return self.filter(job__title__icontains=text)

    def at_company_named(self, text: str) -> ApplicationQuerySet:
        return self.filter(job__company__name__icontains=text)

    def matching(self, text: str, *, people: bool = False) -> ApplicationQuerySet:
        """Match the job's title and the company's name and, with `people`, the applicant.

        People are found by name, e-mail or phone through the blind index: only for those who
        receive the applications.
        """
        found = Q(job__title__icontains=text) | Q(job__company__name__icontains=text)
        if people:
            found |= Q(applicant__in=User.objects.matching(text).values("pk"))
        return self.filter(found)

    def of_people_matching(self, text: str) -> ApplicationQuerySet:
        """Return those of people found by name, e-mail or phone, or the one with this number."""
        number = number_of(text)
        if number is not None:
            return self.filter(pk=number)
        return self.filter(applicant__in=User.objects.matching(text).values("pk"))

    def after(self, application: Application) -> ApplicationQuerySet:
        """Return those that follow `application` in the order of the newest first."""
        at, pk = application.applied_at, application.pk
        # The first condition says no more than the second, but an index serves it.
        return self.filter(applied_at__lte=at).filter(
            Q(applied_at__lt=at) | Q(applied_at=at, pk__lt=pk)
        )

    def before(self, application: Application) -> ApplicationQuerySet:
        """Return those that come ahead of `application` in the order of the newest first."""
        at, pk = application.applied_at, application.pk
        return self.filter(applied_at__gte=at).filter(
            Q(applied_at__gt=at) | Q(applied_at=at, pk__gt=pk)
        )

    def with_list_facts(self) -> ApplicationQuerySet:
        """Load with each application what a list or a board of the company shows."""
        return self.select_related("job__company", "applicant").only(
            "status",
            "source",
            "rating",
            "resume",
            "withdrawn_at",
            "applied_at",
            "updated_at",
            "job__title",
            "job__location",
            "job__company__name",
            "applicant__username",
            "applicant__email",
            "applicant__first_name",
            "applicant__last_name",
            "applicant__full_name",
            "applicant__phone_number",
        )

    def with_card_facts(self) -> ApplicationQuerySet:
        """Load with each application what a row of a list shows of its job and applicant."""
        return self.select_related("job__company", "applicant").only(
            "cover_letter",
            "status",
            "withdrawn_at",
            "applied_at",
            "updated_at",
            "job__title",
            "job__location",
            "job__employment_type",
            "job__salary_min",
            "job__salary_max",
            "job__company__name",
            "applicant__username",
            "applicant__email",
            "applicant__first_name",
            "applicant__last_name",
            "applicant__full_name",
        )
