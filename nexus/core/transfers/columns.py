"""A column of a file: what it is called, what belongs in it, and what is said when it is wrong."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from django.db.models.fields import NOT_PROVIDED
from django.utils.translation import gettext as _
from import_export.fields import Field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django_stubs_ext import StrOrPromise
    from import_export.widgets import Widget


_numbers = count()


class Column(Field):
    """A field of django-import-export that can be explained to the person who fills it in.

    `aliases` are other names by which it is found. An empty cell empties the value, or where
    `keeps_when_empty` leaves it as it is; of a new row it then gives `default`. A column that a
    file does not have changes nothing.
    """

    def __init__(
        self,
        attribute: str,
        *,
        widget: Widget,
        column_name: str = "",
        help_text: StrOrPromise = "",
        example: str = "",
        is_required: bool = False,
        aliases: Sequence[str] = (),
        keeps_when_empty: bool = False,
        default: Any = NOT_PROVIDED,
        **more: Any,
    ) -> None:
        super().__init__(
            attribute=attribute,
            column_name=column_name or attribute,
            widget=widget,
            default=default,
            **more,
        )
        self.help_text = help_text
        self.example = example
        self.is_required = is_required
        self.aliases = tuple(aliases)
        self.keeps_when_empty = keeps_when_empty
        # The library puts what models have before all else: people read in the order given here.
        self.number = next(_numbers)

    def clean(self, row: Any, **kwargs: Any) -> Any:
        """Return the value of a cell. Raises ValueError with the sentence about it."""
        return self.read(row[self.column_name], row)

    def read(self, value: Any, row: Any) -> Any:
        """Return what `value`, a cell of `row`, stands for. Raises as `clean` does."""
        if is_blank(value):
            if self.is_required:
                raise ValueError(_("This is missing, and every row needs it."))
            if self.default is not NOT_PROVIDED:
                return self.default() if callable(self.default) else self.default
        return self.widget.clean(value, row=row)


def is_blank(value: Any) -> bool:
    """Tell whether nothing stands in a cell, or there is no cell."""
    return value is None or value is ABSENT or (isinstance(value, str) and not value.strip())


def fold_header(name: str) -> str:
    """Return what is equal for the ways in which people write the name of a column."""
    return "_".join(name.replace("-", " ").replace("_", " ").casefold().split())


class _Absent:
    """What stands for a cell that is not there, which is something else than an empty one."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT = _Absent()
