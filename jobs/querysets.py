"""Which jobs there are, and for whom."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from jobs.choices import JobStatus
from people.models import Company

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser

    from jobs.models import Job
    from people.models import User


def is_open_at(moment: datetime, *, job: str = "") -> Q:
    """Return the one definition of "open".

    The status says so, the deadline is ahead and the company is active. `job` is the way from the
    queried table to the job, as "job__".
    """
    # No join: the few companies that are shut out are read once, and the indexes of jobs decide.
    shut_out = Q((f"{job}company__in", Company.objects.deactivated().order_by()))
    return (
        Q((f"{job}status", JobStatus.OPEN), (f"{job}application_deadline__gt", moment)) & ~shut_out
    )


class JobQuerySet(models.QuerySet["Job"]):
    def open(self, *, at: datetime | None = None) -> JobQuerySet:
        """Return jobs that take applications, now or `at` a moment."""
        return self.filter(is_open_at(at or timezone.now()))

    def expired(self, *, at: datetime | None = None) -> JobQuerySet:
        """Return jobs whose deadline has passed while their status still says open."""
        return self.filter(status=JobStatus.OPEN, application_deadline__lte=at or timezone.now())

    def due_to_open(self, *, at: datetime) -> JobQuerySet:
        """Return scheduled jobs whose time to open has come."""
        return self.filter(status=JobStatus.SCHEDULED, opens_at__lte=at)

    def opening_within(self, *, days: int, at: datetime | None = None) -> JobQuerySet:
        """Return scheduled jobs that open by themselves at most so many days ahead."""
        until = (at or timezone.now()) + timedelta(days=days)
        return self.filter(status=JobStatus.SCHEDULED, opens_at__lte=until)

    def closing_within(self, *, days: int, at: datetime | None = None) -> JobQuerySet:
        """Return open jobs whose deadline is at most so many days ahead."""
        now = at or timezone.now()
        return self.open(at=now).filter(application_deadline__lte=now + timedelta(days=days))

    def present(self) -> JobQuerySet:
        """Leave out archived jobs, which are kept for their applications alone."""
        return self.exclude(status=JobStatus.ARCHIVED)

    def visible_to(self, user: User | AnonymousUser) -> JobQuerySet:
        """Return what `user` may see: open jobs, those of their companies; admins see all."""
        if not user.is_authenticated:
            return self.open()
        if user.is_admin:
            return self.present()
        theirs = Q(company__in=user.companies.active()) & ~Q(status=JobStatus.ARCHIVED)
        return self.filter(is_open_at(timezone.now()) | theirs)

    def managed_by(self, user: User) -> JobQuerySet:
        """Return what `user` looks after in the back office: their companies' jobs; admins all."""
        return self.all() if user.is_admin else self.filter(company__in=user.companies.active())

    def of_concern_to(self, user: User) -> JobQuerySet:
        """Return what `user` may see and has posted or shares with their company."""
        theirs = Q(posted_by=user) | Q(company__in=user.companies.active())
        return self.visible_to(user).filter(theirs)

    def past_deadline(self, *, at: datetime | None = None) -> JobQuerySet:
        """Return jobs, of any status, whose deadline has passed."""
        return self.filter(application_deadline__lte=at or timezone.now())

    def with_card_facts(self) -> JobQuerySet:
        """Annotate what a row of a list shows: `application_count` and `is_featured`.

        Both read relations of higher apps by name; withdrawn applications do not count.
        """
        count = (
            live_applications()
            .filter(job=OuterRef("pk"))
            .order_by()
            .values("job")
            .annotate(n=models.Count("pk"))
            .values("n")
        )
        return self.annotate(
            application_count=Coalesce(Subquery(count), 0),
            is_featured=Exists(live_feature_pages().filter(job=OuterRef("pk"))),
        )


def live_applications() -> models.QuerySet[Any]:
    """Return the applications that have not been withdrawn: rows of a higher app, by name."""
    return _related("applications").filter(withdrawn_at=None)


def live_feature_pages() -> models.QuerySet[Any]:
    """Return the pages that feature a job now: rows of a higher app, by name."""
    return _related("feature_pages").filter(live=True)


def feature_pages_seen_or_to_come() -> models.QuerySet[Any]:
    """Return the pages that feature a job now, and the drafts that editors have yet to publish."""
    is_draft = Q(live=False, expired=False, has_unpublished_changes=True)
    return _related("feature_pages").filter(Q(live=True) | is_draft)


def feature_pages_of_open_jobs() -> models.QuerySet[Any]:
    """Return the live feature pages of open jobs, one for each job: the editors' first."""
    earlier = live_feature_pages().filter(job=OuterRef("job"), path__lt=OuterRef("path"))
    # By join: "job in (open jobs)" has SQLite collect all open jobs first.
    return live_feature_pages().filter(~Exists(earlier), is_open_at(timezone.now(), job="job__"))


def _related(name: str) -> models.QuerySet[Any]:
    from jobs.models import Job

    related: Any = Job._meta.get_field(name).related_model
    rows: models.QuerySet[Any] = related._base_manager.all()
    return rows
