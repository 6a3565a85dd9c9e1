"""People choose the language and the time zone in which we speak to them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0004_company_registrations")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="language",
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name="user",
            name="time_zone",
            field=models.CharField(blank=True, max_length=64),
        ),
    ]
