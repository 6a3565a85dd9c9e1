"""Name models and fields as the back office does."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("hiring", "0006_newest_and_waiting"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="application",
            options={
                "ordering": ("-applied_at", "-id"),
                "verbose_name": "application",
                "verbose_name_plural": "applications",
            },
        ),
        migrations.AlterModelOptions(
            name="note",
            options={
                "ordering": ("created_at", "id"),
                "verbose_name": "note",
                "verbose_name_plural": "notes",
            },
        ),
    ]
