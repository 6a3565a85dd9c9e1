"""The columns of a file of applications, and which jobs and people they name."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy

from hiring.choices import ApplicationStatus
from hiring.exporting.applications import ApplicationExport
from hiring.models import Application
from hiring.transfers.candidate_columns import EmailWidget
from nexus.core.transfers.amounts import WholeNumberWidget
from nexus.core.transfers.columns import Column
from nexus.core.transfers.resources import TransferResource
from nexus.core.transfers.widgets import ChoiceWidget, TextWidget


class ApplicationColumns(TransferResource):
    """What a row says of an application, column by column."""

    thing: ClassVar[str] = "applications"
    exported = ApplicationExport

    reference = Column(
        "given_reference",
        widget=TextWidget(max_length=40),
        column_name="reference",
        aliases=("id", "application"),
        keeps_when_empty=True,
        default="",
        help_text=gettext_lazy(
            "The number of one that is here already, such as NX-7K4D-92. Empty for new ones."
        ),
    )
    job = Column(
        "given_job",
        widget=TextWidget(max_length=200),
        column_name="job",
        aliases=("job title", "title", "position"),
        keeps_when_empty=True,
        default="",
        example="Electrician",
        help_text=gettext_lazy("Its title, for rows without a number of their own."),
    )
    job_id = Column(
        "given_job_id",
        widget=WholeNumberWidget(least=1),
        column_name="job_id",
        keeps_when_empty=True,
        help_text=gettext_lazy("The number of the job, where several are called the same."),
    )
    company = Column(
        "given_company",
        widget=TextWidget(max_length=200),
        column_name="company",
        aliases=("employer",),
        keeps_when_empty=True,
        default="",
        help_text=gettext_lazy("Its name, where jobs of several are called the same."),
    )
    email = Column(
        "given_email",
        widget=EmailWidget(),
        column_name="email",
        aliases=("mail", "e-mail address", "email address", "applicant"),
        keeps_when_empty=True,
        default="",
        example="ada@example.com",
        help_text=gettext_lazy("Of the applicant, for rows without a number of their own."),
    )
    status = Column(
        "status",
        widget=ChoiceWidget(ApplicationStatus),
        column_name="status",
        aliases=("stage",),
        keeps_when_empty=True,
        default=ApplicationStatus.PENDING.value,
        example="reviewed",
        help_text=gettext_lazy(
            "pending, reviewed, shortlisted, rejected or hired. It is moved there through all"
            " stages between, as by hand."
        ),
    )
    cover_letter = Column(
        "cover_letter",
        widget=TextWidget(max_length=20_000, one_line=False),
        keeps_when_empty=True,
        default="",
        help_text=gettext_lazy("Of new ones. What an applicant has written is never changed."),
    )

    class Meta(TransferResource.Meta):
        model = Application
