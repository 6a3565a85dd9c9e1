"""Encrypted fields in models, queries, forms and fixtures, under right and wrong keys."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django import forms
from django.core import serializers
from django.core.exceptions import FieldError, ValidationError
from django.db import connection, models
from django.db.migrations.writer import MigrationWriter
from django.db.models import F, Q, Value
from django.test.utils import isolate_apps

from nexus.core import crypto
from nexus.core.crypto import Unreadable
from nexus.core.fields import EncryptedCharField, EncryptedField, EncryptedTextField
from nexus.core.models import OutgoingMail
from nexus.core.tests.scratch import Patient, new, reread, store, stored

pytestmark = pytest.mark.usefixtures("patients", "keys")

type Keys = Callable[..., None]


PatientForm = forms.modelform_factory(Patient, fields=("name", "phone", "bio", "ward"))


def is_token(value: str) -> bool:
    return crypto.is_current(value) and value != ""


# --- Storing and reading -----------------------------------------------------------------------


def test_saved_value_is_a_token_in_the_database_and_plain_in_python() -> None:
    patient = new(phone="+49 170")

    assert is_token(stored(patient))
    assert patient.phone == reread(patient).phone == "+49 170"


def test_empty_text_is_stored_as_empty_text() -> None:
    assert stored(new(phone="")) == ""


def test_column_is_text_on_every_database() -> None:
    assert [Patient._meta.get_field(name).db_type(connection) for name in ("name", "bio")] == [
        "text",
        "text",
    ]


@pytest.mark.parametrize("read", ["values", "values_list", "only", "defer", "annotate"])
def test_each_way_of_reading_decrypts(read: str) -> None:
    patient = new(phone="+49 170")
    rows = Patient.objects.filter(pk=patient.pk)
    ways: dict[str, Callable[[], object]] = {
        "values": lambda: rows.values("phone")[0]["phone"],
        "values_list": lambda: rows.values_list("phone", flat=True)[0],
        "only": lambda: rows.only("phone")[0].phone,
        "defer": lambda: rows.defer("phone")[0].phone,
        "annotate": lambda: rows.annotate(again=F("phone")).values_list("again", flat=True)[0],
    }

    assert ways[read]() == "+49 170"


def test_update_encrypts() -> None:
    patient = new()

    Patient.objects.filter(pk=patient.pk).update(phone="123")

    assert is_token(stored(patient))
    assert reread(patient).phone == "123"


def test_update_from_another_column_keeps_the_value_readable() -> None:
    patient = new(phone="123")

    Patient.objects.filter(pk=patient.pk).update(bio=F("phone"))

    assert reread(patient).bio == "123"


def test_update_with_a_value_expression_encrypts_once() -> None:
    patient = new()

    Patient.objects.filter(pk=patient.pk).update(phone=Value("123"))

    assert reread(patient).phone == "123"


def test_bulk_create_and_bulk_update_encrypt() -> None:
    patients = Patient.objects.bulk_create([Patient(name="Ada"), Patient(name="Bob")])
    for patient in patients:
        patient.phone = f"1{patient.pk}"

    Patient.objects.bulk_update(patients, ["phone"])

    assert all(is_token(stored(p)) and is_token(stored(p, "name")) for p in patients)
    assert [reread(p).phone for p in patients] == [f"1{p.pk}" for p in patients]


def test_numbers_are_stored_as_text() -> None:
    patient = new(phone=123)

    assert reread(patient).phone == "123"


def test_text_in_the_form_of_a_token_is_stored_and_read_as_typed() -> None:
    text = crypto.seal("somebody else's secret")

    assert reread(new(bio=text)).bio == text


def test_plain_text_reads_as_itself_and_is_encrypted_by_the_next_save() -> None:
    patient = new()
    store(patient, "v1.2 plain")

    again = reread(patient)
    again.save()

    assert again.phone == "v1.2 plain"
    assert is_token(stored(patient))


def test_fernet_token_is_read_and_replaced_by_the_next_save(
    fernet_token: Callable[[str], str],
) -> None:
    patient = new()
    store(patient, fernet_token("+49 170"))

    again = reread(patient)
    again.save()

    assert again.phone == "+49 170"
    assert is_token(stored(patient))


# --- Validation and forms ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value"), [("name", "x" * 21), ("bio", "x" * 501), ("phone", "call me"), ("name", "")]
)
def test_validation_sees_the_plain_text(field: str, value: str) -> None:
    patient = Patient(**{"name": "Ada", field: value})

    with pytest.raises(ValidationError) as caught:
        patient.full_clean()

    assert list(caught.value.message_dict) == [field]


def test_plain_text_up_to_max_length_is_valid_although_its_token_is_longer() -> None:
    patient = Patient(name="x" * 20, bio="x" * 500)

    patient.full_clean()
    patient.save()

    assert len(stored(patient, "name")) > 20


def test_form_shows_plain_text_and_saves_tokens() -> None:
    patient = new(phone="123")

    form = PatientForm({"name": "Ada", "phone": "456", "bio": ""}, instance=reread(patient))
    shown = PatientForm(instance=reread(patient))["phone"].value()
    form.save()

    assert shown == "123"
    assert is_token(stored(patient))
    assert reread(patient).phone == "456"


def test_invalid_form_leaves_reading_intact() -> None:
    patient = new(phone="123")

    assert not PatientForm({"name": "Ada", "phone": "call me"}, instance=patient).is_valid()

    assert reread(patient).phone == "123"


def test_invalid_form_does_not_make_the_next_save_encrypt_twice() -> None:
    patient = new(phone="123")
    PatientForm({"name": "Ada", "phone": "call me"}).is_valid()

    reread(patient).save()

    assert reread(patient).phone == "123"


def test_reading_while_other_threads_validate_always_gives_plain_text() -> None:
    field = Patient._meta.get_field("phone")
    token = crypto.seal("123")
    stop = threading.Event()
    wrong: list[str | None] = []

    def validate() -> None:
        while not stop.is_set():
            for text in ("456", "call me"):
                try:
                    field.clean(text, None)
                except ValidationError:
                    continue

    def read() -> None:
        for _ in range(20_000):
            value = field.from_db_value(token, None, connection)
            if value != "123":
                wrong.append(value)

    validators = [threading.Thread(target=validate) for _ in range(2)]
    readers = [threading.Thread(target=read) for _ in range(2)]
    for thread in validators + readers:
        thread.start()
    for thread in readers:
        thread.join()
    stop.set()
    for thread in validators:
        thread.join()

    assert wrong == []


def test_field_keeps_no_state_of_its_own() -> None:
    field = Patient._meta.get_field("phone")
    before = set(vars(field))

    patient = new(phone="123")
    reread(patient).full_clean()
    PatientForm({"name": "", "phone": "call me"}).is_valid()

    # Django caches the list of validators; nothing may depend on a value.
    assert set(vars(field)) - before <= {"validators", "error_messages", "cached_col"}


# --- Values that cannot be read ----------------------------------------------------------------


@contextmanager
def wrong_keys(keys: Keys) -> Iterator[None]:
    keys("a-wrong-key")
    yield
    keys("first-key")


def test_value_under_a_wrong_key_reads_as_unreadable(keys: Keys) -> None:
    patient = new(phone="123")
    token = stored(patient)

    with wrong_keys(keys):
        value = reread(patient).phone

    assert isinstance(value, Unreadable)
    assert value.token == token


@pytest.mark.parametrize("write", ["save", "update", "bulk_update", "full_clean", "other_row"])
def test_writing_under_a_wrong_key_keeps_the_token(keys: Keys, write: str) -> None:
    patient = new(phone="123")
    token = stored(patient)

    with wrong_keys(keys):
        loaded = reread(patient)
        if write == "save":
            loaded.save()
        elif write == "update":
            Patient.objects.update(phone=loaded.phone)
        elif write == "bulk_update":
            Patient.objects.bulk_update([loaded], ["phone"])
        elif write == "full_clean":
            loaded.full_clean()
            loaded.save()
        else:
            patient = new(phone=loaded.phone)

    assert stored(patient) == token
    assert reread(patient).phone == "123"


def test_form_under_a_wrong_key_keeps_what_it_could_not_show(keys: Keys) -> None:
    patient = new(name="Ada", phone="123", bio="old")
    with wrong_keys(keys):
        form = PatientForm(
            {"name": "Eve", "phone": "", "bio": "new", "ward": "7"}, instance=reread(patient)
        )

        form.save()

        assert [reread(patient).name, reread(patient).bio] == ["Eve", "new"]
    assert reread(patient).phone == "123"


def test_readable_value_can_be_emptied_by_a_form() -> None:
    patient = new(phone="123")

    PatientForm({"name": "Ada", "phone": "", "bio": ""}, instance=reread(patient)).save()

    assert stored(patient) == ""


def test_unreadable_value_is_not_exported_as_an_empty_one(keys: Keys) -> None:
    patient = new(phone="123")

    with wrong_keys(keys), pytest.raises(ValueError, match=r"cannot be decrypted.*exported"):
        serializers.serialize("json", Patient.objects.filter(pk=patient.pk))


# --- Fixtures ----------------------------------------------------------------------------------


def test_fixture_holds_plain_text_and_is_encrypted_when_loaded() -> None:
    OutgoingMail.objects.create(to_address="ada@example.com", subject="Hi", message_id="<1@x>")
    fixture = serializers.serialize("json", OutgoingMail.objects.all())
    OutgoingMail.objects.all().delete()

    for row in serializers.deserialize("json", fixture):
        row.save()

    assert json.loads(fixture)[0]["fields"]["to_address"] == "ada@example.com"
    assert OutgoingMail.objects.get().to_address == "ada@example.com"
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_address FROM core_outgoingmail")
        assert is_token(cursor.fetchone()[0])


# --- Lookups, checks, migrations ---------------------------------------------------------------


@pytest.mark.parametrize(
    "condition",
    [
        Q(phone="123"),
        Q(phone__exact=None),
        Q(phone__icontains="1"),
        Q(phone__in=["123"]),
        Q(phone__gt="1"),
        Q(phone__regex="1"),
        Q(phone__length__gt=1),
        Q(phone__nonsense=1),
    ],
    ids=str,
)
def test_lookup_in_an_encrypted_column_is_refused(condition: Q) -> None:
    with pytest.raises(FieldError, match=r"core_scratch\.Patient\.phone is encrypted"):
        Patient.objects.filter(condition).exists()


def test_slice_of_an_encrypted_column_is_refused() -> None:
    with pytest.raises(FieldError, match="is encrypted"):
        Patient.objects.annotate(start=F("phone")[:2]).exists()


def test_isnull_can_be_looked_up() -> None:
    new()

    assert Patient.objects.filter(phone__isnull=False).count() == 1


@isolate_apps("nexus.core")
@pytest.mark.parametrize("kind", [EncryptedCharField, EncryptedTextField])
@pytest.mark.parametrize(
    ("options", "meta"),
    [
        ({"unique": True}, {}),
        ({"db_index": True}, {}),
        ({}, {"unique_together": [("secret", "id")]}),
        ({}, {"indexes": [models.Index(fields=["-secret"], name="core_secret")]}),
        ({}, {"constraints": [models.UniqueConstraint(fields=["secret"], name="core_secret")]}),
        ({}, {"ordering": ["-secret"]}),
    ],
    ids=["unique", "db_index", "unique_together", "index", "constraint", "ordering"],
)
def test_comparing_an_encrypted_column_fails_the_system_check(
    kind: Callable[..., EncryptedField], options: dict[str, Any], meta: dict[str, Any]
) -> None:
    field = kind(max_length=20, **options)
    body = {"__module__": __name__, "secret": field}
    type("Safe", (models.Model,), {**body, "Meta": type("Meta", (), {"app_label": "core", **meta})})

    assert [message.id for message in field.check()] == ["nexus.E020"]


def test_plain_encrypted_fields_pass_the_system_check() -> None:
    assert [message for field in Patient._meta.fields for message in field.check()] == []


def test_migration_names_the_field_by_its_public_path() -> None:
    written, imports = MigrationWriter.serialize(EncryptedTextField(max_length=5, blank=True))

    assert written == "nexus.core.fields.EncryptedTextField(blank=True, max_length=5)"
    assert imports == {"import nexus.core.fields"}
