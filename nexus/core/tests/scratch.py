"""A model with encrypted fields and the means to look at its rows as they are stored."""

from typing import Any, ClassVar

from django.core.validators import RegexValidator
from django.db import connection, models

from nexus.core.fields import EncryptedCharField, EncryptedTextField


class Patient(models.Model):
    """Belongs to no installed app, so no migration and no check of the project sees it."""

    name = EncryptedCharField(max_length=20)
    phone = EncryptedCharField(
        max_length=20, blank=True, validators=[RegexValidator(r"^[+0-9 ]*$", "Digits only.")]
    )
    bio = EncryptedTextField(max_length=500, blank=True)
    ward = models.CharField(max_length=20, blank=True)
    extra = models.JSONField(default=dict, blank=True)

    # Said aloud, because the type checker only knows the models of installed apps.
    objects: ClassVar["models.Manager[Patient]"] = models.Manager()

    class Meta:
        app_label = "core_scratch"

    def __str__(self) -> str:
        return f"patient {self.pk}"


def stored(patient: Patient, column: str = "phone") -> str:
    """Return a column of the row as the database holds it."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column} FROM core_scratch_patient WHERE id = %s",
            [patient.pk],
        )
        value: str = cursor.fetchone()[0]
    return value


def store(patient: Patient, value: str, column: str = "phone") -> None:
    """Write a column of the row without any encryption."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE core_scratch_patient SET {column} = %s WHERE id = %s",
            [value, patient.pk],
        )


def reread(patient: Patient) -> Patient:
    """Return the row as a new object."""
    return Patient.objects.get(pk=patient.pk)


def new(**values: Any) -> Patient:
    """Create a row; only what matters to the test needs a value."""
    return Patient.objects.create(**{"name": "Ada", **values})
