"""Turn the running text of featured jobs into the first block of their stories, in drafts too."""

import json
import uuid

from django.db import migrations


def _as_blocks(story):
    return [{"type": "text", "value": story, "id": str(uuid.uuid4())}] if story else []


def stories_to_blocks(apps, schema_editor):
    FeaturedJobPage = apps.get_model("careers", "FeaturedJobPage")
    for page in FeaturedJobPage.objects.exclude(story="").iterator():
        FeaturedJobPage.objects.filter(pk=page.pk).update(body=_as_blocks(page.story))
    Revision = apps.get_model("wagtailcore", "Revision")
    ids = [str(pk) for pk in FeaturedJobPage.objects.values_list("pk", flat=True)]
    for revision in Revision.objects.filter(object_id__in=ids).iterator():
        story = revision.content.pop("story", None)
        if story is not None:
            revision.content["body"] = json.dumps(_as_blocks(story))
            revision.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [
        ("careers", "0003_companies_content_and_blocks"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(stories_to_blocks, migrations.RunPython.noop)]
