"""What can be imported, by whom. Apps register theirs by name; nothing is loaded before its use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django import forms
    from django_stubs_ext import StrOrPromise

    from nexus.core.transfers.models import ImportRun
    from nexus.core.transfers.resources import TransferResource
    from people.models import User

_paths: dict[str, str] = {}
_loaded: dict[str, Kind] = {}


class Remark(NamedTuple):
    """What is to be known of what was imported, and a link to those of the rows."""

    sentence: str
    url: str
    label: StrOrPromise


class Kind:
    """One kind of row that comes in as files. A subclass says what, and the app registers it.

    `name` is the end of its address and never changes: runs of the past refer to it.
    """

    name: ClassVar[str]
    label: ClassVar[StrOrPromise]
    # A sentence or two above the form: what a row is, and how it is recognised again.
    intro: ClassVar[StrOrPromise] = ""
    resource: ClassVar[type[TransferResource]]
    # Up to so many rows are dealt with while the person waits; more of them by a task.
    most_at_once: ClassVar[int] = 1000
    # A format of others whose columns are understood too, for the page to say so.
    also_reads: ClassVar[StrOrPromise] = ""

    def may_import(self, user: User) -> bool:
        """Tell whether `user` may import at all. Asked at every step, from the database's answer."""
        raise NotImplementedError

    def may_continue(self, user: User, options: Mapping[str, Any]) -> bool:
        """Tell whether `user` may still do what was begun with `options`."""
        return self.may_import(user)

    def companies(self, user: User, options: Mapping[str, Any]) -> Iterable[int | None]:
        """Return whose owners may read of the import in the audit."""
        company = options.get("company")
        return [company if isinstance(company, int) else None]

    def options_form(self, user: User) -> type[forms.Form] | None:
        """Return what is asked beside the file. Its `options()` gives what JSON can hold."""
        return None

    def list_url(self) -> str:
        """Return where the rows are listed."""
        raise NotImplementedError

    def list_label(self) -> StrOrPromise:
        return self.label

    def remark(self, run: ImportRun) -> Remark | None:
        """Return what has become of the rows that a run has written, where that is worth a word."""
        return None

    def open_resource(self, user: User, options: Mapping[str, Any]) -> TransferResource:
        """Return the resource that reads and writes for `user`."""
        return self.resource(user=user, options=options)


def register(name: str, path: str) -> None:
    """Make a kind known by the dotted path of its class; to be called from `AppConfig.ready`."""
    _paths[name] = path


def kind_named(name: str) -> Kind | None:
    if name not in _paths:
        return None
    if name not in _loaded:
        _loaded[name] = import_string(_paths[name])()
    return _loaded[name]


def names() -> list[str]:
    """Return the names of all that can be imported."""
    return list(_paths)


def all_kinds() -> list[Kind]:
    return [kind for name in _paths if (kind := kind_named(name)) is not None]


def kinds_of(user: User) -> list[Kind]:
    """Return what `user` may import."""
    return [kind for kind in all_kinds() if kind.may_import(user)]
