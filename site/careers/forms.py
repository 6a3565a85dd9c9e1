"""The forms with which editors fill in pages."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from jobs.choices import JobStatus
from jobs.models import Job


class FeaturedJobForm(WagtailAdminPageForm):
    """Refuses jobs that cannot be featured.

    Only when one is chosen: a page whose job has closed since must still be edited, and taken
    down at its hour, without complaint.
    """

    def clean_job(self) -> Job:
        job: Job = self.cleaned_data["job"]
        if "job" not in self.changed_data:
            return job
        if job.status in {JobStatus.CLOSED, JobStatus.ARCHIVED}:
            raise ValidationError(_("This job is closed, so it cannot be featured."))
        if job.feature_pages.exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("This job has a page already."))
        return job
