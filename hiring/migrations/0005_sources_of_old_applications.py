"""Says of earlier applications how they came: only those of the site have agreed to a notice."""

from typing import Any

from django.db import migrations

_AT_ONCE = 5000


def note_sources(apps: Any, schema_editor: Any) -> None:
    """Each batch is a transaction of its own, so that nobody waits long for a row."""
    applications = apps.get_model("hiring", "Application").objects.filter(consent_version="")
    last = 0
    while True:
        following = applications.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)
        keys = list(following[:_AT_ONCE])
        if not keys:
            return
        applications.filter(pk__gt=last, pk__lte=keys[-1]).update(source="api")
        last = keys[-1]


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("hiring", "0004_batches_ratings_and_sources")]

    operations = [migrations.RunPython(note_sources, migrations.RunPython.noop)]
