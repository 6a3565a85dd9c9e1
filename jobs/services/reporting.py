"""Reports of jobs: anybody makes one, administrators decide on all of a job at once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.choices import JobStatus
from jobs.mails import tell_admins_of_report, tell_company_of_question
from jobs.models import Job, JobReport
from jobs.report_models import ReportOutcome, ReportReason
from jobs.services.permissions import NO_SUCH_JOB, ensure_admin
from nexus.core.blind_index import exact_token
from nexus.core.errors import Conflict, Invalid, Missing
from nexus.core.fields import Unreadable
from people.services.auditing import AuditAct, record

if TYPE_CHECKING:
    from people.models import User

MOST_TEXT = 2000
MOST_QUESTION = 1000
# What can still be seen, or will be again: of all other jobs there is nothing to decide.
OF_CONCERN = (JobStatus.OPEN, JobStatus.IN_REVIEW)
_ADMINS_ALONE = gettext_lazy("Only an administrator may decide on reports.")
_CHUNK = 500


def report_job(
    job: Job, *, reason: str, text: str = "", email: str = "", by: User | None, caller: str
) -> bool:
    """Take a report of an open job; administrators hear of the first one that waits.

    `by` is who is signed in, `caller` the address the call came from, of which nothing is kept that
    could be read. Returns False where the same person has reported the job before, which changes
    nothing, unless that was decided on and the job has changed since. Raises Missing for a job that is not open, and Invalid under the fields.
    """
    if not job.is_open():
        raise Missing(NO_SUCH_JOB)
    text, email = text.strip(), email.strip()
    _check(reason, text, email)
    who = _token(by, email, caller)
    try:
        with transaction.atomic():
            JobReport.objects.filter(job=job, who=who, decided_at__lt=job.changed_at).delete()
            JobReport.objects.create(
                job=job, reason=reason, text=text, email=email, reporter=by, who=who
            )
            if JobReport.objects.filter(job=job, outcome="").count() == 1:
                tell_admins_of_report(job, ReportReason(reason))
    except IntegrityError:
        return False
    return True


def dismiss_reports(job: Job, *, by: User, seen: int | None = None) -> int:
    """Leave the job as it is; returns how many reports that settles.

    Those after the one numbered `seen`, if given, wait on: nobody has read them. Raises NotAllowed unless `by` is an administrator, Conflict where none waits any more.
    """
    ensure_admin(by, otherwise=_ADMINS_ALONE)
    with transaction.atomic():
        number = settle_reports(job, ReportOutcome.DISMISSED, by=by, seen=seen)
        if not number:
            raise Conflict(_("Somebody has decided on these reports already."))
        # Not for the company to read: it is not told that somebody has reported its job.
        record(
            actor=by,
            act=AuditAct.CHANGED,
            thing=f"job:{job.pk}",
            label=job.title,
            details={"reports": str(ReportOutcome.DISMISSED), "number": number},
        )
    return number


def settle_reports(job: Job, outcome: ReportOutcome, *, by: User, seen: int | None = None) -> int:
    """Note what became of the reports of a job that wait; return how many. One statement.

    `seen` as in `dismiss_reports`.
    """
    waiting = JobReport.objects.filter(job=job, outcome="")
    if seen is not None:
        waiting = waiting.filter(pk__lte=seen)
    return waiting.update(outcome=outcome, decided_by=by, decided_at=timezone.now())


def ask_company(job: Job, *, question: str, by: User) -> None:
    """Mail a question about a job to its company's people; the reports wait on.

    Raises NotAllowed unless `by` is an administrator, Invalid under `question`.
    """
    ensure_admin(by, otherwise=_ADMINS_ALONE)
    asked = question.strip()
    if not asked:
        raise Invalid.field("question", _("Write what you want to know."))
    if len(asked) > MOST_QUESTION or "\x00" in asked:
        raise _too_long("question", MOST_QUESTION)
    with transaction.atomic():
        tell_company_of_question(job, asked, by=by)
        record(
            actor=by,
            act=AuditAct.WROTE,
            thing=f"job:{job.pk}",
            label=job.title,
            company=job.company_id,
        )


def forget_old_reports() -> int:
    """Delete reports that nobody needs any more, `JOB_REPORT_DAYS` after they were decided on.

    So are those, by the same number of days, of jobs that were closed without a decision. Returns
    how many.
    """
    since = timezone.now() - timedelta(days=settings.JOB_REPORT_DAYS)
    decided = Q(decided_at__lt=since)
    moot = Q(outcome="", at__lt=since) & ~Q(job__status__in=OF_CONCERN)
    old = JobReport.objects.filter(decided | moot)
    number, _rows = JobReport.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()
    return number


def rebuild_report_tokens() -> None:
    """Bring the tokens of reports up to date after a change of the keys.

    Those of callers cannot be: what they were made of is not kept.
    """
    rows = JobReport.objects.select_related("reporter").order_by("pk")
    for report in rows.iterator(_CHUNK):
        if isinstance(report.email, Unreadable) or not (report.reporter or report.email):
            continue
        token = _token(report.reporter, report.email, "")
        JobReport.objects.filter(pk=report.pk).update(who=token)


def reports_of(person: User) -> Q:
    """Return which reports are somebody's: made signed in, or under an address of theirs."""
    from allauth.account.models import EmailAddress  # which needs our models to be loaded

    addresses = EmailAddress.objects.filter(user=person, verified=True)
    tokens = [_token(None, row.email, "") for row in addresses]
    return Q(reporter=person) | Q(who__in=tokens)


def hand_reports_over(gone: User, kept: User) -> None:
    """Make the reports of one account those of another of the same person: one of each job stays.

    The token goes along with the reporter, or `kept` could report the job again.
    """
    own = set(JobReport.objects.filter(reporter=kept).values_list("job", flat=True))
    theirs = JobReport.objects.filter(reporter=gone)
    theirs.filter(job__in=own).delete()
    theirs.update(reporter=kept, who=_token(kept, "", ""))


def _check(reason: str, text: str, email: str) -> None:
    faults: dict[str, list[str]] = {}
    if reason not in ReportReason.values:
        faults["reason"] = [_("Choose what is wrong with the job.")]
    if reason == ReportReason.OTHER and not text:
        faults["text"] = [_("Say in a few words what is wrong.")]
    if len(text) > MOST_TEXT or "\x00" in text:
        faults["text"] = _too_long("text", MOST_TEXT).details["text"]
    if email:
        try:
            validate_email(email)
        except ValidationError as exc:
            faults["email"] = list(exc.messages)
    if faults:
        raise Invalid.fields(faults)


def _token(by: User | None, email: str, caller: str) -> str:
    if by is not None:
        return exact_token("job-report", f"user:{by.pk}")
    if email:
        return exact_token("job-report", f"mail:{email.casefold()}")
    return exact_token("job-report", f"from:{caller}")


def _too_long(name: str, most: int) -> Invalid:
    return Invalid.field(name, _("Write at most %(number)s characters.") % {"number": most})
