"""The neutral form of a row, in which every engine writes and reads it.

It is the text form of PostgreSQL's COPY, with times in UTC; JSON and floating-point numbers are
written as Python does, so that the same row has the same bytes whatever engine it comes from.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NULL = "\\N"
KINDS = {
    "AutoField": "integer",
    "BigAutoField": "integer",
    "BigIntegerField": "integer",
    "BinaryField": "binary",
    "BooleanField": "boolean",
    "CharField": "text",
    "DateField": "date",
    "DateTimeField": "datetime",
    "DecimalField": "decimal",
    "FileField": "text",
    "FloatField": "float",
    "GenericIPAddressField": "text",
    "IntegerField": "integer",
    "JSONField": "json",
    "PositiveBigIntegerField": "integer",
    "PositiveIntegerField": "integer",
    "PositiveSmallIntegerField": "integer",
    "SlugField": "text",
    "SmallIntegerField": "integer",
    "TextField": "text",
    "TimeField": "time",
    "UUIDField": "uuid",
}
_ESCAPES = str.maketrans(
    {
        "\\": "\\\\",
        "\b": "\\b",
        "\f": "\\f",
        "\n": "\\n",
        "\r": "\\r",
        "\t": "\\t",
        "\v": "\\v",
    }
)
_SIGNS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_BIG = 1e16  # from here on PostgreSQL writes digits where Python writes an exponent


def escape(text: str) -> str:
    return text.translate(_ESCAPES)


def unescape(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPED.sub(lambda found: _SIGNS.get(found[1], found[1]), text)


def canonical_json(text: str) -> str:
    """Return the one form of a JSON text: keys in order, numbers as Python writes them."""
    return json.dumps(json.loads(text, parse_float=_number), sort_keys=True)


def _number(text: str) -> float | int:
    number = float(text)
    return int(number) if abs(number) >= _BIG and number.is_integer() else number


def rework(line: bytes, jsons: Sequence[int], floats: Sequence[int]) -> bytes:
    """Return a line of PostgreSQL with its JSON and its floats in their one form."""
    fields = line[:-1].decode().split("\t")
    for index in jsons:
        if fields[index] != NULL:
            fields[index] = escape(canonical_json(unescape(fields[index])))
    for index in floats:
        if fields[index] != NULL:
            fields[index] = repr(float(fields[index]))
    return ("\t".join(fields) + "\n").encode()


# --- SQLite ------------------------------------------------------------------------------------


def sqlite_encoder(kind: str, places: int) -> Callable[[Any], str]:
    """Return what turns a value of SQLite, other than NULL, into its neutral form."""
    if kind == "decimal":
        step = Decimal(1).scaleb(-places)
        return lambda value: format(Decimal(str(value)).quantize(step), "f")
    return _ENCODERS[kind]


def sqlite_decoder(kind: str) -> Callable[[str], Any]:
    """Return what turns a neutral form, other than NULL, into a value for SQLite."""
    return _DECODERS[kind]


def _without_zeros(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _six_digits(text: str) -> str:
    whole, point, fraction = text.partition(".")
    return f"{whole}.{fraction:0<6}" if point else whole


_ENCODERS: dict[str, Callable[[Any], str]] = {
    "binary": lambda value: f"\\\\x{bytes(value).hex()}",
    "boolean": lambda value: "t" if value else "f",
    "date": str,
    "datetime": lambda value: f"{_without_zeros(str(value))}+00",
    "float": lambda value: repr(float(value)),
    "integer": str,
    "json": lambda value: escape(canonical_json(value)),
    "text": lambda value: escape(str(value)),
    "time": lambda value: _without_zeros(str(value)),
    "uuid": lambda value: str(UUID(hex=value)),
}
_DECODERS: dict[str, Callable[[str], Any]] = {
    "binary": lambda text: bytes.fromhex(unescape(text)[2:]),
    "boolean": lambda text: int(text == "t"),
    "date": str,
    "datetime": lambda text: _six_digits(text.removesuffix("+00")),
    "decimal": str,
    "float": float,
    "integer": int,
    "json": unescape,
    "text": unescape,
    "time": _six_digits,
    "uuid": lambda text: UUID(text).hex,
}
