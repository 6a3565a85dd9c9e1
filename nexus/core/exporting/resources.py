"""What a row is in a file: columns of django-import-export, written as what they are.

The library would make a text of every value, put whole tables into memory, and read cells that
nobody asked for: here the cells of one row are read, of the chosen columns, with numbers as numbers.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from import_export.fields import Field
from import_export.resources import Resource
from import_export.widgets import Widget

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise

    from nexus.core.audit import AuditLine
    from nexus.core.exporting.formats import Value
    from nexus.core.exporting.lists import Asked
    from people.models import User


class AsItIs(Widget):
    """Leaves numbers, yes and no, and lists of texts to the format."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Value:
        return plain(value)


class ExportColumn(Field):
    """One column. Its name in the resource is its name in programs, `label` that for people.

    The import knows both. A value is what `attribute` leads to ("company__name"; of itself the
    column's own name), or what the resource's method `dehydrate_<name>` returns. `is_usual` ones
    are chosen unless somebody chooses others; `is_personal` ones need the right to take them out.
    """

    def __init__(
        self,
        label: StrOrPromise,
        *,
        attribute: str = "",
        is_personal: bool = False,
        is_usual: bool = True,
        help_text: StrOrPromise = "",
    ) -> None:
        super().__init__(attribute=attribute or None, widget=AsItIs())
        self.label = label
        self.is_personal = is_personal
        self.is_usual = is_usual
        self.help_text = help_text


class ExportResource(Resource):
    """Base of what a kind of row is in a file. It reads for one person, the columns in `names`."""

    def __init__(self, *, user: User, asked: Asked, names: Sequence[str]) -> None:
        super().__init__()
        self.user, self.asked = user, asked
        self.names = [name for name in self.fields if name in set(names)]
        self._readers = [self._reader(name) for name in self.names]

    @classmethod
    def columns(cls) -> dict[str, ExportColumn]:
        """Return all columns by their names, in their order."""
        found: dict[str, ExportColumn] = dict(cls.fields)
        return found

    @classmethod
    def has_personal(cls, names: Sequence[str]) -> bool:
        """Tell whether one of the columns says who somebody is."""
        columns = cls.columns()
        return any(name in columns and columns[name].is_personal for name in names)

    def is_personal(self) -> bool:
        """Tell whether one of the columns that are read says who somebody is."""
        return self.has_personal(self.names)

    def load(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return `rows` with all that `cells` reads of them, in as many queries for all of them."""
        return rows

    def prepare(self, rows: Sequence[Any]) -> None:
        """Look up for a chunk of rows together what cannot be loaded with them."""

    def cells(self, row: Any) -> list[Value]:
        """Return the values of a row, in the order of `names`. No query after `load`."""
        return [plain(read(row)) for read in self._readers]

    def subjects(self, rows: Sequence[Any]) -> Iterable[AuditLine]:
        """Return what to note of rows of whose personal data something goes out: a line for each."""
        return ()

    def _reader(self, name: str) -> Callable[[Any], Any]:
        field = self.fields[name]
        computed: Callable[[Any], Any] | None = getattr(self, f"dehydrate_{name}", None)
        if computed is not None:
            return computed
        if field.attribute is None:
            field.attribute = name
        read: Callable[[Any], Any] = field.export
        return read


def plain(value: Any) -> Value:
    """Return a value as the formats write it: times in UTC to the second, lists of texts as such."""
    if value is None or isinstance(value, str | bool | int | float | Decimal):
        # A choice of Django's is a text of a class of its own.
        return str(value) if isinstance(value, str) else value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    return str(value)
