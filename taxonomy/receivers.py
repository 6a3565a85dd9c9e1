"""Marks the jobs of a category as changed when it is renamed, however that came about.

Receives the signals of our own model, because it is Wagtail that saves it: publishing in the CMS, a
scheduled publication, a revision brought back and the API all end in the same save, and nothing
else has in hand both the old name and the new one. No hook of Wagtail's runs for all of them, and
its `page_published` comes when the old name is gone.
"""

from typing import Any

from django.db.models.signals import post_save, pre_save
from django.utils import timezone

from taxonomy.models import Category


def remember_name(sender: type[Category], instance: Category, **kwargs: Any) -> None:
    """Keep the stored name on the instance until it has been saved. One query."""
    if _names_are_saved(kwargs):
        known = Category.objects.filter(pk=instance.pk).order_by()
        instance.name_before = known.values_list("name", flat=True).first()


def touch_jobs(sender: type[Category], instance: Category, **kwargs: Any) -> None:
    """Set `changed_at` of the category's jobs, which the search index of each machine polls."""
    if not _names_are_saved(kwargs):
        return
    if instance.name_before not in (None, instance.name):
        instance.jobs.update(changed_at=timezone.now())


def connect() -> None:
    """Start receiving; called once, when the app is ready."""
    pre_save.connect(remember_name, sender=Category, dispatch_uid="taxonomy_remember_name")
    post_save.connect(touch_jobs, sender=Category, dispatch_uid="taxonomy_touch_jobs")


def _names_are_saved(kwargs: dict[str, Any]) -> bool:
    fields = kwargs.get("update_fields")
    return not kwargs.get("raw") and (fields is None or "name" in fields)
