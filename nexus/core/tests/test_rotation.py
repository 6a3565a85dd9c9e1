"""Rotation of keys: what is encrypted again, what is left alone, and what is reported."""

from collections.abc import Callable, Sequence
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DEFAULT_DB_ALIAS
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from nexus.core import blind_index, crypto, rotation
from nexus.core.crypto import Seal
from nexus.core.encrypted_tables import EncryptedTable, encrypted_tables, register_embedding
from nexus.core.models import OutgoingMail
from nexus.core.rotation import Progress, rotate_table
from nexus.core.tests.scratch import Patient, new, reread, store, stored

pytestmark = pytest.mark.usefixtures("only_patients", "keys", "rebuilds")

type Keys = Callable[..., None]


@pytest.fixture
def rebuilds(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Count the rebuilds of the blind indexes, and rebuild none."""
    calls: list[str] = []
    monkeypatch.setattr(blind_index, "_rebuilders", [lambda: calls.append("rebuilt")])
    return calls


def rotate(*arguments: str) -> str:
    out = StringIO()
    call_command("rotate_encryption", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def patient_table() -> EncryptedTable:
    (table,) = encrypted_tables(DEFAULT_DB_ALIAS)
    return table


def rotate_patients(**options: Any) -> list[Progress]:
    options = {"using": DEFAULT_DB_ALIAS, "batch": 2, **options}
    return list(rotate_table(patient_table(), **options))


def test_values_under_an_old_key_move_to_the_first(keys: Keys) -> None:
    patient = new(name="Ada", phone="123", bio="Long story")

    keys("second-key", "first-key")
    said = rotate()

    assert "3 values encrypted under the first key, 0 already were, 0 cannot be read" in said
    keys("second-key")
    again = reread(patient)
    assert [again.name, again.phone, again.bio] == ["Ada", "123", "Long story"]


def test_plain_text_and_fernet_tokens_are_encrypted(fernet_token: Callable[[str], str]) -> None:
    patient = new()
    store(patient, "123")
    store(patient, fernet_token("Long story"), "bio")

    rotate()

    assert crypto.inspect(stored(patient)) is Seal.CURRENT
    assert crypto.inspect(stored(patient, "bio")) is Seal.CURRENT
    assert (reread(patient).phone, reread(patient).bio) == ("123", "Long story")


def test_values_under_the_first_key_and_empty_ones_are_left_alone() -> None:
    patient = new(phone="")
    name = stored(patient, "name")

    said = rotate()

    assert "0 values encrypted under the first key, 1 already were" in said
    assert stored(patient, "name") == name
    assert stored(patient) == ""


@pytest.mark.parametrize("rows", [1, 2, 3, 4, 5])
def test_every_row_is_reached_whatever_the_batch(keys: Keys, rows: int) -> None:
    patients = [new(phone=str(n)) for n in range(rows)]
    keys("second-key", "first-key")

    progress = rotate_patients(batch=2)

    assert sum(step.rows for step in progress) == rows
    keys("second-key")
    assert [reread(p).phone for p in patients] == [str(n) for n in range(rows)]


def test_rotation_stopped_between_batches_goes_on_where_it_was(keys: Keys) -> None:
    for n in range(5):
        new(phone=str(n))
    keys("second-key", "first-key")
    steps = rotate_table(patient_table(), using=DEFAULT_DB_ALIAS, batch=2)
    next(steps)
    steps.close()

    progress = rotate_patients()

    assert sum(step.current for step in progress) == 4
    assert sum(step.sealed for step in progress) == 6


def test_value_written_meanwhile_is_not_overwritten(
    keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient, other = new(phone="before"), new(phone="other")
    keys("second-key", "first-key")
    write = rotation._write

    def raced(table: EncryptedTable, swaps: Sequence[Any], *, using: str) -> int:
        monkeypatch.setattr(rotation, "_write", write)
        Patient.objects.filter(pk=patient.pk).update(phone="after")
        return write(table, swaps, using=using)

    monkeypatch.setattr(rotation, "_write", raced)
    progress = rotate_patients()

    keys("second-key")
    assert [reread(patient).phone, reread(other).phone] == ["after", "other"]
    assert reread(patient).name == "Ada"
    assert [step.contested for step in progress] == [0]


def test_value_written_meanwhile_under_an_old_key_is_rotated_too(
    keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient = new(phone="before")
    late = crypto.seal("after")
    keys("second-key", "first-key")
    write = rotation._write

    def raced(table: EncryptedTable, swaps: Sequence[Any], *, using: str) -> int:
        monkeypatch.setattr(rotation, "_write", write)
        store(patient, late)
        return write(table, swaps, using=using)

    monkeypatch.setattr(rotation, "_write", raced)
    rotate()

    keys("second-key")
    assert reread(patient).phone == "after"


def test_value_that_is_written_again_and_again_is_reported(
    keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient = new(phone="0")
    keys("second-key", "first-key")
    write = rotation._write

    def raced(table: EncryptedTable, swaps: Sequence[Any], *, using: str) -> int:
        keys("first-key")
        Patient.objects.filter(pk=patient.pk).update(phone="again")
        keys("second-key", "first-key")
        return write(table, swaps, using=using)

    monkeypatch.setattr(rotation, "_write", raced)

    with pytest.raises(CommandError, match="changed by others again and again"):
        rotate()

    assert reread(patient).phone == "again"


def test_row_deleted_meanwhile_is_no_problem(keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    gone, kept = new(phone="1"), new(phone="2")
    keys("second-key", "first-key")
    write = rotation._write

    def raced(table: EncryptedTable, swaps: Sequence[Any], *, using: str) -> int:
        monkeypatch.setattr(rotation, "_write", write)
        Patient.objects.filter(pk=gone.pk).delete()
        return write(table, swaps, using=using)

    monkeypatch.setattr(rotation, "_write", raced)
    progress = rotate_patients()

    assert [step.contested for step in progress] == [0]
    keys("second-key")
    assert reread(kept).phone == "2"


@pytest.fixture
def sealed_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the tokens inside the JSON of patients rotated."""
    monkeypatch.setattr("nexus.core.encrypted_tables._embedding", set())
    register_embedding("core_scratch.Patient", "extra")


@pytest.mark.usefixtures("sealed_parts")
def test_tokens_inside_json_are_rotated_and_the_rest_is_kept(keys: Keys) -> None:
    secrets = {"secret": crypto.seal("TOTP"), "codes": [crypto.seal("one"), crypto.seal("two")]}
    patient = new(extra={**secrets, "plain": "v1.2", "count": 3})
    keys("second-key", "first-key")

    rotate()

    keys("second-key")
    extra = reread(patient).extra
    assert (extra["plain"], extra["count"]) == ("v1.2", 3)
    opened = [crypto.unseal(token) for token in (extra["secret"], *extra["codes"])]
    assert opened == ["TOTP", "one", "two"]


@pytest.mark.usefixtures("sealed_parts")
def test_json_with_an_unreadable_token_is_untouched_and_named(keys: Keys) -> None:
    keys("lost-key")
    extra = {"lost": crypto.seal("a")}
    keys("first-key")
    extra["kept"] = crypto.seal("b")
    patient = new(extra=extra)
    keys("second-key", "first-key")

    with pytest.raises(CommandError, match=rf"core_scratch\.Patient\.extra of {patient.pk}"):
        rotate()

    assert reread(patient).extra == extra


def test_unreadable_values_are_untouched_counted_and_named(keys: Keys, rebuilds: list[str]) -> None:
    lost = new(phone="123")
    token = stored(lost)
    keys("second-key")
    kept = new(phone="456")
    keys("third-key", "second-key")

    with pytest.raises(CommandError) as caught:
        rotate()

    assert caught.value.returncode == 1
    assert "No configured key opens 2 values" in str(caught.value)
    assert f"core_scratch.Patient.phone of {lost.pk}" in str(caught.value)
    assert stored(lost) == token
    assert crypto.inspect(stored(kept)) is Seal.CURRENT
    assert rebuilds == []


def test_unreadable_values_can_be_ignored_for_the_blind_indexes(
    keys: Keys, rebuilds: list[str]
) -> None:
    new(phone="123")
    keys("second-key")

    with pytest.raises(CommandError):
        rotate("--ignore-unreadable")

    assert rebuilds == ["rebuilt"]


def test_only_the_first_unreadable_values_are_named(keys: Keys) -> None:
    for _ in range(12):
        new(phone="")
    keys("second-key")

    with pytest.raises(CommandError, match="and 2 more"):
        rotate("--batch", "5")


def test_dry_run_counts_and_writes_nothing(keys: Keys, rebuilds: list[str]) -> None:
    patient = new(phone="123")
    token = stored(patient)
    keys("second-key", "first-key")

    said = rotate("--dry-run")

    assert "2 values would be encrypted under the first key" in said
    assert stored(patient) == token
    assert rebuilds == []


def test_blind_indexes_are_rebuilt_afterwards(rebuilds: list[str]) -> None:
    said = rotate()

    assert rebuilds == ["rebuilt"]
    assert "Blind indexes rebuilt: 1." in said


@pytest.mark.parametrize("size", ["0", "-1", "many", "1000000"])
def test_impossible_batch_is_refused(size: str) -> None:
    with pytest.raises(CommandError, match="a number from 1 to 100000"):
        rotate(f"--batch={size}")


def test_missing_keys_are_named(settings: Settings) -> None:
    settings.ENCRYPTION_KEYS = []

    with pytest.raises(CommandError, match="ENCRYPTION_KEYS"):
        rotate()


def test_batch_takes_two_queries_however_many_rows_it_has(
    keys: Keys, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    table = patient_table()
    for n in range(20):
        new(phone=str(n))
    keys("second-key", "first-key")

    # Read, savepoint, write, release, and the read that finds no more.
    with django_assert_num_queries(5):
        list(rotate_table(table, using=DEFAULT_DB_ALIAS, batch=100))


def test_tables_of_installed_models_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nexus.core.encrypted_tables.apps", apps)

    tables = {table.model: table for table in encrypted_tables(DEFAULT_DB_ALIAS)}

    assert tables[OutgoingMail].name == "core_outgoingmail"
    assert tables[OutgoingMail].key == ("id",)
    assert set(tables[OutgoingMail].columns) >= {"to_address", "text_body"}
