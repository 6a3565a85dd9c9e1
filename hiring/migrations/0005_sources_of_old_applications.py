"""Says of earlier applications how they came: only those of the site have agreed to a notice."""

from typing import Any

from django.db import migrations


def note_sources(apps: Any, schema_editor: Any) -> None:
    apps.get_model("hiring", "Application").objects.filter(consent_version="").update(source="api")


class Migration(migrations.Migration):
    dependencies = [("hiring", "0004_batches_ratings_and_sources")]

    operations = [migrations.RunPython(note_sources, migrations.RunPython.noop)]
