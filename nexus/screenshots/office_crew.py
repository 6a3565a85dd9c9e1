"""Who works in the back office of the markets that the demo's own people are not in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from hiring.choices import ApplicationStatus, RejectionReason
from hiring.models import Application
from hiring.services import add_note, move_application, rate_application, submit_application
from hiring.statistics.upkeep import rebuild
from jobs.choices import JobStatus
from jobs.models import Job
from jobs.report_models import ReportReason
from jobs.services.reporting import report_job
from nexus.demo.logins import DEMO_PASSWORD, DOMAIN
from nexus.demo.pdf import Line, write_pdf
from nexus.screenshots import messy_words as words
from nexus.screenshots.markets import make_person
from people.choices import Role
from people.models import Company, Profile, User
from people.services import add_member, create_company, set_name
from people.services.verification import request_verification
from taxonomy.services import get_or_create_skills

if TYPE_CHECKING:
    from collections.abc import Callable

ADMIN, OWNER, VIEWER = "admin", "employer", "viewer"
_APPLICANTS = 30
_REPORTED = (
    "They wanted me to pay for a training before the first day.",
    "It says that only men under thirty may apply.",
    "On the phone it was another job than the one described here.",
)
_WAYS = (
    (),
    (ApplicationStatus.REVIEWED,),
    (ApplicationStatus.REVIEWED, ApplicationStatus.SHORTLISTED),
    (ApplicationStatus.REVIEWED, ApplicationStatus.REJECTED),
    (
        ApplicationStatus.REVIEWED,
        ApplicationStatus.SHORTLISTED,
        ApplicationStatus.HIRED,
    ),
)


def staff_office(state: str) -> None:
    """Let an administrator and the people of a company sign in, with what waits for them."""
    _CREWS[state]()
    _report(is_long=state == "messy")
    rebuild()


def _empty() -> None:
    _make_admin()
    create_company("Saltgrass Solar", by=make_person(OWNER))


def _messy() -> None:
    admin, owner, viewer = _make_admin(), make_person(OWNER), make_person(VIEWER)
    for person, name in ((owner, words.TITLES[1]), (viewer, words.TITLES[2])):
        set_name(person, name)
    company = Company.objects.get(slug="longest")
    add_member(company, owner, role=Role.OWNER, by=admin)
    add_member(company, viewer, role=Role.VIEWER, by=owner)
    Company.objects.filter(pk=company.pk).update(is_verified=False)
    company.refresh_from_db()
    request_verification(company, note_to_admins=words.LETTER[:900], by=owner)
    jobs = list(Job.objects.filter(company=company, status=JobStatus.OPEN).order_by("pk"))
    for status in (JobStatus.DRAFT, JobStatus.IN_REVIEW):
        _copy(jobs[0], status)
    for number in range(_APPLICANTS):
        _apply(number, jobs[number % 2], owner)
    get_or_create_skills([words.TITLES[1][:80]])


def _report(*, is_long: bool) -> None:
    """Have strangers report the first open job of the company that the pages are about."""
    owned = Company.objects.filter(memberships__user__username=OWNER).order_by("pk").first()
    job = Job.objects.open().filter(company=owned).order_by("pk").first()
    if job is None:
        return
    for number, reason in enumerate(ReportReason.values[: 6 if is_long else 3]):
        text = words.LETTER[:1900] if is_long else _REPORTED[number]
        email = f"stranger{number}@{DOMAIN}" if number % 2 else ""
        report_job(job, reason=reason, text=text, email=email, by=None, caller=f"192.0.2.{number}")


def _make_admin() -> User:
    admin: User = User.objects.create_superuser(
        ADMIN, email=f"{ADMIN}@{DOMAIN}", password=DEMO_PASSWORD
    )
    return admin


def _copy(job: Job, status: JobStatus) -> None:
    copy = Job.objects.get(pk=job.pk)
    copy.pk, copy.status, copy.published_at = None, status, None
    copy._state.adding = True
    copy.save()


def _apply(number: int, job: Job, owner: User) -> None:
    person = make_person(f"{'applicant-with-a-long-user-name-' * 3}{number}")
    set_name(person, words.TITLES[number % 4] if number % 3 else f"X{number}")
    facts: dict[str, Any] = {
        "is_profile_public": True,
        "is_available_for_hire": True,
        "job_title": words.TITLES[number % 4][:100],
        "city": words.PLACE[:100],
    }
    Profile.objects.filter(user=person).update(**facts)
    lines = [Line(words.LETTER[:90])] * 60
    cv = SimpleUploadedFile(f"{'CV of mine ' * 12}.pdf", write_pdf(lines, title="CV"))
    application = submit_application(
        job,
        applicant=person,
        cover_letter=words.LETTER if number % 2 else "",
        resume=cv if number % 3 else None,
    )
    for status in _WAYS[number % len(_WAYS)]:
        reason = RejectionReason.SKILLS if status == ApplicationStatus.REJECTED else ""
        move_application(application, status, by=owner, note=words.LEAD[:200], reason=reason)
    if number % 4 == 1:
        rate_application(application, 1 + number % 5, by=owner)
        add_note(application, by=owner, text=words.LETTER[:1500])
    then = timezone.now() - timedelta(hours=number * 37)
    Application.objects.filter(pk=application.pk).update(applied_at=then)


_CREWS: dict[str, Callable[[], None]] = {
    "demo": lambda: None,
    "empty": _empty,
    "messy": _messy,
}
