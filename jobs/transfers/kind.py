"""Jobs as a kind of row that comes in as files: who may, for which company, and what becomes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from jobs.choices import JobStatus
from jobs.models import Job
from jobs.transfers.resource import JobResource
from nexus.core.transfers.kinds import Kind, Remark
from people.choices import WRITING_ROLES
from people.models import Company
from people.standing import memberships_of, writes_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nexus.core.transfers.models import ImportRun
    from people.models import User


class JobOptions(forms.Form):
    """For which company the jobs are, and whether they open."""

    opens = forms.TypedChoiceField(
        label=_("New jobs"),
        choices=[
            ("open", _("open at once (or wait for review, where that is due)")),
            ("draft", _("stay drafts, which nobody sees before they are published")),
        ],
        initial="open",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if user.is_admin:
            self.fields["company"] = forms.CharField(
                label=_("Company"),
                required=False,
                max_length=200,
                help_text=_("Its name, for rows that name none themselves."),
            )
        else:
            choices = [
                (str(one.company_id), one.company.name)
                for one in memberships_of(user)
                if one.role in WRITING_ROLES
            ]
            if len(choices) > 1:
                self.fields["company"] = forms.ChoiceField(
                    label=_("Company"),
                    choices=choices,
                    help_text=_("For rows that name none themselves."),
                )
            self.only = int(choices[0][0]) if len(choices) == 1 else None
        self.order_fields(["company", "opens"])

    def clean_company(self) -> int | None:
        told: str = self.cleaned_data["company"]
        if not self.user.is_admin:
            return int(told)
        if not told.strip():
            return None
        company = Company.objects.named(told).first()
        if company is None:
            raise forms.ValidationError(_("There is no company of this name."))
        return int(company.pk)

    def options(self) -> dict[str, Any]:
        """Return what was chosen, in what JSON can hold."""
        company = self.cleaned_data.get("company") or getattr(self, "only", None)
        return {"company": company, "opens": self.cleaned_data["opens"] == "open"}


class JobKind(Kind):
    name = "jobs"
    label = _("Jobs")
    intro = _(
        "Each row is a job. One that is here already is changed: it is recognised by its number here,"
        " by your own number, or else by its title and place. All others are new."
    )
    resource = JobResource

    def may_import(self, user: User) -> bool:
        return writes_for(user)

    def may_continue(self, user: User, options: Mapping[str, Any]) -> bool:
        company = options.get("company")
        return writes_for(user) and (company is None or writes_for(user, company))

    def options_form(self, user: User) -> type[forms.Form] | None:
        return JobOptions

    def list_url(self) -> str:
        return reverse("admin:jobs_job_changelist")

    def remark(self, run: ImportRun) -> Remark | None:
        """Say how many of the jobs wait for review. One query."""
        written = run.rows.filter(thing=self.name).values("object_id")
        number = Job.objects.filter(pk__in=written, status=JobStatus.IN_REVIEW).count()
        if not number:
            return None
        sentence = ngettext(
            "%(number)s of these jobs waits for review.",
            "%(number)s of these jobs wait for review.",
            number,
        )
        url = f"{self.list_url()}?status__exact={JobStatus.IN_REVIEW}"
        return Remark(sentence % {"number": number}, url, _("Jobs in review"))
