"""A name in a cell, tidied as the services tidy it."""

from __future__ import annotations

from typing import Any

from nexus.core.transfers.widgets import TextWidget
from taxonomy.names import tidy


class NameWidget(TextWidget):
    """A name without what nobody can see of it."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        return tidy(super().clean(value, row, **kwargs))
