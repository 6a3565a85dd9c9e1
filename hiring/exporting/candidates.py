"""Candidates in a file: whoever looks for work, with what they let employers see and no more."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from nexus.core.audit import AuditLine
from nexus.core.exporting.kinds import ExportKind
from nexus.core.exporting.resources import ExportColumn, ExportResource
from people.models import Profile
from people.querysets import with_what_is_shown
from people.services import ShownProfile, seen_by_employers
from people.standing import exports_people, exports_people_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django.db.models import QuerySet

    from nexus.core.exporting.lists import Asked
    from people.models import User


class CandidateExport(ExportResource):
    """Each column is named after what `ShownProfile` holds of a person."""

    username = ExportColumn(_("User name"), is_personal=True, is_usual=False)
    full_name = ExportColumn(_("Name"), is_personal=True)
    email = ExportColumn(_("E-mail"), is_personal=True)
    job_title = ExportColumn(_("Job title"), is_personal=True)
    company = ExportColumn(_("Employer"), is_personal=True)
    city = ExportColumn(_("City"), is_personal=True)
    country = ExportColumn(_("Country"), is_personal=True)
    experience_level = ExportColumn(_("Experience"), is_personal=True)
    skills = ExportColumn(_("Skills"), is_personal=True)
    expected_salary_min = ExportColumn(_("Lowest pay expected"), is_personal=True)
    expected_salary_max = ExportColumn(_("Highest pay expected"), is_personal=True)
    expected_salary_currency = ExportColumn(_("Currency"), is_personal=True)
    bio = ExportColumn(_("About the person"), is_personal=True, is_usual=False)
    education = ExportColumn(_("Education"), is_personal=True, is_usual=False)
    certifications = ExportColumn(_("Certifications"), is_personal=True, is_usual=False)
    linkedin_url = ExportColumn(_("LinkedIn"), is_personal=True, is_usual=False)
    github_url = ExportColumn(_("GitHub"), is_personal=True, is_usual=False)
    website_url = ExportColumn(_("Website"), is_personal=True, is_usual=False)

    def load(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return with_what_is_shown(rows.prefetch_related(None))  # which the list may do already

    def prepare(self, rows: Sequence[Any]) -> None:
        self._shown: dict[int, ShownProfile | None] = {
            row.pk: seen_by_employers(row) for row in rows
        }

    def _reader(self, name: str) -> Callable[[Any], Any]:
        return partial(self._shown_of, name)

    def _shown_of(self, name: str, profile: Profile) -> Any:
        return getattr(self._shown[profile.pk], name, None)

    def subjects(self, rows: Sequence[Any]) -> Iterable[AuditLine]:
        company = None if self.user.is_admin else _looks_for(self.user, self.asked)
        for row in rows:
            yield AuditLine(f"profile:{row.pk}", company=company, subject=row.user_id)


class CandidateKind(ExportKind):
    """All of it is personal: whoever may not take that out takes nothing."""

    name = "candidates"
    label = _("Candidates")
    model = Profile
    resource = CandidateExport
    without_personal = _(
        "You may not export personal data for the company that you have in view. Its owners can"
        " allow it on the page of the team."
    )

    def may_export(self, user: User) -> bool:
        return exports_people(user)

    def may_export_personal(self, user: User, asked: Asked) -> bool:
        may_for = exports_people_of(user)
        return user.is_admin or (asked.company in may_for if asked.company else bool(may_for))

    def companies(self, user: User, asked: Asked) -> Iterable[int | None]:
        return [None if user.is_admin else _looks_for(user, asked)]

    def counted(self, number: int) -> str:
        words = ngettext("%(number)s candidate", "%(number)s candidates", number)
        return words % {"number": f"{number:,}"}


def _looks_for(user: User, asked: Asked) -> int | None:
    """Return the company for which `user` takes people out: the one in view, else their first."""
    return asked.company or next(iter(sorted(exports_people_of(user))), None)
