"""By what the list of applications is narrowed. Each is answered by an index or by few rows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hiring.choices import ApplicationStatus
from jobs.models import Job
from nexus.core.backoffice import acting
from nexus.core.ids import row_id_of
from people.names import called
from taxonomy.models import Skill

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin
    from django.http import HttpRequest

WITHDRAWN = "withdrawn"
_MOST_SKILLS = 30


class WaitingFilter(SimpleListFilter):
    title = _("waiting")
    parameter_name = "waiting"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Any:
        return [("new", _("Not looked at")), ("overdue", _("Longer than promised"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any] | None:
        match self.value():
            case "new":
                found: QuerySet[Any] = queryset.waiting()
                return found
            case "overdue":
                late: QuerySet[Any] = queryset.overdue()
                return late
        return None


class StageFilter(SimpleListFilter):
    title = _("stage")
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Any:
        return [*ApplicationStatus.choices, (WITHDRAWN, _("Withdrawn"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any] | None:
        stage = self.value()
        if stage == WITHDRAWN:
            return queryset.exclude(withdrawn_at=None)  # type: ignore[no-any-return]
        if stage in ApplicationStatus.values:
            return queryset.live().filter(status=stage)  # type: ignore[no-any-return]
        return None


class ApplicantFilter(SimpleListFilter):
    """Narrows the list to one person, and is offered where somebody came from their page."""

    title = _("applicant")
    parameter_name = "applicant"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Any:
        number = row_id_of(request.GET.get(self.parameter_name, ""))
        if number is None:
            return []
        seen = model_admin.get_queryset(request).filter(applicant=number)
        row = seen.select_related("applicant").order_by().first()
        if row is None:  # of whom nothing is to be seen, not even the name is told
            return [(str(number), _("Account #%(number)s") % {"number": number})]
        return [(str(number), called(row.applicant))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        number = row_id_of(self.value() or "")
        return None if number is None else queryset.filter(applicant=number)


class RatingFilter(SimpleListFilter):
    title = _("rating")
    parameter_name = "rating"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Any:
        return [
            ("4", _("4 and better")),
            ("3", _("3 and better")),
            ("low", _("Below 3")),
            ("none", _("Not rated")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        match self.value():
            case "4" | "3" as least:
                return queryset.filter(rating__gte=int(least))
            case "low":
                return queryset.filter(rating__lt=3)
            case "none":
                return queryset.filter(rating=None)
        return None


class AgeFilter(SimpleListFilter):
    title = _("age")
    parameter_name = "age"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Any:
        return [
            ("1", _("Last 24 hours")),
            ("7", _("Last 7 days")),
            ("30", _("Last 30 days")),
            ("older", _("Older than 30 days")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        now = timezone.now()
        match self.value():
            case "1" | "7" | "30" as days:
                return queryset.filter(applied_at__gte=now - timedelta(days=int(days)))
            case "older":
                return queryset.filter(applied_at__lt=now - timedelta(days=30))
        return None


class CvFilter(SimpleListFilter):
    title = _("CV")
    parameter_name = "cv"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Any:
        return [("yes", _("With a CV")), ("no", _("Without"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        match self.value():
            case "yes":
                return queryset.exclude(resume="")
            case "no":
                return queryset.filter(resume="")
        return None


class SkillFilter(SimpleListFilter):
    """Offers the skills that the job in view asks for; without one, those of the own jobs."""

    title = _("skill of the applicant")
    parameter_name = "skill"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Any:
        job = row_id_of(request.GET.get("job__id__exact", ""))
        if job is not None:
            skills = Skill.objects.filter(jobs=job)
        else:
            # The latest jobs alone: those of all would have to be gone through for each page.
            jobs = Job.objects.managed_by(acting(request)).order_by("-pk").values("pk")[:50]
            skills = Skill.objects.filter(jobs__in=list(jobs.values_list("pk", flat=True)))
        found = skills.distinct().order_by("name").values_list("pk", "name")
        return [(str(pk), name) for pk, name in found[:_MOST_SKILLS]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        number = row_id_of(self.value() or "")
        return None if number is None else queryset.filter(applicant__profile__skills=number)


class OrderFilter(SimpleListFilter):
    """Changes the order and leaves the rows alone: see `ApplicationAdmin.get_ordering`."""

    title = _("order")
    parameter_name = "order"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Any:
        return [("oldest", _("Oldest first"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        return None
