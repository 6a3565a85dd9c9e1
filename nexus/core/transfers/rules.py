"""What each kind of import decides for itself: how rows are known, judged, written and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from nexus.core.transfers.columns import ABSENT
from nexus.core.transfers.rows import WHOLE_ROW, Fault, shown
from nexus.core.transfers.states import column_state

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from nexus.core.errors import Refused
    from nexus.core.exporting.resources import ExportResource
    from nexus.core.transfers.columns import Column
    from nexus.core.transfers.rows import Judged, Written
    from people.models import User


class RowRules:
    """The rules of one kind, for `TransferResource` to ask."""

    # What the rows are called in `ImportRow.thing`: the name of their kind.
    thing: ClassVar[str] = ""
    # So many rows are written in one transaction, which has to be through within half a minute.
    most_of_chunk: ClassVar[int] = 500
    # As what the same rows go out: the headings of such files are understood in every language.
    exported: ClassVar[type[ExportResource] | None] = None

    # Columns by what services call them, where that is neither the column nor its attribute.
    also_called: ClassVar[dict[str, str]] = {}

    user: User
    options: Mapping[str, Any]
    rows_in_hand: list[dict[str, Any]]
    # Whether rows are judged in order to be written at once: they are locked then.
    is_writing: bool
    _meta: Any

    def columns(self) -> list[Column]:
        """Return the columns that may be imported, in their order."""
        raise NotImplementedError

    def key_of(self, row: Mapping[str, Any]) -> str:
        """Return what tells this row from all others of its kind, from its cells alone.

        Never raises; "" for a row that cannot be told, which is new then. No query.
        """
        raise NotImplementedError

    def find(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """Return the existing rows that these are about, by `key_of`. A few queries."""
        raise NotImplementedError

    def scope(self, instance: Any, row: Mapping[str, Any], *, is_new: bool) -> None:
        """Put a row where it belongs, or raise ValidationError where the person may not write it."""

    def check(self, instance: Any, row: Mapping[str, Any], *, is_new: bool) -> None:
        """Raise ValidationError, by column name, for what holds across columns."""

    def label_of(self, instance: Any, row: Mapping[str, Any]) -> str:
        """Return what people call the row."""
        return str(instance)

    def state_of(self, instance: Any) -> dict[str, Any]:
        """Return what of a row counts as the row, in what JSON can hold. No query."""
        return column_state(instance)

    def told(self, instance: Any, column: Column) -> Any:
        """Return what a row has in a column now; ABSENT where its own columns do not say. No query.

        A cell that says the same, as we write it ourselves, changes nothing.
        """
        return instance.__dict__.get(column.attribute, ABSENT)

    def states_of(self, ids: Collection[int]) -> dict[int, dict[str, Any]]:
        """Return the states of rows as they are in the database now. A few queries."""
        found = self._meta.model._default_manager.filter(pk__in=ids).order_by()
        return {row.pk: self.state_of(row) for row in found}

    def write(self, judged: Sequence[Judged]) -> list[Written]:
        """Write good rows by services, inside the caller's transaction, and say what was written.

        Raises Refused or IntegrityError where one of them cannot be; the caller then tries each
        by itself. Unchanged rows are never handed in.
        """
        raise NotImplementedError

    def take_back(self, thing: str, rows: Sequence[Any]) -> dict[int, str]:
        """Undo what `ImportRow`s say, latest first, inside the caller's transaction.

        Returns why a row had to stay as it is, by the id of the `ImportRow`; others were undone.
        Rows that changed since are not handed in.
        """
        raise NotImplementedError

    def notes(self) -> dict[str, Any]:
        """Return what is to be said of all rows judged so far, in what JSON can hold."""
        return {}

    def finished(self, run: Any) -> None:
        """Do what has to be done when a run was written or undone as a whole."""

    def forget(self) -> None:
        """Read other tables anew: what was remembered of them may have been rolled back."""
        for column in self.columns():
            forget = getattr(column.widget, "forget", None)
            if forget is not None:
                forget()

    def faults_of(self, refused: Refused, cells: Mapping[str, Any]) -> list[Fault]:
        """Return what a service refused, by our columns."""
        names = {column.attribute: column.column_name for column in self.columns()}
        names |= {name: name for name in names.values()} | self.also_called
        details = refused.details or {WHOLE_ROW: [refused.message]}
        faults = []
        for name, sentences in details.items():
            column = names.get(name, WHOLE_ROW)
            faults += [Fault(column, shown(cells.get(column)), one) for one in sentences]
        return faults
