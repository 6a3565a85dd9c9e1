"""Name models and fields as the back office does."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("taxonomy", "0002_category_content"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="category",
            options={"verbose_name": "category", "verbose_name_plural": "categories"},
        ),
        migrations.AlterModelOptions(
            name="skill",
            options={
                "ordering": ("name",),
                "verbose_name": "skill",
                "verbose_name_plural": "skills",
            },
        ),
    ]
