"""Signing in looks accounts up by user name in any case and by e-mail address."""

from django.db import migrations, models
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    dependencies = [("people", "0002_profiles_and_constraints")]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="email",
            field=models.EmailField(blank=True, db_index=True, max_length=254),
        ),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(Upper("username"), name="people_user_username_upper"),
        ),
    ]
