"""The columns of the list of jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import admin
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jobs.admin.steps import steps_for
from jobs.choices import JobStatus
from nexus.core.backoffice import brief
from nexus.core.backoffice.changelist import ScopedChangeList

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from jobs.admin.facts import JobFacts
    from jobs.models import Job

_TAGS = {
    JobStatus.OPEN: "tag--good",
    JobStatus.SCHEDULED: "tag--waits",
    JobStatus.IN_REVIEW: "tag--waits",
}
_SOON_DAYS = 7


class JobChangeList(ScopedChangeList):
    """Adds to the jobs of a page what is counted for all of them together."""

    def get_results(self, request: HttpRequest) -> None:
        from jobs.admin.facts import facts_of

        super().get_results(request)
        self.result_list = list(self.result_list)
        facts = facts_of([job.pk for job in self.result_list])
        for job in self.result_list:
            job.facts = facts[job.pk]
            job.reader = request.user


class JobColumns:
    """Mixin of the admin of jobs: what its columns say of a job with its facts."""

    @admin.display(description=gettext_lazy("Job"))
    def job_column(self, job: Any) -> str:
        return format_html("{} {}", brief(job.title), brief(job.location, css="job-where"))

    @admin.display(description=gettext_lazy("Company"))
    def company_column(self, job: Job) -> str:
        return brief(job.company.name, css="job-company", url=f"?company={job.company_id}")

    @admin.display(description=gettext_lazy("Status"))
    def status_column(self, job: Any) -> str:
        return format_html(
            "{}{}{}", status_tag(job), unopened_tag(job.facts), featured_tag(job.facts)
        )

    @admin.display(description=gettext_lazy("Applicants"))
    def applicants_column(self, job: Any) -> str:
        return render_to_string(
            "admin/jobs/job/stages.html", {"facts": job.facts, "url": applications_url(job)}
        )

    @admin.display(description=gettext_lazy("Days"))
    def days_column(self, job: Job) -> str:
        days = days_open(job)
        return format_html('<span class="number">{}</span>', "–" if days is None else days)

    @admin.display(description=gettext_lazy("Views"))
    def views_column(self, job: Any) -> str:
        return format_html('<span class="number">{}</span>', job.facts.views)

    @admin.display(description=gettext_lazy("Deadline"))
    def deadline_column(self, job: Job) -> str:
        local = timezone.localtime(job.application_deadline)
        left = time_left(job)
        tone = "job-near" if left and _is_near(job) else "quiet"
        words = format_html('<span class="nowrap {}">{}</span>', tone, left) if left else ""
        day = date_format(local, "SHORT_DATE_FORMAT")
        return format_html('<span class="nowrap">{}</span> {}', day, words)

    @admin.display(description=gettext_lazy("Actions"))
    def menu_column(self, job: Any) -> str:
        context = {
            "job": job,
            "steps": steps_for(job, job.reader),
            "ids": urlencode({"ids": job.pk}),
        }
        return render_to_string("admin/jobs/job/row_menu.html", context)


def status_tag(job: Job) -> str:
    """Return the status of a job, and where it is yet to open by itself, when that is."""
    status = JobStatus(job.status)
    label, more = str(status.label), ""
    if job.opens_at is not None:
        words = opening_in_words(job.opens_at)
        if status == JobStatus.SCHEDULED:
            label = capfirst(words)
        else:
            more = format_html(' <span class="quiet">{}</span>', words)
    tag = format_html('<span class="tag {}">{}</span>', _TAGS.get(status, ""), label)
    return format_html("{}{}", tag, more)


def opening_in_words(moment: datetime) -> str:
    """Return when a job opens, as "opens 3 Dec, 09:00"; the year is left out where it is this one."""
    local = timezone.localtime(moment)
    # Translators: the day and month of a date of this year, as Django's template filter `date` has it
    day = _("j M") if local.year == timezone.localdate().year else "SHORT_DATE_FORMAT"
    when = f"{date_format(local, day)}, {date_format(local, 'TIME_FORMAT')}"
    return _("opens %(when)s") % {"when": when}


def unopened_tag(facts: JobFacts) -> str:
    """Return that a job should have opened and did not, with why; empty for all others."""
    if facts.not_opened is None:
        return ""
    why = facts.not_opened.remark()
    return format_html(' <span class="tag tag--bad" title="{}">{}</span>', why, _("Did not open"))


def featured_tag(facts: JobFacts) -> str:
    if not (facts.is_featured or facts.awaits_feature):
        return ""
    word = _("Featured") if facts.is_featured else _("To be featured")
    return format_html(' <span class="tag">{}</span>', word)


def days_open(job: Job, *, now: datetime | None = None) -> int | None:
    """Return for how many days people could or can apply; None before it was published."""
    if job.published_at is None:
        return None
    end = job.closed_at or min(now or timezone.now(), job.application_deadline)
    return max(0, (end - job.published_at).days)


def time_left(job: Job) -> str:
    """Return how long an open job is open still, in days; empty for others."""
    if not job.is_open():
        return ""
    days = (timezone.localtime(job.application_deadline).date() - timezone.localdate()).days
    if days == 0:
        return _("today")
    return ngettext("%(number)s day left", "%(number)s days left", days) % {"number": days}


def applications_url(job: Job) -> str:
    """Return where the applications of a job are listed; empty where nobody lists them."""
    try:
        address = reverse("admin:hiring_application_changelist")
    except NoReverseMatch:
        return ""
    return f"{address}?job__id__exact={job.pk}"


def _is_near(job: Job) -> bool:
    return (job.application_deadline - timezone.now()).days < _SOON_DAYS
