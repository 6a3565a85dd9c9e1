"""Rows that have a name of their own, as categories and companies: few, and written one by one."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from nexus.core.errors import Refused
from nexus.core.ids import row_id_of
from nexus.core.transfers.cells import text_at
from nexus.core.transfers.models import RowOutcome
from nexus.core.transfers.resources import TransferResource
from nexus.core.transfers.rows import Written, reason_of
from nexus.core.transfers.states import plain
from nexus.core.transfers.widgets import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from django_stubs_ext import StrOrPromise

    from nexus.core.transfers.rows import Judged


class NamedResource(TransferResource):
    """Finds rows by number, by their name in addresses, or else by their name in any case.

    A subclass has the columns `id`, `slug` and `name`, and says how rows are looked up, added,
    changed and removed, by calling services.
    """

    # The attributes that a file decides, which together are what is brought back.
    counted: ClassVar[tuple[str, ...]]
    name_taken: ClassVar[StrOrPromise]

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self._by_name: dict[str, Any] = {}
        # Which row of the file has which name.
        self._names: dict[str, str] = {}

    # --- what a subclass decides ---------------------------------------------------------------

    def look_up(
        self, ids: Collection[int], slugs: Collection[str], names: Collection[str]
    ) -> Iterable[Any]:
        """Return rows with any of these ids, slugs or names, and perhaps more. One query."""
        raise NotImplementedError

    def fold(self, name: str) -> str:
        """Return what is equal for names that are taken for the same."""
        return fold(name)

    def add(self, instance: Any) -> int:
        """Create a row by a service, and return its id. Raises Refused."""
        raise NotImplementedError

    def change(self, instance: Any, changes: Mapping[str, Any]) -> None:
        """Set these attributes of a row by a service. Raises Refused."""
        raise NotImplementedError

    def remove(self, instance: Any) -> None:
        """Delete a row by a service. Raises Refused where something refers to it."""
        raise NotImplementedError

    # --- which row it is -----------------------------------------------------------------------

    def key_of(self, row: Mapping[str, Any]) -> str:
        if number := text_at(row, "id"):
            return f"id {number.removesuffix('.0')}"
        if slug := text_at(row, "slug"):
            return f"slug {slug.lower()}"
        name = self.fold(text_at(row, "name"))
        return f"name {name}" if name else ""

    def find(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        ids = {n for row in rows if (n := row_id_of(text_at(row, "id"))) is not None}
        slugs = {slug.lower() for row in rows if (slug := text_at(row, "slug"))}
        names = {name for row in rows if (name := text_at(row, "name"))}
        there = list(self.look_up(ids, slugs, names))
        by_id = {one.pk: one for one in there}
        by_slug = {one.slug: one for one in there}
        self._by_name = {self.fold(one.name): one for one in there}
        found = {}
        for row in rows:
            named = self._by_name.get(self.fold(text_at(row, "name")))
            if number := text_at(row, "id"):
                one = by_id.get(row_id_of(number) or 0)
            else:
                one = by_slug.get(text_at(row, "slug").lower(), named)
            if one is not None:
                # Its own, or what one row says would be mixed with what another one does.
                found[self.key_of(row)] = copy(one)
        return found

    def forget(self) -> None:
        super().forget()
        self._by_name.clear()

    # --- what holds across columns -------------------------------------------------------------

    def scope(self, instance: Any, row: Mapping[str, Any], *, is_new: bool) -> None:
        if not is_new:
            self.refuse_second(instance, row)
        elif text_at(row, "id"):
            raise ValidationError(
                {"id": [_("There is none with this number. Leave it empty for a new one.")]}
            )

    def check(self, instance: Any, row: Mapping[str, Any], *, is_new: bool) -> None:
        if is_new and text_at(row, "id"):
            return  # not known which one is meant
        faults = self.invalid_fields(instance)
        if name := self.fold(instance.name or ""):
            holder = self._by_name.get(name)
            if holder is not None and holder.pk != instance.pk:
                faults.setdefault("name", [str(self.name_taken)])
            elif self._names.setdefault(name, self.key_of(row)) != self.key_of(row):
                faults.setdefault("name", [_("Another row of the file has this name.")])
        if sentence := "" if is_new or faults else self.not_now(instance):
            faults[NON_FIELD_ERRORS] = [sentence]
        if faults:
            raise ValidationError(faults)

    def not_now(self, instance: Any) -> str:
        """Return why a row that is here cannot be changed, if it cannot."""
        return ""

    def label_of(self, instance: Any, row: Mapping[str, Any]) -> str:
        return str(instance.name)

    def state_of(self, instance: Any) -> dict[str, Any]:
        return {name: plain(getattr(instance, name)) for name in self.counted}

    # --- writing and taking back ---------------------------------------------------------------

    def write(self, judged: Sequence[Judged]) -> list[Written]:
        return [self._write_one(one) for one in judged]

    def _write_one(self, one: Judged) -> Written:
        if one.outcome == RowOutcome.NEW:
            return Written(one.number, one.outcome, self.add(one.instance), one.label)
        state = self.state_of(one.instance)
        before = {name: old for name, old in one.before.items() if state[name] != old}
        self.change(one.instance, {name: getattr(one.instance, name) for name in before})
        return Written(one.number, one.outcome, one.instance.pk, one.label, before)

    def take_back(self, thing: str, rows: Sequence[Any]) -> dict[int, str]:
        there = self._meta.model._default_manager.in_bulk([row.object_id for row in rows])
        kept = {}
        for row in rows:
            try:
                with transaction.atomic():
                    self._take_back_one(row, there[row.object_id])
            except (Refused, ValidationError) as error:
                kept[row.pk] = reason_of(error)
        return kept

    def _take_back_one(self, row: Any, instance: Any) -> None:
        if row.outcome == RowOutcome.NEW:
            self.remove(instance)
        else:
            self.change(instance, self.as_values(row.before))
