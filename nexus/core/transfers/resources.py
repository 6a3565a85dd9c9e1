"""What rows of files mean: resources of django-import-export that judge a chunk and write it.

The library reads each row into an instance and collects what is wrong with it. Four things of it
are overridden: unreadable numbers and the like never hide the faults of other columns (see
`widgets`); nothing is saved while a row is looked at; rows are found by natural keys, a chunk at
once and within what the person may write; and writing is what the app's services do.
"""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import tablib
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.translation import gettext as _
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import ModelResource

from nexus.core.transfers.columns import ABSENT, Column, is_blank
from nexus.core.transfers.headings import columns_by_heading, headings_of
from nexus.core.transfers.models import RowOutcome
from nexus.core.transfers.rows import WHOLE_ROW, Fault, Judged, SheetRow, shown, storable
from nexus.core.transfers.rules import RowRules
from nexus.core.transfers.same import says

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from people.models import User

logger = logging.getLogger(__name__)


class ChunkLoader(BaseInstanceLoader):
    """Finds the existing rows of a chunk at once, as `TransferResource.find` knows them."""

    def __init__(self, resource: TransferResource, dataset: Any = None) -> None:
        super().__init__(resource, dataset)
        self._found = resource.find(resource.rows_in_hand)

    def get_instance(self, row: Any) -> Any:
        return self._found.get(self.resource.key_of(row))


class TransferResource(RowRules, ModelResource):
    """Base of what can be imported. It acts for one person.

    A subclass declares `Column`s, and says by the methods of `RowRules` how a row is recognised,
    what a person may write, what holds across columns, and how rows are written and taken back.
    """

    class Meta:
        # Savepoints for each row and pictures of differences cost more than all the rest.
        use_bulk = True
        skip_diff = True
        store_instance = True
        instance_loader_class = ChunkLoader

    def __init__(self, *, user: User, options: Mapping[str, Any] | None = None) -> None:
        super().__init__()
        self.user = user
        self.options: Mapping[str, Any] = options or {}
        self.rows_in_hand: list[dict[str, Any]] = []
        self.is_writing = False
        self._befores: dict[int, dict[str, Any]] = {}
        self._columns: list[Column] | None = None
        # Which row of the file is about which row here.
        self._about: dict[int, str] = {}

    # --- the columns ---------------------------------------------------------------------------

    def columns(self) -> list[Column]:
        """Return the columns that may be imported, in their order."""
        if self._columns is None:
            found = [
                column
                for column in self.get_import_fields()
                if isinstance(column, Column) and not column.readonly
            ]
            self._columns = sorted(found, key=lambda column: column.number)
        return self._columns

    def column_by_header(self) -> dict[str, Column]:
        """Return the columns by every name that they are known by, folded."""
        return columns_by_heading(self.columns(), self.exported)

    def headings_of_export(self) -> Collection[str]:
        """Return all names of columns, folded, that our own exports of such rows may have."""
        return headings_of(self.exported)

    # --- looking at a chunk --------------------------------------------------------------------

    def judge(self, rows: Sequence[SheetRow]) -> list[Judged]:
        """Say of each row what it would do and what is wrong with it. Writes nothing.

        Costs the queries of `find` and one for each column that names rows of other tables,
        however many rows there are.
        """
        readable = [row for row in rows if not row.complaint]
        judged = {
            row.number: Judged(
                row.number, RowOutcome.WRONG, faults=[Fault(WHOLE_ROW, "", row.complaint)]
            )
            for row in rows
            if row.complaint
        }
        if readable:
            judged |= self._judge_readable(readable)
        return [judged[row.number] for row in rows]

    def _judge_readable(self, rows: Sequence[SheetRow]) -> dict[int, Judged]:
        headers = list(dict.fromkeys(name for row in rows for name in row.cells))
        self.rows_in_hand = [dict(row.cells) for row in rows]
        self._befores = {}
        dataset = tablib.Dataset(headers=headers or ["-"])
        for row in rows:
            # What a row does not have, as objects of JSON may, stays as it is.
            dataset.append([row.cells.get(name, ABSENT) for name in headers] or [ABSENT])
        self._prefetch(rows)
        result = self.import_data(dataset, use_transactions=False)
        found = {}
        for row, told in zip(rows, result.rows, strict=True):
            found[row.number] = self._judged(row, told)
        return found

    def _prefetch(self, rows: Sequence[SheetRow]) -> None:
        for column in self.columns():
            prefetch = getattr(column.widget, "prefetch", None)
            if prefetch is not None:
                prefetch([row.cells.get(column.column_name) for row in rows])

    def _judged(self, row: SheetRow, told: Any) -> Judged:
        if told.errors:
            error = told.errors[0].error
            logger.error("A row of an import could not be judged.", exc_info=error)
            sentence = _("This row cannot be understood.")
            return Judged(row.number, RowOutcome.WRONG, faults=[Fault(WHOLE_ROW, "", sentence)])
        if told.validation_error is not None:
            return Judged(
                row.number,
                RowOutcome.WRONG,
                label=self._safe_label(row),
                faults=self._faults(row, told.validation_error),
            )
        instance, before = told.instance, self._befores.get(id(told.instance), {})
        label = storable(self.label_of(instance, row.cells))[:300]
        if told.import_type == told.IMPORT_TYPE_SKIP:
            return Judged(row.number, RowOutcome.UNCHANGED, label=label, instance=instance)
        is_new = told.import_type == told.IMPORT_TYPE_NEW
        return Judged(
            row.number,
            RowOutcome.NEW if is_new else RowOutcome.CHANGED,
            label=label,
            instance=instance,
            before=before,
            changes=[] if is_new else self._changes(before, self.state_of(instance)),
            cells=row.cells,
        )

    def _safe_label(self, row: SheetRow) -> str:
        return shown(next((v for v in row.cells.values() if not is_blank(v)), ""))

    def _changes(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
        names = {column.attribute: column.column_name for column in self.columns()}
        changed = [name for name, value in after.items() if before.get(name) != value]
        return [
            names.get(name) or names.get(name.removesuffix("_id")) or ""
            for name in changed
            if name in names or name.removesuffix("_id") in names
        ]

    def _faults(self, row: SheetRow, error: ValidationError) -> list[Fault]:
        told = error.message_dict if hasattr(error, "error_dict") else {WHOLE_ROW: error.messages}
        faults = []
        for name, sentences in told.items():
            column = WHOLE_ROW if name == NON_FIELD_ERRORS else name
            value = row.cells.get(column, "")
            faults += [Fault(column, shown(value), str(sentence)) for sentence in sentences]
        return faults

    # --- what the library is told to do otherwise ----------------------------------------------

    def get_instance(self, instance_loader: Any, row: Any) -> Any:
        """Return the row that was found: the library asks for a column that tells them apart."""
        return instance_loader.get_instance(row)

    def _check_import_id_fields(self, headers: Any) -> None:
        """Leave out: rows are recognised by `key_of`."""

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        """Leave out: nothing was written."""

    def after_init_instance(self, instance: Any, new: bool, row: Any, **kwargs: Any) -> None:
        if not new:
            self._befores[id(instance)] = self.state_of(instance)

    def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Read all cells, and say of each what is wrong with it, by the name of its column."""
        is_new = instance.pk is None
        faults: dict[str, list[str]] = {}
        for column in self.columns():
            value = row.get(column.column_name, ABSENT)
            if value is ABSENT:
                if is_new and column.is_required:
                    faults[column.column_name] = [_("This is missing, and every row needs it.")]
                    continue
                if not is_new or column.default is models.NOT_PROVIDED:
                    continue
                value = None
            if not is_new and column.keeps_when_empty and is_blank(value):
                continue
            if not is_new and says(value, self.told(instance, column)):
                # As we hand it out, so it stays to the letter: no microsecond of it is lost.
                continue
            try:
                setattr(instance, column.attribute, column.read(value, row))
            except ValueError as error:
                faults[column.column_name] = [str(error)]
        for step in (self.scope, self.check):
            try:
                step(instance, row, is_new=is_new)
            except ValidationError as error:
                told = (
                    error.message_dict
                    if hasattr(error, "error_dict")
                    else {NON_FIELD_ERRORS: error.messages}
                )
                for name, sentences in told.items():
                    # What cannot be read at all needs no second sentence.
                    faults.setdefault(name, sentences)
        if faults:
            raise ValidationError(faults)

    def invalid_fields(self, instance: Any) -> dict[str, list[str]]:
        """Return what the model's own validators say of values that are new, by column. No query."""
        names = {column.attribute: column.column_name for column in self.columns()}
        before, now = self.before(instance), self.state_of(instance)
        left_out = {
            field.name
            for field in instance._meta.get_fields()
            if field.name not in names or (before and before.get(field.name) == now.get(field.name))
        }
        try:
            instance.clean_fields(exclude=left_out)
        except ValidationError as error:
            return {names[name]: told for name, told in error.message_dict.items()}
        return {}

    def refuse_second(self, instance: Any, row: Mapping[str, Any]) -> None:
        """Raise ValidationError where another row of the file is about the same row here."""
        if self._about.setdefault(instance.pk, self.key_of(row)) != self.key_of(row):
            raise ValidationError(_("Another row of the file is about the same."))

    def before(self, instance: Any) -> dict[str, Any]:
        """Return what a row was like before its cells were read; nothing of a new one."""
        return self._befores.get(id(instance), {})

    def as_values(self, before: str) -> dict[str, Any]:
        """Return what `ImportRow.before` holds of columns of the model, as values of theirs."""
        meta = self._meta.model._meta
        told = json.loads(before or "{}")
        return {name: meta.get_field(name).to_python(value) for name, value in told.items()}

    def skip_row(
        self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None
    ) -> bool:
        if import_validation_errors or instance.pk is None:
            return False
        return bool(self._befores.get(id(instance)) == self.state_of(instance))

    def validate_instance(
        self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        """Raise what `import_instance` found: `check` is what models would check, without queries."""
        if import_validation_errors:
            raise ValidationError(import_validation_errors)

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:
        """Save nothing: `write` does, when the person has seen what it would do."""

    def save_m2m(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Save nothing."""
