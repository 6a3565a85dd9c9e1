"""Applications in a file: under which rules they come in and move, and how that is taken back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from hiring.choices import ApplicationStatus
from hiring.models import Application
from hiring.services.brought_in import (
    Brought,
    bring_in,
    colleagues,
    known_applicants,
    not_known,
    refuse_if_unfit,
    take_out,
)
from hiring.services.locks import lock_applications
from hiring.services.moving import TransitionNotAllowed, ensure_way, move_applications
from hiring.services.permissions import ensure_may_decide, roles_of
from hiring.services.undoing import note_undone, step_back
from hiring.transfers.recognising import RecognisedApplications
from nexus.core.errors import Conflict, Refused
from nexus.core.transfers.cells import text_at
from nexus.core.transfers.models import RowOutcome
from nexus.core.transfers.rows import Written
from nexus.core.transfers.states import plain
from nexus.core.transfers.widgets import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from nexus.core.transfers.columns import Column
    from nexus.core.transfers.rows import Judged
    from people.models import User

_COUNTED = ("status", "withdrawn_at", "cover_letter")


class ApplicationResource(RecognisedApplications):
    """Applications to the jobs of companies whose applicants the person may know by name."""

    also_called = {"job_id": "job"}  # as the library's metaclass has it

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self._roles = roles_of(self.user)
        self._known: set[tuple[int, int]] = set()
        self._colleagues: set[tuple[int, int]] = set()
        self._pairs: dict[tuple[int, int], str] = {}

    def find(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        found = super().find(rows)
        people = {one.pk for one in self._people.values()}
        self._known = known_applicants(self.companies, people)
        self._colleagues = colleagues(people)
        return found

    # --- what holds across columns -------------------------------------------------------------

    def scope(self, instance: Application, row: Mapping[str, Any], *, is_new: bool) -> None:
        if not is_new:
            self.refuse_second(instance, row)
            faults = self._faults_of_what_stays(instance, row)
        elif text_at(row, "reference"):
            told = _(
                "There is no application of yours with this number. Leave it empty for a new one."
            )
            faults = {"reference": [told]}
        else:
            faults = self._begin(instance, row)
        if faults:
            raise ValidationError(faults)

    def _faults_of_what_stays(
        self, instance: Application, row: Mapping[str, Any]
    ) -> dict[str, list[str]]:
        """Return what is said otherwise than it is, of what no file changes."""
        faults = {}
        job, given = instance.job, instance.__dict__
        stays = _("An application stays with its job and its applicant.")
        if fold(given.get("given_job") or job.title) != fold(job.title):
            faults["job"] = [stays]
        if (given.get("given_job_id") or job.pk) != job.pk:
            faults["job_id"] = [stays]
        if fold(given.get("given_company") or job.company.name) != fold(job.company.name):
            faults["company"] = [stays]
        person = self.person_of(row)
        if given.get("given_email") and (person is None or person.pk != instance.applicant_id):
            faults["email"] = [stays]
        if self.state_of(instance)["cover_letter"] != self.before(instance)["cover_letter"]:
            faults["cover_letter"] = [_("What an applicant has written stays as it is.")]
        return faults

    def _begin(self, instance: Application, row: Mapping[str, Any]) -> dict[str, list[str]]:
        """Give a new application its job and its applicant, or say why it cannot have them."""
        faults: dict[str, list[str]] = {}
        jobs, person = self.jobs_of(row), self.person_of(row)
        column = "job_id" if text_at(row, "job_id") else "job"
        if not text_at(row, column):
            faults["job"] = [_("Name the job, or give the number of the application.")]
        elif not jobs:
            faults[column] = [_("There is no such job of yours.")]
        elif len(jobs) > 1:
            faults["job"] = [_("Several jobs are called so. Give the number of the one you mean.")]
        else:
            instance.job = jobs[0]
        if not text_at(row, "email"):
            faults["email"] = [_("The address of the applicant is missing.")]
        elif person is None or (jobs and not self._may_know(jobs, person)):
            told = _("Nobody here has this address. Import the person as a candidate first.")
            faults["email"] = [told if self.user.is_admin else not_known()]
        else:
            instance.applicant = person
        return faults

    def _may_know(self, jobs: Sequence[Any], person: User) -> bool:
        if self.user.is_admin:
            return True
        return any((job.company_id, person.pk) in self._known for job in jobs)

    def check(self, instance: Application, row: Mapping[str, Any], *, is_new: bool) -> None:
        if not instance.job_id or not instance.applicant_id:
            return
        try:
            ensure_may_decide(instance, by=self.user, roles=self._roles)
            if is_new:
                self._check_new(instance, row)
            else:
                self._check_way(instance)
        except TransitionNotAllowed as refused:
            ways = refused.details.get("status", ())
            told = [" ".join([refused.message, *map(str, ways)])]
            raise ValidationError({"status": told}) from refused
        except Refused as refused:
            raise ValidationError(refused.message) from refused

    def _check_new(self, instance: Application, row: Mapping[str, Any]) -> None:
        pair = (instance.job_id, instance.applicant_id)
        if self._pairs.setdefault(pair, self.key_of(row)) != self.key_of(row):
            raise Conflict(_("Another row of the file is about the same."))
        refuse_if_unfit(instance.job, instance.applicant, self._colleagues)

    def _check_way(self, instance: Application) -> None:
        before = str(self.before(instance)["status"])
        if instance.status != before:
            wanted, instance.status = ApplicationStatus(instance.status), before
            try:
                ensure_way(instance, wanted)
            finally:
                instance.status = wanted

    def label_of(self, instance: Application, row: Mapping[str, Any]) -> str:
        title = instance.job.title if instance.job_id else text_at(row, "job")
        if instance.pk:
            return f"{instance.reference}, {title}"
        return f"{text_at(row, 'email')}, {title}"

    # --- what of an application counts ---------------------------------------------------------

    def state_of(self, instance: Application) -> dict[str, Any]:
        return {name: plain(getattr(instance, name)) for name in _COUNTED}

    def told(self, instance: Application, column: Column) -> Any:
        match column.column_name:
            case "reference":
                return instance.reference
            case "job":
                return instance.job.title
            case "job_id":
                return instance.job_id
            case "company":
                return instance.job.company.name
            case "email":
                return instance.applicant.email
        return super().told(instance, column)

    # --- writing and taking back ---------------------------------------------------------------

    def write(self, judged: Sequence[Judged]) -> list[Written]:
        new = [one for one in judged if one.outcome == RowOutcome.NEW]
        changed = [one for one in judged if one.outcome == RowOutcome.CHANGED]
        brought = [
            Brought(one.instance.job, one.instance.applicant, one.instance.cover_letter)
            for one in new
        ]
        made = bring_in(brought, by=self.user) if brought else []
        goals = {one.instance.pk: one.instance.status for one in changed}
        for one, application in zip(new, made, strict=True):
            if one.instance.status != ApplicationStatus.PENDING:
                goals[application.pk] = one.instance.status
        batches = self._move(goals)
        written = [
            Written(one.number, one.outcome, application.pk, one.label)
            for one, application in zip(new, made, strict=True)
        ]
        for one in changed:
            pk = one.instance.pk
            before = {"status": one.before["status"], "batch": batches[pk]}
            written.append(Written(one.number, one.outcome, pk, one.label, before))
        return written

    def _move(self, goals: Mapping[int, str]) -> dict[int, int]:
        """Move applications to their goals, telling nobody; return the batch of each."""
        batches: dict[int, int] = {}
        for goal in sorted(set(goals.values())):
            ids = [pk for pk, its in goals.items() if its == goal]
            report = move_applications(ids, ApplicationStatus(goal), by=self.user, are_told=False)
            if report.refused:
                raise Conflict(report.refused[0].why)
            if report.batch is not None:
                batches |= dict.fromkeys(ids, report.batch.pk)
        return batches

    def take_back(self, thing: str, rows: Sequence[Any]) -> dict[int, str]:
        locked = {one.pk: one for one in lock_applications([row.object_id for row in rows])}
        kept = {}
        stepping = []
        for row in rows:
            application = locked[row.object_id]
            try:
                ensure_may_decide(application, by=self.user, roles=self._roles)
                if row.outcome == RowOutcome.NEW:
                    with transaction.atomic():
                        take_out(application, by=self.user)
                else:
                    stepping.append((application, json.loads(row.before)))
            except Refused as refused:
                kept[row.pk] = refused.message
        self._step_back(stepping)
        return kept

    def _step_back(self, stepping: Sequence[tuple[Application, dict[str, Any]]]) -> None:
        if not stepping:
            return
        origins = {application.pk: told["status"] for application, told in stepping}
        step_back([application for application, _told in stepping], origins, by=self.user)
        by_batch: dict[int, int] = {}
        for _application, told in stepping:
            by_batch[told["batch"]] = by_batch.get(told["batch"], 0) + 1
        note_undone(by_batch, by=self.user)

    def states_of(self, ids: Collection[int]) -> dict[int, dict[str, Any]]:
        found = Application.objects.filter(pk__in=ids).order_by()
        return {one.pk: self.state_of(one) for one in found}
