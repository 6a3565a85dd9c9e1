"""Two companies of the back office, whose rows name them, and rows to open each address with.

A new kind of row, or a new name of a parameter in an address, gets one line here. Tests that find
none say so.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.test import Client
from django.utils.timezone import now

from careers.branding import frame
from careers.services import ensure_site_tree
from hiring.models import Application, Invitation, Note
from jobs.models import Job, PreparedReply
from jobs.services.reporting import report_job
from nexus.core.exporting.formats import ExportFormat
from nexus.core.exporting.kinds import kind_named
from nexus.core.exporting.lists import Asked
from nexus.core.exporting.services import Choice, begin_export
from nexus.core.models import ExportRun
from nexus.core.storages import private_storage
from nexus.core.transfers import kinds as importable
from nexus.core.transfers.models import ImportRun
from nexus.core.transfers.services import begin_run
from people.models import AuditEntry, Company, Profile, User
from people.services.auditing import AuditAct, record
from taxonomy.models import Skill

if TYPE_CHECKING:
    from django.db.models import Model

    from nexus.backoffice.addresses import Address

type Make = Callable[..., Any]


class Factories(NamedTuple):
    user: Make
    company: Make
    job: Make
    application: Make


class Side(NamedTuple):
    """A company with its people and rows. The marker is in every text that any of them holds."""

    marker: str
    company: Company
    owner: User
    recruiter: User
    viewer: User
    job: Job
    application: Application
    note: Note
    skill: Skill
    talent: Profile


def make_side(marker: str, make: Factories) -> Side:
    """Make a company with everything in it; called again with another marker, one like it."""
    people = [
        make.user(f"{marker}-{role}", full_name=f"{marker} {role}")
        for role in ("owner", "recruiter", "viewer")
    ]
    owner, recruiter, viewer = people
    company = make.company(f"{marker} Ltd", owner=owner, slug=f"{marker}-ltd", location=marker)
    for user, role in ((recruiter, "recruiter"), (viewer, "viewer")):
        company.memberships.create(user=user, role=role)
        User.objects.filter(pk=user.pk).update(is_staff=True)
        user.refresh_from_db()
    skill = Skill.objects.create(name=f"{marker} skill")
    job = add_rows(company, marker, make)
    application = job.applications.get()
    job.skills.add(skill)
    reply_of(marker)
    report_job(job, reason="fraud", text=f"{marker} report", by=None, caller=marker)
    return Side(
        marker,
        company,
        owner,
        recruiter,
        viewer,
        job,
        application,
        application.notes.get(),
        skill,
        make_talent(make),
    )


def make_talent(make: Factories) -> Profile:
    """Return the profile of somebody who looks for work: no company's, whoever it is made for."""
    user = make.user()
    Profile.objects.filter(user=user).update(is_profile_public=True, is_available_for_hire=True)
    return Profile.objects.select_related("user").get(user=user)


def invite(side: Side, profile: Profile) -> None:
    Invitation.objects.create(
        job=side.job, candidate=profile.user, by=side.owner, message=f"{side.marker} message"
    )


def add_rows(company: Company, marker: str, make: Factories) -> Job:
    """Give the company a job of each status and an application with a note. Returns the open job."""
    words = {
        "company": company,
        "location": f"{marker} city",
        "description": f"<p>{marker} description</p>",
        "summary": f"{marker} summary",
    }
    for status in ("draft", "in_review", "closed", "archived"):
        make.job(title=f"{marker} {status}", status=status, **words)
    job: Job = make.job(title=f"{marker} open", **words)
    applicant = make.user(
        f"{marker}-applicant-{job.pk}", full_name=f"{marker} applicant", phone_number="030 1234567"
    )
    Profile.objects.filter(user=applicant).update(city=marker, job_title=marker)
    application = make.application(job=job, applicant=applicant, cover_letter=f"{marker} letter")
    stored = private_storage().save(f"applications/{marker}.pdf", ContentFile(b"%PDF-1.4 a CV"))
    Application.objects.filter(pk=application.pk).update(resume=stored)
    application.status_changes.create(
        from_status="pending", to_status="reviewed", by=None, note=f"{marker} change", at=now()
    )
    Note.objects.create(application=application, author=None, text=f"{marker} note")
    add_entry(company, marker)
    return job


def add_entry(company: Company, marker: str) -> None:
    record(
        actor=None,
        act=AuditAct.CHANGED,
        thing=f"company:{company.pk}",
        label=f"{marker} entry",
        company=company,
        details={"location": [marker, f"{marker} city"]},
    )


def make_editor(make: Factories) -> User:
    """Return somebody who edits the site and belongs to no company."""
    user: User = make.user("some-editor")
    group = Group.objects.create(name="Writers of the site")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user.groups.add(group)
    return user


MEMBERS = ("owner", "recruiter", "viewer")


class World(NamedTuple):
    ours: Side
    theirs: Side
    users: dict[str, User]
    make: Factories

    def client(self, role: str) -> Client:
        client = Client(raise_request_exception=False)
        if role != "anonymous":
            client.force_login(self.users[role])
        return client

    def foreign_to(self, role: str) -> Side:
        return self.ours if role == "rival" else self.theirs


def build_world(make: Factories, *, candidate: User, admin: User) -> World:
    """Make two companies that have the same, and somebody in every role."""
    ensure_site_tree()
    ours, theirs = make_side("zqours", make), make_side("zqrival", make)
    for side in (ours, theirs):
        for invited in (ours.talent, theirs.talent):
            invite(side, invited)
    users = {role: getattr(ours, role) for role in MEMBERS}
    users |= {"rival": theirs.owner, "candidate": candidate, "admin": admin}
    frame()
    return World(ours, theirs, {**users, "editor": make_editor(make)}, make)


def reply_of(title: str) -> PreparedReply:
    """Return the prepared reply of a title, which is the site's and no company's."""
    facts = {"decision": "decline", "language": "en", "title": title}
    return PreparedReply.objects.get_or_create(**facts, defaults={"text": f"{title} text"})[0]


# The row of a side by which the pages of each kind of row are opened.
ROWS: dict[type[Model], Callable[[Side], Model]] = {
    Company: lambda side: side.company,
    User: lambda side: side.owner,
    Skill: lambda side: side.skill,
    Job: lambda side: side.job,
    Application: lambda side: side.application,
    Profile: lambda side: side.talent,
    AuditEntry: lambda side: AuditEntry.objects.filter(company=side.company).earliest("pk"),
    PreparedReply: lambda side: reply_of(side.marker),
}

# How the company of a side comes by another row of each kind; the last one made is returned.
MORE: dict[type[Model], Callable[[Side, Factories], Any]] = {
    Company: lambda side, make: make.company(owner=side.owner),
    User: lambda side, make: make.user(),
    Skill: lambda side, make: Skill.objects.create(name=f"{side.marker} {Skill.objects.count()}"),
    Job: lambda side, make: make.job(company=side.company),
    Application: lambda side, make: make.application(job=make.job(company=side.company)),
    Profile: lambda side, make: invite(side, make_talent(make)),
    AuditEntry: lambda side, make: add_entry(side.company, side.marker),
    PreparedReply: lambda side, make: reply_of(f"{side.marker} {PreparedReply.objects.count()}"),
}

# Rows that belong to no company: whoever works for one sees them, but not what others do to them.
MARKET: set[type[Model]] = {Profile}


def export_of(side: Side) -> ExportRun:
    """Return an export of the owner of the side, made when it is first asked for."""
    made = ExportRun.objects.filter(by=side.owner).first()
    if made is None:
        kind = kind_named("jobs")
        assert kind is not None
        choice = Choice(ExportFormat.CSV, ["title", "location"])
        made = begin_export(kind, Asked(), choice, by=side.owner)
    return made


def import_of(side: Side) -> ImportRun:
    """Return an import of the owner of the side that waits for a yes."""
    made = ImportRun.objects.filter(by=side.owner).first()
    if made is None:
        kind = importable.kind_named("jobs")
        assert kind is not None
        rows = f"title,location\n{side.marker} job,{side.marker} city\n"
        options = {"company": side.company.pk, "opens": False}
        file = io.BytesIO(rows.encode())
        made = begin_run(kind, file, name=f"{side.marker}.csv", by=side.owner, options=options)
    return made


# Parameters of addresses that are not the id of the row that the list is about.
PARAMETERS: dict[str, Callable[[Side], Any]] = {
    "act": lambda side: "reject",
    "app_label": lambda side: "people",
    "export_id": lambda side: export_of(side).pk,
    "job_id": lambda side: side.job.pk,
    "import_id": lambda side: import_of(side).pk,
    "event": lambda side: "application_rejected",
    "kind": lambda side: "jobs",
    "language": lambda side: "de",
    "part": lambda side: "applications",
    "table": lambda side: "funnel",
    "url": lambda side: "nowhere",
}

# What to send to an address, by its name, where nothing would be refused for another reason.
PAYLOADS: dict[str, dict[str, Any]] = {
    "hiring_application_mail_again": {"mail": "1"},
    "hiring_application_move": {"stage": "shortlisted"},
    "hiring_application_note": {"text": "Written by somebody else"},
    "hiring_application_rate": {"score": "3"},
    "review_reported_ask": {"question": "Written by somebody else"},
}


# Addresses that open for who made what lies there, and for nobody else, administrators included.
MADE_BY = {
    *("export", "export_progress", "export_stop", "export_file"),
    *("import", "import_progress", "import_begin", "import_stop", "import_undo", "import_faults"),
}

# Addresses that answer with what the site tells everybody, whosever it is.
PUBLIC = {"jobs_job_skills"}


def parameters_of(address: Address, side: Side) -> dict[str, Any]:
    """Return what opens `address` with rows of `side`. Raises LookupError saying what is missing."""
    values = {}
    for name in address.parameters:
        if name in PARAMETERS:
            values[name] = PARAMETERS[name](side)
            continue
        model = address.model_admin.model if address.model_admin else None
        if name == "object_id" and model in ROWS:
            values[name] = ROWS[model](side).pk
            continue
        about = f"a row of {model.__name__} (ROWS)" if name == "object_id" and model else name
        raise LookupError(
            f"/admin/{address.template} needs {about}: add it to nexus/tests/backoffice_samples.py,"
            " in ROWS for a kind of row, in PARAMETERS for any other part of an address."
        )
    return values
