"""Applications in a file: the pipeline for everybody who sees it, the people in it with the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from hiring.models import Application
from jobs.models import LONG_TEXTS
from nexus.core.audit import AuditLine
from nexus.core.exporting.kinds import ExportKind
from nexus.core.exporting.resources import ExportColumn, ExportResource
from people.standing import companies_in_view, exports_people_of, memberships_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from nexus.core.exporting.lists import Asked
    from people.models import User


class ApplicationExport(ExportResource):
    reference = ExportColumn(_("Number"))
    job = ExportColumn(_("Job"), attribute="job__title")
    job_id = ExportColumn(_("Number of the job"), is_usual=False)
    company = ExportColumn(_("Company"), attribute="job__company__name")
    status = ExportColumn(_("Stage"))
    applied_at = ExportColumn(_("Applied"))
    updated_at = ExportColumn(_("Last change"), is_usual=False)
    withdrawn_at = ExportColumn(_("Withdrawn"))
    rating = ExportColumn(_("Rating"), help_text=_("The average, from 1 to 5."))
    source = ExportColumn(_("Source"))
    full_name = ExportColumn(_("Name"), is_personal=True)
    email = ExportColumn(_("E-mail"), attribute="applicant__email", is_personal=True)
    phone_number = ExportColumn(_("Phone"), attribute="applicant__phone_number", is_personal=True)
    skills = ExportColumn(_("Skills"), is_personal=True)
    cover_letter = ExportColumn(_("Cover letter"), is_personal=True, is_usual=False)

    def load(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        found = rows.select_related("job__company", "applicant").defer(
            *(f"job__{name}" for name in LONG_TEXTS),
            *(() if "cover_letter" in self.names else ("cover_letter",)),
        )
        if "skills" in self.names:
            found = found.prefetch_related("applicant__profile__skills")
        return found

    def dehydrate_full_name(self, application: Application) -> str:
        return application.applicant.get_full_name() or application.applicant.username

    def dehydrate_skills(self, application: Application) -> list[str]:
        return [skill.name for skill in application.applicant.profile.skills.all()]

    def subjects(self, rows: Sequence[Any]) -> Iterable[AuditLine]:
        if not self.is_personal():
            return
        for row in rows:
            yield AuditLine(
                f"application:{row.pk}",
                # Administrators look for nobody's company.
                company=None if self.user.is_admin else row.job.company_id,
                subject=row.applicant_id,
            )


class ApplicationKind(ExportKind):
    name = "applications"
    label = _("Applications")
    model = Application
    resource = ApplicationExport
    without_personal = _(
        "Names, addresses and texts of applicants are left out. Owners may export them, and"
        " recruiters whom an owner of the company allows it on the page of the team."
    )

    def may_export(self, user: User) -> bool:
        return user.is_admin or bool(memberships_of(user))

    def may_export_personal(self, user: User, asked: Asked) -> bool:
        """Tell whether `user` may in every company whose rows are in view."""
        return user.is_admin or exports_people_of(user).issuperset(
            companies_in_view(user, asked.company)
        )

    def rows(self, user: User, asked: Asked, *, is_personal: bool) -> QuerySet[Any]:
        rows = super().rows(user, asked, is_personal=is_personal)
        if is_personal and not user.is_admin:
            # Rows that are named by their numbers need not be those in view.
            rows = rows.filter(job__company__in=exports_people_of(user))
        return rows

    def companies(self, user: User, asked: Asked) -> Iterable[int | None]:
        return companies_in_view(user, asked.company)

    def counted(self, number: int) -> str:
        words = ngettext("%(number)s application", "%(number)s applications", number)
        return words % {"number": f"{number:,}"}
