"""What the page of a person in the back office says of their applications."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from hiring.choices import FINAL_FOR_APPLICANT
from hiring.models import Application
from people.company_facts import Line, Number

if TYPE_CHECKING:
    from people.models import User

_MOST_LINES = 5


def numbers(person: User, reader: User) -> list[Number]:
    """Count their applications and those that are undecided. One query."""
    undecided = Q(withdrawn_at=None) & ~Q(status__in=FINAL_FOR_APPLICANT)
    counts = (
        Application.objects.by(person)
        .kept()
        .aggregate(all=Count("pk"), undecided=Count("pk", filter=undecided))
    )
    listed = reverse("admin:hiring_application_changelist") + f"?applicant={person.pk}"
    # Nobody handles their own: the list of applications leaves them out.
    url = listed if counts["all"] and person.pk != reader.pk else ""
    return [
        Number(_("Applications"), str(counts["all"]), url),
        Number(_("Undecided"), str(counts["undecided"])),
    ]


def newest(person: User, reader: User) -> list[Line]:
    """Name their newest applications. One query."""
    rows = Application.objects.by(person).kept().select_related("job__company")
    return [
        Line(
            f"{row.job.title} · {row.job.company.name}",
            ""
            if person.pk == reader.pk
            else reverse("admin:hiring_application_change", args=[row.pk]),
            _("Withdrawn") if row.withdrawn_at else row.get_status_display(),
            row.status == "hired",
        )
        for row in rows.order_by("-applied_at", "-pk")[:_MOST_LINES]
    ]
