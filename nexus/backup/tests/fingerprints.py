"""What an installation holds, read by Django alone, so that two of them can be compared."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, NamedTuple

import django
from wagtail.fields import StreamField

from nexus.tests.acting import act_as_told

if TYPE_CHECKING:
    from django.core.files.storage import Storage
    from django.db.models import Field, Model

# Wagtail's own index of pages, of other columns in each database: built anew by the restore.
_BUILT_ANEW = "wagtailsearch_"


class Fingerprints(NamedTuple):
    """Of each table how many rows it has and a digest of them; of each file a digest."""

    tables: dict[str, list[object]]
    files: dict[str, str]


def fingerprints() -> Fingerprints:
    from django.apps import apps
    from django.core.files.storage import storages

    tables = {}
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        if meta.proxy or not meta.managed or meta.db_table.startswith(_BUILT_ANEW):
            continue
        digest, number = hashlib.sha256(), 0
        for row in model._base_manager.order_by("pk").iterator():
            told = [_told(field, row) for field in meta.concrete_fields]
            digest.update(json.dumps(told, sort_keys=True, default=str).encode())
            number += 1
        tables[meta.db_table] = [number, digest.hexdigest()]
    files = {}
    for alias in ("default", "private"):
        for name in _names(storages[alias], ""):
            with storages[alias].open(name) as content:
                files[f"{alias} {name}"] = hashlib.sha256(content.read()).hexdigest()
    return Fingerprints(tables, files)


def _told(field: Field[Any, Any], row: Model) -> object:
    """Return a value as JSON may tell it; blocks of a page by their parts, which have no order."""
    value: object = field.value_from_object(row)
    return field.get_prep_value(value) if isinstance(field, StreamField) else value


def _names(storage: Storage, folder: str) -> list[str]:
    folders, names = storage.listdir(folder)
    found = [f"{folder}{name}" for name in names]
    for inner in folders:
        found += _names(storage, f"{folder}{inner}/")
    return found


if __name__ == "__main__":
    django.setup()
    act_as_told({"fingerprints": fingerprints})
