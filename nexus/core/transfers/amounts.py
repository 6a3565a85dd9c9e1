"""Numbers and currencies in cells, in whichever way people write them."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from import_export import widgets

from nexus.core.money import CURRENCIES
from nexus.core.transfers.widgets import TextWidget, text_in

# A dot before three digits is a decimal point to some and parts thousands for others.
_TWO_WAYS = re.compile(r"[+-]?\d{1,3}\.\d{3}")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:[,  '’  ]\d{3})+(?:\.\d{1,2})?")
_GERMAN = re.compile(
    r"[+-]?\d{1,3}(?:\.\d{3})+,\d{1,2}|[+-]?\d+,\d{1,2}|[+-]?\d{1,3}(?:\.\d{3}){2,}"
)
_PLAIN = re.compile(r"[+-]?\d+(?:\.\d*)?|[+-]?\.\d+")


class NumberWidget(widgets.DecimalWidget):
    """A number within bounds. import-export's own lets an unreadable one hide all other faults."""

    def __init__(
        self, *, least: int | None = None, most: int | None = None, places: int = 2
    ) -> None:
        super().__init__(coerce_to_string=True)
        self.least, self.most, self.places = least, most, places

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Decimal | None:
        number = _number_in(value)
        if number is None:
            return None
        if self.least is not None and number < self.least:
            raise ValueError(_("It must be %(least)s or more.") % {"least": self.least})
        if self.most is not None and number > self.most:
            raise ValueError(_("It must be %(most)s or less.") % {"most": self.most})
        rounded = number.quantize(Decimal(1).scaleb(-self.places))
        if rounded != number:
            if not self.places:
                raise ValueError(_("It must be a whole number."))
            raise ValueError(
                _("It may have at most %(places)s decimal places.") % {"places": self.places}
            )
        return rounded

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else f"{value:f}"


class WholeNumberWidget(NumberWidget):
    """A number without a fraction."""

    def __init__(self, *, least: int | None = None, most: int | None = None) -> None:
        super().__init__(least=least, most=most, places=0)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        number = super().clean(value, row, **kwargs)
        return None if number is None else int(number)


def _number_in(value: Any) -> Decimal | None:
    if isinstance(value, bool | list | dict):
        raise ValueError(_("This is not a number."))
    if isinstance(value, float):
        # Seven places tell a decimal fraction from what a machine makes of it.
        value = f"{value:.7f}".rstrip("0") if abs(value) < 1e15 else repr(value)
    text = text_in(value, one_line=True)
    if not text:
        return None
    if _TWO_WAYS.fullmatch(text) and not isinstance(value, Decimal):
        whole = text.replace(".", "")
        raise ValueError(
            _("This can be read in two ways. Write %(whole)s or %(part)s.")
            % {"whole": whole, "part": text[:-1]}
        )
    if _THOUSANDS.fullmatch(text):
        text = re.sub(r"[,  '’  ]", "", text)
    elif _GERMAN.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    if not _PLAIN.fullmatch(text):
        raise ValueError(_("This is not a number. Write it as 45000 or 45000.50."))
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError(_("This is not a number.")) from None
    if number.adjusted() > 15:
        raise ValueError(_("This number is too large."))
    return number


class CurrencyWidget(TextWidget):
    """The code of a currency."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        code = super().clean(value, row, **kwargs).upper()
        if code and code not in CURRENCIES:
            raise ValueError(_("This is no currency. Write its code, as EUR or USD."))
        return code
