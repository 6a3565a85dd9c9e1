"""Name models and fields as the back office does."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("hiring", "0009_invitations_to_apply"),
        ("jobs", "0005_backoffice_indexes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="application",
            name="job",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="applications",
                to="jobs.job",
                verbose_name="job",
            ),
        ),
        migrations.AlterField(
            model_name="application",
            name="source",
            field=models.CharField(
                choices=[("site", "Careers site"), ("api", "API"), ("import", "Import")],
                default="site",
                editable=False,
                max_length=10,
                verbose_name="source",
            ),
        ),
    ]
