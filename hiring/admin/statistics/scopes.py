"""Whose statistics are looked at: the market's, those of companies, or of one job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from hiring.statistics.counting import Scope
from jobs.models import Job
from nexus.core.backoffice import acting, chosen_company
from nexus.core.ids import row_id_or_404
from people.models import Company
from people.standing import memberships_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from people.models import User


@dataclass(frozen=True)
class Whose:
    """What is counted, what that is called, and the part of an address that asks for it."""

    scope: Scope
    title: str
    company: Company | None = None
    job: Job | None = None

    @property
    def asked(self) -> dict[str, int]:
        if self.job is not None:
            return {"job": self.job.pk}
        return {"company": self.company.pk} if self.company is not None else {}

    @property
    def query(self) -> str:
        return urlencode(self.asked)


def whose_of(request: HttpRequest) -> Whose:
    """Return whose figures are asked for, or else the widest that the person may see.

    Raises PermissionDenied for people who belong to no company, Http404 for what is not theirs.
    """
    user = acting(request)
    own = {one.company_id: one.company for one in memberships_of(user)}
    if not user.is_admin and not own:
        raise PermissionDenied
    if wanted := request.GET.get("job", ""):
        return _of_job(row_id_or_404(wanted), user, own)
    if wanted := request.GET.get("company", ""):
        return _of_company(_company(row_id_or_404(wanted), user, own))
    if user.is_admin:
        return Whose(Scope(), _("The market"))
    chosen = chosen_company(request)
    if chosen in own:
        return _of_company(own[chosen])
    if len(own) == 1:
        return _of_company(next(iter(own.values())))
    return Whose(Scope(frozenset(own)), _("Your companies"))


def _of_company(company: Company) -> Whose:
    return Whose(Scope(frozenset([company.pk])), company.name, company)


def _of_job(pk: int, user: User, own: dict[int, Company]) -> Whose:
    job = Job.objects.select_related("company").only("title", "company__name").filter(pk=pk).first()
    if job is None or not (user.is_admin or job.company_id in own):
        raise Http404
    # The company as well: an index by it narrows further than one by the job alone.
    return Whose(Scope(frozenset([job.company_id]), job.pk), job.title, job.company, job)


def _company(pk: int, user: User, own: dict[int, Company]) -> Company:
    company = own.get(pk)
    if company is None and user.is_admin:
        company = Company.objects.only("name").filter(pk=pk).first()
    if company is None:
        raise Http404
    return company
