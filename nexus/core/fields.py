"""Model fields whose values are encrypted in the database and plain text everywhere else.

They stand in for those of django-fernet-encrypted-fields, which keep state on the field object
that all threads share, return ciphertext as the value under a wrong key, and store "" as NULL.
"""

from typing import TYPE_CHECKING, Any

from django.core import checks
from django.core.exceptions import FieldError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import Lookup, Transform

from nexus.core import crypto
from nexus.core.crypto import Unreadable

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

    class EncryptedFieldMixin:
        """Upstream has no type information; what it overrides has that of `models.Field`."""

    type _Text = str | int | Combinable
    _Field = models.Field[_Text, str]
    _CharField = models.CharField[_Text, str]
    _TextField = models.TextField[_Text, str]
else:
    from encrypted_fields.fields import EncryptedFieldMixin

    _Field, _CharField, _TextField = models.Field, models.CharField, models.TextField

__all__ = ["EncryptedCharField", "EncryptedField", "EncryptedTextField", "Unreadable"]


class EncryptedField(EncryptedFieldMixin, _Field):
    """What the encrypted fields share; the column is TEXT and holds tokens of `nexus.core.crypto`.

    Validators, choices and `max_length` see the plain text. A value that cannot be decrypted reads
    as an `Unreadable` and is written back untouched. Only `isnull` can be looked up: equal texts
    have different tokens, so any other lookup would silently find nothing.
    """

    def to_python(self, value: Any) -> Any:
        # Upstream decrypts here, and so mistakes what a person typed for what the database holds.
        return super(EncryptedFieldMixin, self).to_python(value)

    def from_db_value(
        self, value: str | None, expression: object, connection: BaseDatabaseWrapper
    ) -> str | None:
        return None if value is None else crypto.read(value)

    def get_prep_value(self, value: Any) -> str | None:
        if isinstance(value, Unreadable):
            return value.token
        text: str | None = super(EncryptedFieldMixin, self).get_prep_value(value)
        return None if text is None else crypto.seal(text)

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        # What cannot be read cannot be judged either, and must survive `full_clean`.
        if isinstance(value, Unreadable):
            return value
        return super(EncryptedFieldMixin, self).clean(value, model_instance)

    def save_form_data(self, instance: models.Model, data: Any) -> None:
        """Keep an unreadable value where its form field, shown empty, comes back empty."""
        if data or not isinstance(getattr(instance, self.name), Unreadable):
            setattr(instance, self.name, data)

    def value_to_string(self, obj: models.Model) -> str:
        """Return the plain text, for fixtures. Raises ValueError where it cannot be read."""
        value = getattr(obj, self.name)
        if isinstance(value, Unreadable):
            raise ValueError(
                f"{self.name} of {obj._meta.label} {obj.pk} cannot be decrypted with the"
                " configured keys, so it cannot be exported."
            )
        return str(value)

    def get_lookup(self, lookup_name: str) -> "type[Lookup[Any]] | None":
        if lookup_name != "isnull":
            raise FieldError(self._refusal(f"the lookup {lookup_name!r}"))
        lookup: type[Lookup[Any]] | None = super().get_lookup(lookup_name)
        return lookup

    def get_transform(self, lookup_name: str) -> type[Transform] | None:
        raise FieldError(self._refusal(f"the transform {lookup_name!r}"))

    def slice_expression(self, expression: object, start: int, length: int | None) -> Any:
        raise FieldError(self._refusal("a slice"))

    def _refusal(self, wanted: str) -> str:
        return (
            f"{self.model._meta.label}.{self.name} is encrypted, so {wanted} would compare"
            " ciphertext: only 'isnull' works. Search people through the blind index."
        )

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        return [*super().check(**kwargs), *self._check_not_compared()]

    def _check_not_compared(self) -> list[checks.CheckMessage]:
        meta = self.model._meta
        compared: list[tuple[bool, str]] = [
            (self.unique, "it is unique"),
            (getattr(self, "db_index", False), "it has db_index"),
            (any(self.name in names for names in meta.unique_together), "unique_together names it"),
            (
                any(self.name == name for i in meta.indexes for name, _ in i.fields_orders),
                "an index names it",
            ),
            (
                any(self.name in getattr(rule, "fields", ()) for rule in meta.constraints),
                "a constraint names it",
            ),
            (
                any(isinstance(o, str) and o.lstrip("-") == self.name for o in meta.ordering or ()),
                "the model is ordered by it",
            ),
        ]
        return [
            checks.Error(
                f"An encrypted column cannot be compared, but {reason}.",
                hint="Equal texts have different ciphertexts: use a blind index beside it.",
                obj=self,
                id="nexus.E020",
            )
            for is_so, reason in compared
            if is_so
        ]


class EncryptedCharField(EncryptedField, _CharField):
    """A line of text, encrypted; `max_length` counts characters of the plain text."""


class EncryptedTextField(EncryptedField, _TextField):
    """A text, encrypted; unlike Django's, a `max_length` is enforced by validation."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.max_length is not None:
            self.validators.append(MaxLengthValidator(self.max_length))
