"""What a row of a file of jobs does: for which company, under which rules, and what counts of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from jobs.choices import EmploymentType, JobStatus, Workplace
from jobs.models import LONG_TEXTS, Job
from jobs.services.lifecycle import CATEGORY_INACTIVE, DEADLINE_PASSED, ENDS_BEFORE_IT_OPENS
from jobs.services.scheduling import ensure_time_to_open
from jobs.transfers import undoing, writing
from jobs.transfers.recognising import RecognisedJobs
from nexus.core.errors import Invalid
from nexus.core.money import OUT_OF_ORDER, is_out_of_order
from nexus.core.transfers.cells import text_at
from nexus.core.transfers.columns import Column, is_blank
from nexus.core.transfers.states import column_state
from nexus.core.transfers.widgets import fold
from people.models import Company

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from nexus.core.transfers.rows import Judged, Written

# What a row of a file decides; all else of a job belongs to us, and changes by itself.
GIVEN = (
    "company_id",
    "category_id",
    "title",
    "location",
    *LONG_TEXTS,
    "employment_type",
    "experience_level",
    "workplace",
    "salary_min",
    "salary_max",
    "salary_currency",
    "salary_period",
    "application_deadline",
    "status",
)


class JobResource(RecognisedJobs):
    """Jobs of the companies that the person writes for; admins write for all."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.opens: bool = bool(self.options.get("opens", True))
        self.now = timezone.now()
        self._told_skills: dict[int, list[str]] = {}

    def find(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        found = super().find(rows)
        self._remember_skills(found.values())
        return found

    # --- what holds across columns -------------------------------------------------------------

    def scope(self, instance: Job, row: Mapping[str, Any], *, is_new: bool) -> None:
        named = getattr(instance, "named_company", None)
        if is_new and text_at(row, "id"):
            raise ValidationError(
                {
                    "id": [
                        _(
                            "There is no job of yours with this number. Leave it empty for a new one."
                        )
                    ]
                }
            )
        company = named or self._default_company()
        if not is_new:
            if named is not None and named.pk != instance.company_id:
                raise ValidationError({"company": [_("A job stays with its company.")]})
            return
        if company is None:
            raise ValidationError({"company": [_("Name the company, or choose one for the file.")]})
        if not self.user.is_admin and company.pk not in self.writable:
            raise ValidationError({"company": [_("You do not post jobs for this company.")]})
        if not company.is_active:
            raise ValidationError({"company": [_("This company has been deactivated.")]})
        instance.company = company

    def _default_company(self) -> Company | None:
        if self.company_id is None:
            return None
        if self.user.is_admin:
            if not hasattr(self, "_chosen"):
                self._chosen = Company.objects.filter(pk=self.company_id).first()
            return self._chosen
        return self.writable.get(self.company_id)

    def check(self, instance: Job, row: Mapping[str, Any], *, is_new: bool) -> None:
        faults: dict[str, list[str]] = {}
        if is_out_of_order(instance.salary_min, instance.salary_max):
            faults["salary_min"] = [str(OUT_OF_ORDER)]
        before = self._befores.get(id(instance), {})
        # What could not be read is not there.
        deadline: Any = instance.application_deadline
        was = before.get("application_deadline")
        if deadline and deadline <= self.now and (is_new or not _same(deadline, was)):
            faults["application_deadline"] = [str(DEADLINE_PASSED)]
        elif deadline and instance.opens_at and deadline <= instance.opens_at:
            faults["application_deadline"] = [str(ENDS_BEFORE_IT_OPENS)]
        is_moved = instance.category_id and instance.category_id != before.get("category_id")
        if is_moved and not instance.category.live:
            faults["category"] = [str(CATEGORY_INACTIVE)]
        if not instance.description and not is_blank(row.get("description")):
            faults["description"] = [_("Nothing of it is left that may be shown.")]
        if instance.employment_type == EmploymentType.REMOTE:
            instance.workplace = Workplace.REMOTE
        if wrong := self._wrong_opening(instance, is_new=is_new):
            faults["opens_at"] = [wrong]
        if faults:
            raise ValidationError(faults)
        if is_new:
            instance.status = JobStatus.DRAFT

    def _wrong_opening(self, instance: Job, *, is_new: bool) -> str:
        """Return what is wrong with the time at which a row's job is to open; empty if nothing is.

        A time that has passed says nothing of a job that is here already: it has opened since.
        """
        given = getattr(instance, "given_opens_at", None)
        deadline: Any = instance.application_deadline
        if given is None or deadline is None:
            return ""
        if not is_new:
            is_other = given > self.now and given != instance.opens_at
            return (
                _("Of a job that is here already the time is set at the job itself.")
                if is_other
                else ""
            )
        if not self.opens:
            return _("Drafts do not open by themselves. Leave it empty, or publish what is new.")
        try:
            ensure_time_to_open(given, deadline, now=self.now)
        except Invalid as refused:
            return refused.message
        return ""

    def label_of(self, instance: Job, row: Mapping[str, Any]) -> str:
        return f"{instance.title}, {instance.location}"

    # --- what of a job counts ------------------------------------------------------------------

    def state_of(self, instance: Job) -> dict[str, Any]:
        state = {name: value for name, value in column_state(instance).items() if name in GIVEN}
        skills = getattr(instance, "given_skills", None)
        if skills is None:
            skills = self._told_skills.get(instance.pk or 0, [])
        return {**state, "given_skills": sorted({fold(name) for name in skills})}

    def told(self, instance: Job, column: Column) -> Any:
        if column.attribute == "given_opens_at":
            return instance.opens_at
        if column.attribute == "given_skills":
            return self._told_skills.get(instance.pk, [])
        return super().told(instance, column)

    def states_of(self, ids: Collection[int]) -> dict[int, dict[str, Any]]:
        found = Job.objects.filter(pk__in=ids).order_by()
        rows = list(found.select_for_update() if self.is_writing else found)
        self._remember_skills(rows)
        return {job.pk: self.state_of(job) for job in rows}

    def _remember_skills(self, jobs: Iterable[Job]) -> None:
        ids = [job.pk for job in jobs]
        through = Job.skills.through._default_manager.filter(job_id__in=ids).order_by("skill__name")
        for pk in ids:
            self._told_skills[pk] = []
        for pk, name in through.values_list("job_id", "skill__name"):
            self._told_skills[pk].append(name)

    # --- writing and taking back ---------------------------------------------------------------

    def write(self, judged: Sequence[Judged]) -> list[Written]:
        return writing.write(judged, by=self.user, opens=self.opens)

    def take_back(self, thing: str, rows: Sequence[Any]) -> dict[int, str]:
        return undoing.take_back(rows, by=self.user)


def _same(moment: Any, told: Any) -> bool:
    return told is not None and moment.isoformat()[:19] == str(told)[:19]
