"""Keep at hand whom employers find: by day, pay, city and country."""

import django.db.models.functions.text
from django.db import migrations, models

from nexus.core.indexing import AddIndexBeside


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("people", "0012_saved_filters"),
        ("taxonomy", "0003_names_of_things"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="profile",
            options={"verbose_name": "profile", "verbose_name_plural": "profiles"},
        ),
        AddIndexBeside(
            model_name="profile",
            index=models.Index(
                condition=models.Q(("is_available_for_hire", True), ("is_profile_public", True)),
                fields=["-created_at", "-id"],
                name="people_profile_found_new",
            ),
        ),
        AddIndexBeside(
            model_name="profile",
            index=models.Index(
                condition=models.Q(("is_available_for_hire", True), ("is_profile_public", True)),
                fields=["expected_salary_currency", "expected_salary_min"],
                name="people_profile_found_pay",
            ),
        ),
        AddIndexBeside(
            model_name="profile",
            index=models.Index(
                django.db.models.functions.text.Lower("city"),
                condition=models.Q(("is_available_for_hire", True), ("is_profile_public", True)),
                name="people_profile_found_city",
            ),
        ),
        AddIndexBeside(
            model_name="profile",
            index=models.Index(
                django.db.models.functions.text.Lower("country"),
                condition=models.Q(("is_available_for_hire", True), ("is_profile_public", True)),
                name="people_profile_found_country",
            ),
        ),
    ]
