"""Which application a row of a file is: by its number, or by its job and the applicant's address."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.db.models.functions import Lower

from hiring.models import Application
from hiring.references import number_of
from hiring.transfers.application_columns import ApplicationColumns
from jobs.models import LONG_TEXTS, Job
from nexus.core.ids import row_id_of
from nexus.core.transfers.cells import text_at
from nexus.core.transfers.widgets import fold
from people.models import User
from people.standing import exports_people_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet


class RecognisedApplications(ApplicationColumns):
    """Finds applications, jobs and people, a chunk of rows at once, within what the person may see.

    That is, of their companies those of which they may take personal data out; admins see all.
    """

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.companies = None if self.user.is_admin else exports_people_of(self.user)
        self._jobs: dict[int, Job] = {}
        self._by_title: dict[str, list[Job]] = {}
        self._people: dict[str, User] = {}

    def key_of(self, row: Mapping[str, Any]) -> str:
        if reference := text_at(row, "reference"):
            return f"ref {reference.upper()}"
        names = (fold(text_at(row, name)) for name in ("job_id", "company", "job", "email"))
        job_id, company, job, email = names
        if not email or not (job_id or job):
            return ""
        about = f"no {job_id.removesuffix('.0')}" if job_id else f"{company}\x1f{job}"
        return f"of {about}\x1f{email}"

    def find(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        self._look_up_jobs(rows)
        self._look_up_people(rows)
        numbers = {n for row in rows if (n := number_of(text_at(row, "reference"))) is not None}
        jobs = {job.pk for row in rows for job in self.jobs_of(row)}
        people = {one.pk for one in self._people.values()}
        meant = Q(pk__in=numbers) | Q(job__in=jobs, applicant__in=people)
        by_number: dict[int, Application] = {}
        by_pair: dict[tuple[int, int], Application] = {}
        for one in self._applications().filter(meant).order_by("pk"):
            by_number[one.pk] = one
            # Of several the one that is not withdrawn, of which there is one at most.
            before = by_pair.get((one.job_id, one.applicant_id))
            if before is None or before.withdrawn_at is not None:
                by_pair[one.job_id, one.applicant_id] = one
        found = {}
        for row in rows:
            if reference := text_at(row, "reference"):
                application = by_number.get(number_of(reference) or 0)
            else:
                possible, person = self.jobs_of(row), self.person_of(row)
                pairs = [(job.pk, person.pk) for job in possible] if person else []
                application = by_pair.get(pairs[0]) if len(pairs) == 1 else None
            if application is not None:
                found[self.key_of(row)] = copy(application)
        return found

    def jobs_of(self, row: Mapping[str, Any]) -> list[Job]:
        """Return the jobs that a row may mean: one, if it names it well enough."""
        if number := text_at(row, "job_id"):
            job = self._jobs.get(row_id_of(number) or 0)
            return [job] if job is not None else []
        company = fold(text_at(row, "company"))
        return [
            job
            for job in self._by_title.get(fold(text_at(row, "job")), ())
            if not company or fold(job.company.name) == company
        ]

    def person_of(self, row: Mapping[str, Any]) -> User | None:
        return self._people.get(text_at(row, "email").lower())

    def _applications(self) -> QuerySet[Application]:
        rows = (
            Application.objects.kept()
            .select_related("job__company", "applicant")
            .defer(*(f"job__{name}" for name in LONG_TEXTS))
        )
        if self.companies is not None:
            rows = rows.filter(job__company__in=self.companies)
        # Locked for as long as they are judged in order to be written.
        return rows.select_for_update(of=("self",), no_key=True) if self.is_writing else rows

    def _look_up_jobs(self, rows: Sequence[Mapping[str, Any]]) -> None:
        ids = {n for row in rows if (n := row_id_of(text_at(row, "job_id"))) is not None}
        titles = {" ".join(text_at(row, "job").split()) for row in rows} - {""}
        jobs = Job.objects.select_related("company").defer(*LONG_TEXTS)
        if self.companies is not None:
            jobs = jobs.filter(company__in=self.companies)
        found: Iterable[Job] = jobs.filter(Q(pk__in=ids) | Q(title__in=titles)).order_by("pk")
        self._jobs, self._by_title = {}, {}
        for job in found:
            self._jobs[job.pk] = job
            self._by_title.setdefault(fold(job.title), []).append(job)

    def _look_up_people(self, rows: Sequence[Mapping[str, Any]]) -> None:
        emails = {email for row in rows if (email := text_at(row, "email").lower())}
        proven = EmailAddress.objects.filter(email__in=emails, verified=True)
        owners = dict(proven.values_list("email", "user_id"))
        people = User.objects.alias(_mail=Lower("email"))
        found = people.filter(Q(_mail__in=emails) | Q(pk__in=owners.values()))
        by_id = {one.pk: one for one in found}
        self._people = {one.email.lower(): one for one in by_id.values() if one.email}
        self._people |= {mail: by_id[pk] for mail, pk in owners.items() if pk in by_id}
