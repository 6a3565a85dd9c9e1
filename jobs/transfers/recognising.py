"""Which job a row of a file is: by its number here, the company's own, or its title and place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jobs.models import Job
from jobs.transfers import writing
from jobs.transfers.columns import JobColumns
from nexus.core.ids import row_id_of
from nexus.core.transfers.cells import text_at
from nexus.core.transfers.columns import is_blank
from nexus.core.transfers.widgets import NaturalKeyWidget, fold
from people.choices import WRITING_ROLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from people.models import Company


class RecognisedJobs(JobColumns):
    """Finds the jobs that the person may write, a chunk of rows at once."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.company_id: int | None = self.options.get("company")
        self._writable: dict[int, Company] | None = None

    def key_of(self, row: Mapping[str, Any]) -> str:
        """Return its number here, else the company's own, else what no two jobs of it share."""
        number = text_at(row, "id")
        if number:
            return f"id {number.removesuffix('.0')}"
        company = fold(text_at(row, "company"))
        if own := text_at(row, "external_id"):
            return f"own {company} {own}"
        parts = [fold(text_at(row, name)) for name in ("title", "location")]
        return "as " + "\x1f".join([company, *parts]) if all(parts) else ""

    def find(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        jobs = self._jobs()
        found: dict[str, Any] = {}
        numbers = {n for row in rows if (n := row_id_of(text_at(row, "id"))) is not None}
        by_id = {job.pk: job for job in jobs.filter(pk__in=numbers)} if numbers else {}
        owns = {
            own for row in rows if (own := text_at(row, "external_id")) and not text_at(row, "id")
        }
        by_own = {(job.company_id, job.external_id): job for job in self._by_own(jobs, owns)}
        alike = self._alike(jobs, rows)
        self._prefetch_companies(rows)
        for row in rows:
            number = row_id_of(text_at(row, "id"))
            if text_at(row, "id"):
                job = by_id.get(number or 0)
            else:
                company = self._company_id_of(row)
                own = text_at(row, "external_id")
                if own:
                    job = by_own.get((company or 0, own))
                else:
                    words = (fold(text_at(row, "title")), fold(text_at(row, "location")))
                    job = alike.get((company, *words))
            if job is not None:
                found[self.key_of(row)] = job
        return found

    def _jobs(self) -> QuerySet[Job]:
        rows = Job.objects.present().order_by("pk")
        if not self.user.is_admin:
            rows = rows.filter(company__in=self.writable)
        return rows.select_for_update(of=("self",)) if self.is_writing else rows

    def _by_own(self, jobs: QuerySet[Job], owns: Collection[str]) -> Iterable[Job]:
        sources = [writing.source_of(pk) for pk in self._companies_meant()]
        return jobs.filter(source__in=sources, external_id__in=owns) if owns and sources else ()

    def _alike(
        self, jobs: QuerySet[Job], rows: Sequence[Mapping[str, Any]]
    ) -> dict[tuple[int | None, str, str], Job | None]:
        """Return jobs by company, title and place; None where several are alike."""
        titles = {
            " ".join(text_at(row, "title").split())
            for row in rows
            if not text_at(row, "id") and not text_at(row, "external_id")
        } - {""}
        if not titles:
            return {}
        rows_alike = jobs.filter(
            title__in=titles, company__in=self._companies_meant(), external_id=""
        )
        found: dict[tuple[int | None, str, str], Job | None] = {}
        for job in rows_alike:
            key = (job.company_id, fold(job.title), fold(job.location))
            found[key] = None if key in found else job
        return found

    def _companies_meant(self) -> list[int]:
        if not self.user.is_admin:
            return list(self.writable)
        named = {pk for row in self.rows_in_hand if (pk := self._company_id_of(row))}
        return sorted(named | ({self.company_id} if self.company_id else set()))

    def _prefetch_companies(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self._company_widget.prefetch([row.get("company") for row in rows])

    @property
    def _company_widget(self) -> NaturalKeyWidget:
        widget = self.fields["company"].widget
        assert isinstance(widget, NaturalKeyWidget)  # noqa: S101  # declared so above
        return widget

    def _company_id_of(self, row: Mapping[str, Any]) -> int | None:
        name = row.get("company")
        if is_blank(name):
            return self.company_id
        try:
            found = self._company_widget.clean(name)
        except ValueError:
            return None
        return found.pk if found is not None else self.company_id

    @property
    def writable(self) -> dict[int, Company]:
        """The companies that the person writes for, by id. One query for each run of a task."""
        if self._writable is None:
            members = self.user.memberships.active().filter(role__in=WRITING_ROLES)
            self._writable = {
                one.company_id: one.company for one in members.select_related("company")
            }
        return self._writable
