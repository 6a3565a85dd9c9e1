"""Types that recur in the shapes of the API."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Annotated, Any

from annotated_types import MaxLen
from ninja import Schema
from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationError,
    model_validator,
)
from pydantic_core import InitErrorDetails

from nexus.core.money import money_string


def utc_string(moment: datetime) -> str:
    """Return RFC 3339 in UTC with seconds, as `2026-11-22T17:31:39Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _no_nul(value: str) -> str:
    if "\x00" in value:
        raise ValueError("A text must not hold the character NUL.")
    return value


def _aware(value: datetime) -> datetime:
    moment = value if value.tzinfo else value.replace(tzinfo=UTC)
    # Beyond these years, arithmetic with time zones leaves what a datetime can hold.
    if not 1900 <= moment.year <= 9000:
        raise ValueError("The year must lie between 1900 and 9000.")
    return moment


def _written_out(value: Any) -> Any:
    """Refuse a bare number, which would be read as seconds since 1970."""
    if isinstance(value, int | float) or (isinstance(value, str) and "-" not in value[1:]):
        raise ValueError("Enter a date such as 2026-11-22, or one with a time.")
    return value


def _no_number(value: Any) -> Any:
    """Refuse 0 and 1 as flags: they are numbers in JSON. Forms say true and false in words."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise ValueError("Enter true or false.")  # pydantic wants this kind
    return value


def _end_of_day(value: Any) -> Any:
    """Read a day without a time as its last second: a deadline on a day includes the day."""
    if isinstance(value, str) and len(value) == 10:
        try:
            day = date.fromisoformat(value)
        except ValueError:
            return value
        return datetime.combine(day, time(23, 59, 59), tzinfo=UTC)
    return value


def parted_by_commas(value: Any) -> Any:
    """Read a text such as "Python, Django" as a list, and leave all else to the validation."""
    return value.split(",") if isinstance(value, str) else value


Flag = Annotated[bool, BeforeValidator(_no_number)]
Text = Annotated[str, AfterValidator(_no_nul)]
UtcTime = Annotated[datetime, PlainSerializer(utc_string, return_type=str, when_used="always")]
Day = Annotated[date, BeforeValidator(_written_out)]
Moment = Annotated[datetime, BeforeValidator(_written_out), AfterValidator(_aware)]
Deadline = Annotated[Moment, BeforeValidator(_end_of_day)]
Money = Annotated[
    Decimal,
    PlainSerializer(money_string, return_type=str, when_used="always"),
]
Amount = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2, allow_inf_nan=False)]
RowId = Annotated[int, Field(ge=1, le=2**63 - 1)]


class Out(Schema):
    """Base of what the API answers: every key is always there."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)


class SomeOut(Out):
    """Base of answers whose keys with a default come only where they have something to say."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=False)


class In(Schema):
    """Base of what the API takes: a key it does not know is an error, not a typing slip lost."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _measure_what_was_sent(cls, data: Any) -> Any:
        # The lengths in the document hold for what is sent, not for what is left of it once the
        # white space around it is gone.
        if not isinstance(data, Mapping):
            return data
        too_long = [
            InitErrorDetails(
                type="string_too_long",
                loc=(name,),
                input=value,
                ctx={"max_length": limit},
            )
            for name, limit in _longest_texts(cls).items()
            if isinstance(value := data.get(name), str) and len(value) > limit
        ]
        if too_long:
            raise ValidationError.from_exception_data(cls.__name__, too_long)
        return data


@cache
def _longest_texts(schema: type[In]) -> dict[str, int]:
    """Return how many characters each field may have that says so itself."""
    return {
        name: constraint.max_length
        for name, field in schema.model_fields.items()
        for constraint in field.metadata
        if isinstance(constraint, MaxLen)
    }


class ErrorOut(Out):
    """The one shape of errors."""

    error: str = Field(examples=["Some fields are not right."])
    details: dict[str, list[str]] = Field(
        default_factory=dict, examples=[{"title": ["This field is required."]}]
    )


class MessageOut(Out):
    message: str = Field(examples=["Done."])
