"""By what the list of jobs is narrowed. None of them looks at all jobs to offer its choices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.admin.filters import ChoicesFieldListFilter, SimpleListFilter
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jobs.choices import JobStatus
from jobs.querysets import JobQuerySet
from nexus.core.backoffice import acting
from nexus.core.ids import row_id_of
from people.models import Company
from people.standing import companies_of
from taxonomy.models import Category

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.contrib.admin import ModelAdmin
    from django.contrib.admin.views.main import ChangeList
    from django.http import HttpRequest

WEEK = 7


class StatusFilter(ChoicesFieldListFilter):
    """Offers every status but that of jobs which are in nobody's list."""

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        hidden = str(JobStatus.ARCHIVED.label)
        return (choice for choice in super().choices(changelist) if choice["display"] != hidden)


class DeadlineFilter(SimpleListFilter):
    title = _("deadline")
    parameter_name = "deadline"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Iterable[Any]:
        return [("week", _("Within a week")), ("past", _("Has passed"))]

    def queryset(self, request: HttpRequest, queryset: JobQuerySet) -> JobQuerySet:  # type: ignore[override]  # the list of jobs has no other
        if self.value() == "week":
            return queryset.closing_within(days=WEEK)
        if self.value() == "past":
            return queryset.past_deadline()
        return queryset


class OpeningFilter(SimpleListFilter):
    title = _("opening")
    parameter_name = "opening"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Iterable[Any]:
        return [("week", _("Opens by itself within a week"))]

    def queryset(self, request: HttpRequest, queryset: JobQuerySet) -> JobQuerySet:  # type: ignore[override]  # the list of jobs has no other
        return queryset.opening_within(days=WEEK) if self.value() == "week" else queryset


class CategoryFilter(SimpleListFilter):
    title = _("category")
    parameter_name = "category"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Iterable[Any]:
        return list(Category.objects.order_by("name").values_list("pk", "name")[:100])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = row_id_of(self.value() or "")
        return queryset if chosen is None else queryset.filter(category=chosen)


class CompanyFilter(SimpleListFilter):
    """Names the company that was chosen in the list itself; there are too many to offer all."""

    title = _("company")
    parameter_name = "company"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Iterable[Any]:
        chosen = row_id_of(request.GET.get("company", ""))
        if chosen is None:
            return []
        user = acting(request)
        if not user.is_admin and chosen not in companies_of(user):
            return []
        return list(Company.objects.filter(pk=chosen).values_list("pk", "name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = row_id_of(self.value() or "")
        return queryset if chosen is None else queryset.filter(company=chosen)
