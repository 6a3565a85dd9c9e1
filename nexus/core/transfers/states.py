"""What a row of the database is at a moment, to be compared with what it is at another one."""

from __future__ import annotations

import hashlib
import json
from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping


def column_state(instance: Any, *, but: Collection[str] = ()) -> dict[str, Any]:
    """Return the concrete columns of a row in what JSON can hold, those `but` left out."""
    return {
        field.attname: plain(getattr(instance, field.attname))
        for field in stored_columns(type(instance))
        if field.attname not in but
    }


def stored_columns(model: type[models.Model]) -> Iterator[Any]:
    """Yield the columns that a program sets: not the key, and not what the database computes."""
    for found in model._meta.concrete_fields:
        if not found.primary_key and not found.generated:
            yield found


def plain(value: Any) -> Any:
    """Return a value of a column in what JSON can hold."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, models.fields.files.FieldFile):
        return value.name or ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date | time):
        return value.isoformat()  # to the microsecond, which Django's encoder would cut
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def mark_of(state: Mapping[str, Any]) -> str:
    """Return a digest of a state, to tell later whether it is still the same."""
    raw = json.dumps(state, sort_keys=True, cls=DjangoJSONEncoder, ensure_ascii=False)
    return hashlib.blake2b(raw.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()
