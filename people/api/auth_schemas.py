"""The shapes of registration, sign-in and password reset."""

from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from pydantic import AfterValidator, Field

from nexus.core.api.schemas import ErrorOut, Flag, In, MessageOut, Out, SomeOut, Text
from people.phone_numbers import is_phone_number

ENTER_ADDRESS = "Enter an e-mail address such as name@example.com."
PASSWORDS_DIFFER = "The two passwords are not the same."  # a sentence


def _address(value: str) -> str:
    return _required_address(value) if value else value


def _required_address(value: str) -> str:
    try:
        validate_email(value)
    except ValidationError as exc:
        raise ValueError(ENTER_ADDRESS) from exc
    return value


def _phone(value: str) -> str:
    if value and not is_phone_number(value):
        raise ValueError("Enter a phone number such as +49 40 1234567.")
    return value


Password = Annotated[Text, Field(min_length=1, max_length=256, examples=["correct-horse-9"])]
Address = Annotated[
    Text,
    Field(max_length=254, examples=["jane@example.com"]),
    AfterValidator(_required_address),
]
MaybeAddress = Annotated[
    Text, Field(max_length=254, examples=["jane@example.com"]), AfterValidator(_address)
]
Phone = Annotated[Text, Field(max_length=30, examples=["+49 40 1234567"]), AfterValidator(_phone)]
Code = Annotated[
    Text, Field(min_length=1, max_length=40, description="Six digits.", examples=["204816"])
]
StepToken = Annotated[
    Text,
    Field(
        min_length=1,
        max_length=200,
        description="What an earlier answer gave to go on with.",
        examples=["4bq0i6w2k0c1x9s8d7f6g5h4j3k2l1m0"],
    ),
]
Jwt = Annotated[str, Field(examples=["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"])]


class RegisterIn(In):
    username: Text = Field(min_length=1, max_length=150, examples=["jane"])
    password: Password
    first_name: Text = Field(min_length=1, max_length=150, examples=["Jane"])
    last_name: Text = Field(min_length=1, max_length=150, examples=["Doe"])
    full_name: Text | None = Field(None, max_length=300, examples=["Jane Doe"])
    email: MaybeAddress | None = None
    phone_number: Phone | None = None
    address: Text | None = Field(None, max_length=1000, examples=["1 Example Street, Hamburg"])


class RegisteredOut(MessageOut, SomeOut):
    token: StepToken | None = Field(
        None, description="For /auth/verify-email/; only where an e-mail address was given."
    )


class LoginIn(In):
    username: Text = Field(
        min_length=1,
        max_length=254,
        description="User name or e-mail address, in any case.",
        examples=["jane"],
    )
    password: Password
    remember_me: Flag = Field(False, description="Also give a refresh token.")


class PersonOut(Out):
    id: int = Field(examples=[7])
    username: str = Field(examples=["jane"])
    email: str | None = Field(examples=["jane@example.com"])
    full_name: str | None = Field(examples=["Jane Doe"])


class PersonWithFlagOut(PersonOut):
    is_admin: bool


class LoginOut(SomeOut):
    access: Jwt
    refresh: Jwt | None = Field(None, description="Only with `remember_me`.")
    user: PersonOut
    remember_me: bool
    expires_in: str = Field(
        description="How long the login lasts without signing in again.",
        examples=["1 hour", "15 days"],
    )


class StepOwedOut(ErrorOut):
    """A step is still owed: go on at /auth/login/mfa/ or /auth/verify-email/."""

    code: str = Field(examples=["mfa_required", "email_unverified"])
    token: StepToken


class CodeIn(In):
    token: StepToken
    code: Code


class EmailIn(In):
    email: Address


class TokenMessageOut(MessageOut):
    token: StepToken


class ResetRequestedOut(TokenMessageOut):
    email: str = Field(examples=["jane@example.com"])
    expires_in: str = Field(examples=["1 hour"])


class ResetCodeOut(TokenMessageOut):
    valid: bool = Field(examples=[True])


class ResetIn(CodeIn):
    new_password: Password
    confirm_password: Password


class ResetOut(MessageOut):
    success: bool = Field(examples=[True])


class CredentialsIn(In):
    username: Text = Field(min_length=1, max_length=254, examples=["jane"])
    password: Password


class TokenPairOut(Out):
    access: Jwt
    refresh: Jwt


class TokensOut(TokenPairOut):
    user: PersonWithFlagOut


class RefreshIn(In):
    refresh: Text = Field(min_length=1, max_length=4096)


def example(**body: Any) -> dict[str, Any]:
    """Return the `openapi_extra` that shows `body` as an example of the request."""
    return {"requestBody": {"content": {"application/json": {"example": body}}}}
