"""What the page of a company in the back office counts: what waits there, and for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from hiring.services.retention import going_within
from hiring.workload import MOST_COUNTED, workload
from people.company_facts import Number
from people.standing import companies_of

if TYPE_CHECKING:
    from people.models import Company, User

SOON_DAYS = 30


def numbers(company: Company, user: User) -> list[Number]:
    """Count jobs and applications that concern `user`. One query."""
    load = workload(user, company=company.pk)
    jobs = reverse("admin:jobs_job_changelist") + f"?company={company.pk}"
    # Their list is narrowed to one company for those alone who work for no other.
    is_all = not user.is_admin and len(companies_of(user)) == 1
    received = reverse("admin:hiring_application_changelist") if is_all else ""
    return [
        Number(_("Jobs"), _shown(load.jobs), jobs),
        Number(_("Jobs in review"), _shown(load.in_review), f"{jobs}&status__exact=in_review"),
        Number(_("Deadlines this week"), _shown(load.closing), f"{jobs}&deadline=week"),
        Number(_("New applications"), _shown(load.new), received and f"{received}?waiting=new"),
        Number(
            _("Overdue applications"),
            _shown(load.overdue),
            received and f"{received}?waiting=overdue",
        ),
    ]


def going(company: Company) -> Number:
    """Count the applications that go by themselves soon. One query."""
    label = _("Go within %(days)s days") % {"days": SOON_DAYS}
    return Number(label, _shown(going_within(company, days=SOON_DAYS)))


def _shown(number: int) -> str:
    return str(number) if number <= MOST_COUNTED else f"{MOST_COUNTED}+"
