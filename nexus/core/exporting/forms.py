"""What is asked before rows go out: in which format, and which of their columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from nexus.core.exporting.formats import EXPLAINED, ExportFormat

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from nexus.core.exporting.resources import ExportColumn
    from nexus.core.exporting.services import Choice


# What most people want comes first.
_SHOWN = (ExportFormat.XLSX, ExportFormat.CSV, ExportFormat.CSV_PLAIN, ExportFormat.JSON)


class Offer(NamedTuple):
    """One choice with what it means, for the page to draw."""

    value: str
    label: StrOrPromise
    words: StrOrPromise
    is_chosen: bool
    is_personal: bool = False


class ExportForm(forms.Form):
    """Offers the columns that the person may take out, chosen as the last time or as is usual."""

    format = forms.ChoiceField(label=_("Format"), choices=ExportFormat.choices)
    columns = forms.MultipleChoiceField(
        label=_("Columns"), error_messages={"required": _("Choose at least one of the columns.")}
    )

    def __init__(
        self, data: Any = None, *, offered: dict[str, ExportColumn], last: Choice | None = None
    ) -> None:
        usual = [name for name, column in offered.items() if column.is_usual]
        before = [name for name in last.columns if name in offered] if last else []
        chosen = {
            "format": last.format if last else ExportFormat.XLSX,
            "columns": before or usual,
        }
        super().__init__(data, initial=chosen, label_suffix="")
        self._offered = offered
        columns: Any = self.fields["columns"]
        columns.choices = [(name, column.label) for name, column in offered.items()]

    def formats(self) -> list[Offer]:
        chosen = self["format"].value()
        return [Offer(one.value, one.label, EXPLAINED[one], one.value == chosen) for one in _SHOWN]

    def plain_columns(self) -> list[Offer]:
        return [one for one in self._columns() if not one.is_personal]

    def personal_columns(self) -> list[Offer]:
        return [one for one in self._columns() if one.is_personal]

    def _columns(self) -> list[Offer]:
        chosen = set(self["columns"].value() or ())
        return [
            Offer(name, column.label, column.help_text, name in chosen, column.is_personal)
            for name, column in self._offered.items()
        ]
