"""A mail that is just being sent has a state of its own: it can no longer be cancelled."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0001_outgoing_mail")]

    operations = [
        migrations.RemoveIndex(model_name="outgoingmail", name="core_mail_due"),
        migrations.AlterField(
            model_name="outgoingmail",
            name="state",
            field=models.CharField(
                choices=[
                    ("queued", "Queued"),
                    ("sending", "Being sent"),
                    ("sent", "Sent"),
                    ("failed", "Failed"),
                    ("cancelled", "Cancelled"),
                ],
                default="queued",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="outgoingmail",
            index=models.Index(
                condition=models.Q(("state__in", ["queued", "sending"])),
                fields=["not_before", "id"],
                name="core_mail_due",
            ),
        ),
    ]
