"""What holds for the times of a job, since it may be declined and open by itself."""

from django.db import migrations, models

from nexus.core.indexing import AddCheckBeside, AddIndexBeside


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("jobs", "0010_opening_times")]

    operations = [
        migrations.RemoveConstraint(
            model_name="job",
            name="jobs_job_published_at",
        ),
        AddIndexBeside(
            model_name="job",
            index=models.Index(
                condition=models.Q(("status", "scheduled")),
                fields=["opens_at", "id"],
                name="jobs_job_scheduled",
            ),
        ),
        AddCheckBeside(
            model_name="job",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["draft", "in_review", "scheduled", "archived"]),
                    ("published_at__isnull", False),
                    models.Q(("close_reason", "declined"), ("status", "closed")),
                    _connector="OR",
                ),
                name="jobs_job_published_at",
                violation_error_message="A published job has a time of publication.",
            ),
        ),
        AddCheckBeside(
            model_name="job",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("opens_at__isnull", True),
                    ("status__in", ["in_review", "scheduled"]),
                    _connector="OR",
                ),
                name="jobs_job_opens_at",
                violation_error_message="Only a job that is yet to open has a time for it.",
            ),
        ),
        AddCheckBeside(
            model_name="job",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "scheduled"), _negated=True),
                    ("opens_at__isnull", False),
                    _connector="OR",
                ),
                name="jobs_job_scheduled_at",
                violation_error_message="A scheduled job has a time at which it opens.",
            ),
        ),
        AddCheckBeside(
            model_name="job",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("opens_at__isnull", True),
                    ("opens_at__lt", models.F("application_deadline")),
                    _connector="OR",
                ),
                name="jobs_job_opens_before_deadline",
                violation_error_message="A job opens before its deadline.",
            ),
        ),
    ]
