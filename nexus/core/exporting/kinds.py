"""What can be exported, by whom. Apps register theirs by name; nothing is loaded before its use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.urls import reverse
from django.utils.module_loading import import_string

from nexus.core.exporting.lists import Listed, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import Model, QuerySet
    from django_stubs_ext import StrOrPromise

    from nexus.core.exporting.lists import Asked
    from nexus.core.exporting.resources import ExportColumn, ExportResource
    from people.models import User

_paths: dict[str, str] = {}
_loaded: dict[str, ExportKind] = {}


class ExportKind:
    """One kind of row that goes out as files. A subclass says what, and the app registers it.

    `name` is part of its address and never changes: runs of the past refer to it.
    """

    name: ClassVar[str]
    label: ClassVar[StrOrPromise]
    model: ClassVar[type[Model]]
    resource: ClassVar[type[ExportResource]]
    # Whether the back office has a list by which the rows can be narrowed.
    has_list: ClassVar[bool] = True
    # What is said where personal columns are left out.
    without_personal: ClassVar[StrOrPromise] = ""

    def may_export(self, user: User) -> bool:
        """Tell whether `user` may export at all. Asked at every step."""
        raise NotImplementedError

    def may_export_personal(self, user: User, asked: Asked) -> bool:
        """Tell whether `user` may take columns of these rows out that say who somebody is."""
        return False

    def rows(self, user: User, asked: Asked, *, is_personal: bool) -> QuerySet[Any]:
        """Return the rows that were asked for, as far as `user` sees them now.

        `is_personal` says that personal columns are among those that go out. Raises what a list of
        the back office does for what cannot be asked.
        """
        return listed(self.model, user, asked).rows

    def describe(self, user: User, asked: Asked) -> Listed:
        """Return the rows that were asked for, and what they are narrowed by in words."""
        return listed(self.model, user, asked, is_described=True)

    def counted(self, number: int) -> str:
        """Return so many of these rows in words, as "1,200 jobs"."""
        raise NotImplementedError

    def list_url(self) -> str:
        """Return where the rows are listed."""
        meta = self.model._meta
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")

    def companies(self, user: User, asked: Asked) -> Iterable[int | None]:
        """Return whose owners may read of the export in the audit."""
        return [None] if asked.company is None else [asked.company]

    def columns_for(self, user: User, asked: Asked) -> dict[str, ExportColumn]:
        """Return the columns that `user` may choose from."""
        everything = self.resource.columns()
        if self.may_export_personal(user, asked):
            return everything
        return {name: column for name, column in everything.items() if not column.is_personal}

    def may_take(self, user: User, asked: Asked, names: Sequence[str]) -> bool:
        """Tell whether `user` may still have a file of these rows with these columns."""
        return self.may_export(user) and (
            not self.resource.has_personal(names) or self.may_export_personal(user, asked)
        )


def register(name: str, path: str) -> None:
    """Make a kind known by the dotted path of its class; to be called from `AppConfig.ready`."""
    _paths[name] = path


def kind_named(name: str) -> ExportKind | None:
    if name not in _paths:
        return None
    if name not in _loaded:
        _loaded[name] = import_string(_paths[name])()
    return _loaded[name]


def kinds_of(user: User) -> list[ExportKind]:
    """Return what `user` may export."""
    kinds = (kind_named(name) for name in _paths)
    return [kind for kind in kinds if kind is not None and kind.may_export(user)]
