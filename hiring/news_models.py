"""What those who have applied to a job have yet to be told of it."""

from django.db import models
from django.utils import timezone


class JobNews(models.Model):
    """That a job has been closed or reopened; goes when all who have applied were told.

    `told_up_to` is the last application whose person was: it moves with the mails.
    """

    job = models.OneToOneField("jobs.Job", on_delete=models.CASCADE, related_name="+")
    is_open = models.BooleanField()
    at = models.DateTimeField(default=timezone.now, db_index=True)
    told_up_to = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"News of job {self.job_id}"
