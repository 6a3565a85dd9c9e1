"""What of a market is seen in the back office: who works there, and the address of every page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.test import Client

from hiring.models import Application
from jobs.choices import JobStatus
from jobs.models import Job, PreparedReply
from nexus.backoffice.addresses import addresses
from nexus.screenshots.office_crew import ADMIN, OWNER
from people.models import Company, Profile, User
from taxonomy.models import Skill

if TYPE_CHECKING:
    from django.db.models import Model

    from nexus.screenshots.markets import Addresses

# Parts of an address that no row fills in.
_PARTS = {"act": "reject", "event": "application_rejected", "kind": "jobs", "language": "de"}
# These end the visit, lead away, or answer whatever address is asked for.
_NO_PAGES = {"logout", "login", "password_change", "password_change_done", "app_list", "index", ""}


def office_addresses() -> Addresses:
    """Return where the back office of this database has what: rows by name, pages as "admin:NAME".

    Only what answers an administrator with a page is among them, found and not listed: whatever an
    app adds is looked at too.
    """
    company = _company()
    rows: dict[type[Model], Model | None] = {
        Company: company,
        User: User.objects.filter(username=OWNER).first(),
        PreparedReply: PreparedReply.objects.order_by("pk").first(),
        Skill: Skill.objects.order_by("pk").last(),
        Job: Job.objects.open().filter(company=company).order_by("pk").first(),
        Application: _application(company),
        Profile: _candidate(),
    }
    return {**_found_pages(rows), **_rows(company, rows)}


def _company() -> Company | None:
    owner = User.objects.filter(username=OWNER).first()
    owned = Company.objects.filter(memberships__user=owner).order_by("pk")
    return owned.first() if owner else None


def _candidate() -> Profile | None:
    admin = User.objects.get(username=ADMIN)
    open_ones: Profile | None = (
        Profile.objects.all().open_to_employers(admin).order_by("pk").first()
    )
    return open_ones


def _application(company: Company | None) -> Application | None:
    live = Application.objects.live().filter(job__company=company, status="reviewed")
    return live.exclude(resume="").order_by("pk").first() or live.order_by("pk").first()


def _rows(company: Company | None, rows: dict[type[Model], Model | None]) -> Addresses:
    found = {f"office_{model._meta.model_name}": str(row.pk) for model, row in rows.items() if row}
    jobs = Job.objects.filter(company=company).order_by("pk")
    for status in (JobStatus.DRAFT, JobStatus.IN_REVIEW, JobStatus.CLOSED):
        job = jobs.filter(status=status).first()
        if job:
            found[f"office_{status.value}"] = str(job.pk)
    other = User.objects.filter(applications__isnull=False).order_by("pk").first()
    if other:  # whose account another one is compared with
        found["office_other"] = str(other.pk)
    application = rows[Application]
    if isinstance(application, Application):
        found["office_busy"] = str(application.job_id)
    return found


def _found_pages(rows: dict[type[Model], Model | None]) -> Addresses:
    client = Client(SERVER_NAME="localhost", raise_request_exception=False)
    client.force_login(User.objects.get(username=ADMIN))
    found: dict[str, str] = {}
    for address in addresses():
        path = _path(address, rows) if address.name not in _NO_PAGES else None
        if path is None or path in found.values():
            continue
        answer: Any = client.get(path)
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        if answer.status_code == 200 and is_page and "Content-Disposition" not in answer.headers:
            found[f"admin:{address.name}"] = path
    return found


def _path(address: Any, rows: dict[type[Model], Model | None]) -> str | None:
    values: dict[str, Any] = {}
    for name in address.parameters:
        if name in _PARTS:
            values[name] = _PARTS[name]
            continue
        job = rows.get(Job)
        if name == "job_id" and job is not None:
            values[name] = job.pk
            continue
        model = address.model_admin.model if address.model_admin else None
        row = rows.get(model) if model in admin.site._registry else None
        if name != "object_id" or row is None:
            return None
        values[name] = row.pk
    path: str = address.filled(values)
    return path
