"""Name models and fields as the back office does."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0013_whom_employers_find"),
    ]

    operations = [
        migrations.AlterField(
            model_name="company",
            name="location",
            field=models.CharField(blank=True, max_length=200, verbose_name="place"),
        ),
        migrations.AlterField(
            model_name="user",
            name="email",
            field=models.EmailField(
                blank=True, db_index=True, max_length=254, verbose_name="e-mail address"
            ),
        ),
    ]
