"""Let companies invite people to apply, once for each job."""

import django.db.models.deletion
import django.utils.timezone
import nexus.core.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("hiring", "0008_columns_of_the_list"),
        ("jobs", "0005_backoffice_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("message", nexus.core.fields.EncryptedTextField(max_length=2000)),
                (
                    "sent_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("applied", "Has applied"), ("declined", "Has declined")],
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="job_invitations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="jobs.job",
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation",
                "verbose_name_plural": "invitations",
                "ordering": ("-sent_at", "-id"),
                "indexes": [
                    models.Index(
                        fields=["candidate", "-sent_at", "-id"], name="hiring_invitation_own"
                    ),
                    models.Index(fields=["-sent_at"], name="hiring_invitation_newest"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("job", "candidate"),
                        name="hiring_invitation_once",
                        violation_error_message="This person has been invited to this job already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None)),
                            models.Q(
                                ("answer__in", ["applied", "declined"]),
                                ("answered_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="hiring_invitation_answered_at",
                    ),
                ],
            },
        ),
    ]
