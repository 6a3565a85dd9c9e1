"""A posting as those see it who may read it and not change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jobs.differences import LABELS
from jobs.pay_words import pay_line
from nexus.core.html import clean_html

if TYPE_CHECKING:
    from django.http import HttpRequest

    from jobs.models import Job

_PLAIN = ("title", "location", "workplace", "employment_type", "experience_level")


class ReadableTexts:
    """Mixin of the admin of jobs: its fields for reading."""

    def readable_fields(self) -> tuple[str, ...]:
        return (
            *_PLAIN,
            "shown_pay",
            "shown_category",
            "shown_deadline",
            "shown_skills",
            *_SHOWN_TEXTS,
        )

    def readable_fieldsets(self) -> Any:
        return [
            (_("The position"), {"fields": (_PLAIN[0], "shown_category", "shown_skills")}),
            (_("Place and terms"), {"fields": _PLAIN[1:]}),
            (_("Pay"), {"fields": ("shown_pay",)}),
            (_("What people read"), {"fields": _SHOWN_TEXTS}),
            (_("Deadline"), {"fields": ("shown_deadline",)}),
        ]

    @admin.display(description=LABELS["category_name"])
    def shown_category(self, job: Job) -> str:
        return job.category.name

    @admin.display(description=_("Pay"))
    def shown_pay(self, job: Job) -> str:
        return pay_line(job) or gettext("Not given")

    @admin.display(description=LABELS["application_deadline"])
    def shown_deadline(self, job: Job) -> str:
        return date_format(localtime(job.application_deadline), "DATETIME_FORMAT")

    @admin.display(description=LABELS["skills"])
    def shown_skills(self, job: Job) -> str:
        return ", ".join(job.skills.order_by("name").values_list("name", flat=True))

    @admin.display(description=LABELS["description"])
    def shown_description(self, job: Job) -> str:
        return _safe(job.description)

    @admin.display(description=LABELS["responsibilities"])
    def shown_responsibilities(self, job: Job) -> str:
        return _safe(job.responsibilities)

    @admin.display(description=LABELS["requirements"])
    def shown_requirements(self, job: Job) -> str:
        return _safe(job.requirements)

    @admin.display(description=LABELS["benefits"])
    def shown_benefits(self, job: Job) -> str:
        return _safe(job.benefits)

    @admin.display(description=LABELS["company_description"])
    def shown_company_description(self, job: Job) -> str:
        return _safe(job.company_description)


_SHOWN_TEXTS = (
    "shown_description",
    "shown_responsibilities",
    "shown_requirements",
    "shown_benefits",
    "shown_company_description",
)


def _safe(html: str) -> str:
    return mark_safe(clean_html(html))  # noqa: S308  # sanitised in this line


def seen_version(request: HttpRequest) -> int | None:
    """Return the number of the version that the person had before them; None where none was sent."""
    number = request.POST.get("seen") or request.GET.get("seen") or ""
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else None
