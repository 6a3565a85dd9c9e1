"""The columns of the list of applications, of which each person chooses theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hiring.choices import ApplicationStatus
from hiring.models import ColumnChoice
from hiring.templatetags.hiring_pages import ago
from nexus.core.backoffice import brief

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from hiring.models import Application
    from people.models import User

COLUMNS = {
    "job": gettext_lazy("Job"),
    "company": gettext_lazy("Company"),
    "stage": gettext_lazy("Stage"),
    "applied": gettext_lazy("Applied"),
    "rated": gettext_lazy("Rating"),
    "cv": gettext_lazy("CV"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "skills": gettext_lazy("Skills"),
    "origin": gettext_lazy("Source"),
    "changed": gettext_lazy("Last change"),
    "number": gettext_lazy("Number"),
}
USUAL = ("job", "stage", "applied", "rated", "cv")
_MOST_SKILLS = 4


def columns_of(user: User) -> list[str]:
    """Return the columns that `user` has chosen, else the usual ones. One query a request."""
    kept: list[str] | None = getattr(user, "_kept_columns", None)
    if kept is None:
        choice = ColumnChoice.objects.filter(user=user).first()
        chosen = choice.columns if choice else USUAL
        kept = [name for name in COLUMNS if name in chosen]
        user._kept_columns = kept  # type: ignore[attr-defined]  # once a request, as the user is
    return kept


def choose_columns(user: User, names: list[str]) -> None:
    """Remember the columns for `user`; none are the usual ones, and unknown names are left out."""
    chosen = [name for name in COLUMNS if name in names]
    if not chosen:
        ColumnChoice.objects.filter(user=user).delete()
        return
    ColumnChoice.objects.update_or_create(user=user, defaults={"columns": chosen})


def stage_tag(application: Application) -> SafeString:
    """Write the stage of an application, or that it is withdrawn."""
    if application.withdrawn_at is not None:
        return format_html('<span class="tag">{}</span>', _("Withdrawn"))
    status = ApplicationStatus(application.status)
    colour = {
        ApplicationStatus.SHORTLISTED: " tag--good",
        ApplicationStatus.HIRED: " tag--good",
        ApplicationStatus.REJECTED: " tag--bad",
    }.get(status, "")
    return format_html('<span class="tag{}">{}</span>', colour, status.label)


class ApplicationColumns:
    """What the cells of the list hold."""

    @admin.display(description=gettext_lazy("Applicant"))
    def applicant_name(self, application: Application) -> SafeString:
        applicant = application.applicant
        return brief(applicant.get_full_name() or applicant.username)

    @admin.display(description=COLUMNS["job"])
    def job(self, application: Application) -> SafeString:
        return brief(application.job.title)

    @admin.display(description=COLUMNS["company"])
    def company(self, application: Application) -> SafeString:
        return brief(application.job.company.name)

    @admin.display(description=COLUMNS["stage"])
    def stage(self, application: Application) -> SafeString:
        return stage_tag(application)

    @admin.display(description=COLUMNS["applied"])
    def applied(self, application: Application) -> SafeString:
        at = timezone.localtime(application.applied_at)
        return format_html(
            '<time class="nowrap" datetime="{}" title="{}">{}</time>',
            at.isoformat(),
            at.strftime("%Y-%m-%d %H:%M"),
            ago(at),
        )

    @admin.display(description=COLUMNS["rated"])
    def rated(self, application: Application) -> str | SafeString:
        if application.rating is None:
            return "–"
        return format_html('<span class="number">{}</span>', f"{application.rating:.1f}")

    @admin.display(description=COLUMNS["cv"])
    def cv(self, application: Application) -> str:
        name = application.resume.name or ""
        return name.rpartition(".")[2].upper() if name else "–"

    @admin.display(description=COLUMNS["email"])
    def email(self, application: Application) -> str:
        return application.applicant.email or "–"

    @admin.display(description=COLUMNS["phone"])
    def phone(self, application: Application) -> str:
        return str(application.applicant.phone_number) or "–"

    @admin.display(description=COLUMNS["skills"])
    def skills(self, application: Application) -> str:
        names = [skill.name for skill in application.applicant.profile.skills.all()]
        more = f" +{len(names) - _MOST_SKILLS}" if len(names) > _MOST_SKILLS else ""
        return ", ".join(names[:_MOST_SKILLS]) + more or "–"

    @admin.display(description=COLUMNS["origin"])
    def origin(self, application: Application) -> Any:
        return application.get_source_display()

    @admin.display(description=COLUMNS["changed"])
    def changed(self, application: Application) -> str:
        return ago(application.updated_at)

    @admin.display(description=COLUMNS["number"])
    def number(self, application: Application) -> SafeString:
        return format_html('<span class="nowrap number">{}</span>', application.reference)
