"""Whether anything refers to a row, whichever app it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import DO_NOTHING

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import Model


def is_referred_to(row: Model, *, but: Collection[type[Model]] = ()) -> bool:
    """Tell whether a row of any table, the audit and those in `but` left out, refers to `row`.

    A query for each such table until one is found.
    """
    for relation in row._meta.get_fields(include_hidden=True):
        found: Any = relation
        if not found.auto_created or found.concrete:
            continue
        if found.many_to_many or found.on_delete is DO_NOTHING or found.related_model in but:
            continue
        if found.related_model._base_manager.filter(**{found.field.name: row.pk}).exists():
            return True
    return False
