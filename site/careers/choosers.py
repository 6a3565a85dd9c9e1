"""How editors choose a job or a company: by search, for a list of all would never end."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import (
    BaseChooseView,
    ChooseResultsViewMixin,
    ChooseViewMixin,
    CreationFormMixin,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet

from jobs.choices import JobStatus
from jobs.models import Job
from nexus.core.ids import row_id_of
from people.models import Company


class JobSearchForm(BaseFilterForm):
    q = forms.CharField(label=_("Title, company or number"), required=False, max_length=200)

    def filter(self, objects: Any) -> Any:
        objects = super().filter(objects)
        text = self.cleaned_data.get("q", "").strip()
        if not text:
            return objects
        self.is_searching, self.search_query = True, text
        found = Q(title__icontains=text) | Q(company__name__icontains=text)
        if (pk := row_id_of(text)) is not None:
            found |= Q(pk=pk)
        return objects.filter(found)


class _JobsToChoose(CreationFormMixin, BaseChooseView):
    ordering = "-pk"
    filter_form_class = JobSearchForm

    def get_object_list(self) -> Any:
        return Job.objects.exclude(
            status__in=[JobStatus.CLOSED, JobStatus.ARCHIVED]
        ).select_related("company")

    @property
    def columns(self) -> list[Any]:
        return [
            *super().columns,
            Column("company", label=_("Company"), accessor="company.name"),
            Column("location", label=_("Location"), accessor="location"),
            Column("status", label=_("Status"), accessor="get_status_display"),
        ]


class JobChooseView(ChooseViewMixin, _JobsToChoose):
    """The dialogue."""


class JobChooseResultsView(ChooseResultsViewMixin, _JobsToChoose):
    """Its results, as one types."""


class JobChooserViewSet(ChooserViewSet):
    model = Job
    icon = "doc-full"
    choose_one_text = _("Choose a job")
    choose_another_text = _("Choose another job")
    edit_item_text = _("Edit this job")
    choose_view_class = JobChooseView
    choose_results_view_class = JobChooseResultsView


job_chooser_viewset = JobChooserViewSet("job_chooser")


class CompanySearchForm(BaseFilterForm):
    q = forms.CharField(label=_("Name"), required=False, max_length=200)

    def filter(self, objects: Any) -> Any:
        objects = super().filter(objects)
        text = self.cleaned_data.get("q", "").strip()
        if not text:
            return objects
        self.is_searching, self.search_query = True, text
        return objects.filter(name__icontains=text)


class _CompaniesToChoose(CreationFormMixin, BaseChooseView):
    ordering = "name"
    filter_form_class = CompanySearchForm

    @property
    def columns(self) -> list[Any]:
        return [
            *super().columns,
            Column("location", label=_("Location"), accessor="location"),
        ]


class CompanyChooseView(ChooseViewMixin, _CompaniesToChoose):
    """The dialogue."""


class CompanyChooseResultsView(ChooseResultsViewMixin, _CompaniesToChoose):
    """Its results, as one types."""


class CompanyChooserViewSet(ChooserViewSet):
    model = Company
    icon = "group"
    choose_one_text = _("Choose a company")
    choose_another_text = _("Choose another company")
    edit_item_text = _("Edit this company")
    choose_view_class = CompanyChooseView
    choose_results_view_class = CompanyChooseResultsView


company_chooser_viewset = CompanyChooserViewSet("company_chooser")
