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
from jobs.choices import JobStatus
from people.keeping import keeping_of
from people.models import User

if TYPE_CHECKING:
    from datetime import datetime

    from hiring.models import Application
    from people.models import Company

_HIRED = Q(status=ApplicationStatus.HIRED)


class ApplicationQuerySet(models.QuerySet["Application"]):
    def kept(self) -> ApplicationQuerySet:
        """Leave out those that were emptied because their time was over."""
        return self.filter(emptied_at=None)

    def live(self) -> ApplicationQuerySet:
        """Leave out withdrawn and emptied applications."""
        return self.kept().filter(withdrawn_at=None)

    def of_company_past(self, company: Company, *, at: datetime) -> ApplicationQuerySet:
        """Return the applications to a company that it keeps no longer at this time."""
        keeping = keeping_of(company)
        limits = [days for days in keeping if days is not None]
        if not limits:
            return self.none()
        # Nothing changes after the end but the stage: so an index finds what is old enough.
        old = self.kept().filter(
            job__company=company, updated_at__lte=at - timedelta(days=min(limits))
        )
        past = Q(pk__in=[])
        if keeping.withdrawn is not None:
            past |= Q(withdrawn_at__lte=at - timedelta(days=keeping.withdrawn))
        stayed = Q(withdrawn_at=None)
        if keeping.ended is not None:
            then = at - timedelta(days=keeping.ended)
            closed = Q(job__closed_at__lte=then) & ~Q(job__status=JobStatus.OPEN)
            decided = Q(status=ApplicationStatus.REJECTED)
            past |= stayed & Q(updated_at__lte=then) & (decided | closed) & ~_HIRED
        if keeping.hired is not None:
            past |= stayed & _HIRED & Q(updated_at__lte=at - timedelta(days=keeping.hired))
        return old.filter(past)

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
        return self.kept().filter(job__company__in=user.companies.active())

    def handled_by(self, user: User) -> ApplicationQuerySet:
        """Return what `user` sees on the company's side: their companies'; admins see all."""
        return self.kept() if user.is_admin else self.received_by(user)

    def visible_to(self, user: User) -> ApplicationQuerySet:
        """Return what `user` may see: their own, their companies'; admins see all."""
        handled = Q(emptied_at=None)
        if not user.is_admin:
            handled &= Q(job__company__in=user.companies.active())
        return self.filter(Q(applicant=user) | handled)

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
            "job__company__reply_address",
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
