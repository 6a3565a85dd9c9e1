"""The postings in the back office."""

from django.utils.translation import gettext_lazy as _

from jobs.admin import reported, reviewing
from jobs.admin.jobs import JobAdmin
from jobs.admin.replies import PreparedReplyAdmin
from jobs.choices import VersionAction
from jobs.models import Job, PreparedReply
from jobs.report_models import ReportOutcome
from nexus.core.backoffice import Thing, add_thing

_DETAILS = {
    "step": (_("Step"), dict(VersionAction.choices)),
    "reports": (_("Reports"), dict(ReportOutcome.choices)),
}
add_thing(Thing("job", _("Job"), Job, "jobs_job_change", details=_DETAILS))
_REPLY_PAGE = "jobs_preparedreply_change"
add_thing(Thing("preparedreply", _("Prepared reply"), PreparedReply, _REPLY_PAGE))

__all__ = ["JobAdmin", "PreparedReplyAdmin", "reported", "reviewing"]
