"""The form of a posting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db.models import Q
from django.urls import reverse_lazy
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from jobs.admin.step_forms import DeadlineField
from jobs.models import LONG_TEXTS, Job
from nexus.core.money import CURRENCIES
from taxonomy.models import Category
from taxonomy.names import tidy

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.functional import _StrPromise

    _JobForm = forms.ModelForm[Job]
else:
    _JobForm = forms.ModelForm

_HELP: dict[str, _StrPromise] = {
    "title": _("As people would search for it, without a number or a slogan."),
    "description": _("What is there to do, for whom and with whom?"),
    "responsibilities": _("What will the person answer for?"),
    "requirements": _("What do they need on the first day? Leave out what can be learnt."),
    "benefits": _("What do they get besides pay?"),
    "company_description": _("A paragraph about you, for those who do not know you yet."),
}
_LABELS: dict[str, _StrPromise] = {
    "location": _("Place"),
    "experience_level": _("Experience"),
    "company_description": _("About the company"),
    "salary_min": _("From"),
    "salary_max": _("To"),
    "salary_period": _("Per"),
}


class JobForm(_JobForm):
    """What a company writes of a job. What it means is up to the services."""

    application_deadline = DeadlineField(
        label=_("Deadline"), help_text=_("People can apply until the end of that day.")
    )
    skills = forms.CharField(
        label=_("Skills"),
        required=False,
        max_length=2000,
        help_text=_("Separated by commas, as “Python, Accounting”. Jobs are found by them."),
        widget=forms.TextInput(
            attrs={
                "class": "vTextField job-wide",
                "data-suggest": reverse_lazy("admin:jobs_job_skills"),
                "data-suggest-many": "",
                "autocomplete": "off",
            }
        ),
    )

    salary_currency = forms.ChoiceField(
        label=_("Currency"), choices=[(code, code) for code in sorted(CURRENCIES)]
    )

    class Meta:
        model = Job
        fields = (
            "company",
            "title",
            "category",
            "location",
            "workplace",
            "employment_type",
            "experience_level",
            *LONG_TEXTS,
            "salary_min",
            "salary_max",
            "salary_currency",
            "salary_period",
            "application_deadline",
        )
        labels = _LABELS
        help_texts = _HELP
        widgets: ClassVar[dict[str, Any]] = {
            **{
                name: forms.Textarea(attrs={"rows": 6, "data-rich-text": "", "class": "job-text"})
                for name in LONG_TEXTS
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        job: Job = self.instance
        if "category" in self.fields:
            choices: Any = self.fields["category"]
            usable = Q(live=True) | Q(pk=job.category_id)
            choices.queryset = Category.objects.filter(usable).order_by("name")
        if "location" in self.fields:
            self.fields["location"].widget.attrs |= {
                "data-suggest": reverse_lazy("admin:jobs_job_places"),
                "autocomplete": "off",
            }
        if job.pk and "skills" in self.fields:
            names = job.skills.order_by("name").values_list("name", flat=True)
            self.initial["skills"] = ", ".join(names)
        for name in ("salary_min", "salary_max"):
            amount = getattr(job, name)
            if amount is not None and amount == amount.to_integral_value():
                self.initial[name] = int(amount)
        if job.pk:
            self.initial["application_deadline"] = localtime(job.application_deadline).date()

    def clean_application_deadline(self) -> datetime:
        """Keep the time of a deadline whose day was left alone."""
        typed: datetime = self.cleaned_data["application_deadline"]
        if self.instance.pk:
            held = Job.objects.values_list("application_deadline", flat=True).get(
                pk=self.instance.pk
            )
            if localtime(held).date() == localtime(typed).date():
                return held
        return typed

    def validate_constraints(self) -> None:
        """Leave it to the services, which name the field that is at fault."""

    def written(self) -> dict[str, Any]:
        """Return what the services take: every field that was typed, the skills as a list."""
        typed = dict(self.cleaned_data)
        typed.pop("company", None)
        typed["skills"] = skills_in(typed["skills"])
        return typed


def skills_in(text: str) -> list[str]:
    """Return the names of a list that is separated by commas or lines, each once."""
    names = (tidy(name) for line in text.splitlines() for name in line.split(","))
    return list(dict.fromkeys(name for name in names if name))
