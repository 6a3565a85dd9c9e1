"""How an application looks from outside. Rows are written here and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from hiring.services import allowed_statuses
from nexus.core.api.schemas import utc_string
from nexus.core.money import money_string

if TYPE_CHECKING:
    from django.http import HttpRequest

    from hiring.models import Application, StatusChange
    from people.models import User

Row = dict[str, Any]


def application_row(application: Application) -> Row:
    """Return the row of an application loaded `with_card_facts`. No query."""
    job, applicant = application.job, application.applicant
    return {
        "id": application.pk,
        "job": {
            "id": job.pk,
            "title": job.title,
            "company_name": job.company.name,
            "location": job.location,
            "employment_type": job.employment_type,
            "salary_min": money_string(job.salary_min),
            "salary_max": money_string(job.salary_max),
        },
        "applicant": person(applicant),
        "applicant_username": applicant.username,
        "applicant_email": applicant.email or None,
        "cover_letter": str(application.cover_letter),
        "status": application.status,
        "applied_at": utc_string(application.applied_at),
        "updated_at": utc_string(application.updated_at),
        "withdrawn_at": application.withdrawn_at and utc_string(application.withdrawn_at),
    }


def application_detail(request: HttpRequest, application: Application) -> Row:
    """Return the whole of an application. No query where the profile is loaded with it."""
    applicant = application.applicant
    return {
        **application_row(application),
        "applicant_phone": str(applicant.phone_number or applicant.profile.phone_number) or None,
        "resume": _resume_address(request, application),
        "allowed_statuses": [str(status) for status in allowed_statuses(application)],
    }


def history_row(change: StatusChange, *, to_company: bool) -> Row:
    """Return one change; the applicant is told neither who made it nor the note."""
    return {
        "from_status": change.from_status or None,
        "to_status": change.to_status,
        "at": utc_string(change.at),
        "by": person(change.by) if to_company and change.by is not None else None,
        "note": (str(change.note) or None) if to_company else None,
    }


def person(user: User) -> Row:
    """Return an applicant or a member of the company, as applications show them."""
    return {
        "id": user.pk,
        "username": user.username,
        "full_name": str(user.get_full_name()) or None,
    }


def _resume_address(request: HttpRequest, application: Application) -> str | None:
    if not application.resume:
        return None
    path = reverse("api:application_resume", kwargs={"application_id": application.pk})
    return request.build_absolute_uri(path)
