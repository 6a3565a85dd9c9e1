"""The check that keys and data belong together."""

from collections.abc import Callable

import pytest
from django.core import checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from nexus.core import crypto
from nexus.core.checks_encryption import verify_keys_open_data
from nexus.core.encrypted_tables import EncryptedTable, register_embedding
from nexus.core.tests.scratch import Patient, new, store

pytestmark = pytest.mark.usefixtures("only_patients", "keys")

type Keys = Callable[..., None]


def ids() -> list[str | None]:
    return [message.id for message in verify_keys_open_data()]


def test_right_keys_raise_no_message(fernet_token: Callable[[str], str], keys: Keys) -> None:
    new(phone="123")
    store(new(), "plain")
    store(new(), fernet_token("old"))
    keys("second-key", "first-key")

    assert ids() == []


def test_wrong_key_is_an_error_that_names_column_and_setting(keys: Keys) -> None:
    new(phone="123")
    new(phone="")
    keys("second-key")

    messages = verify_keys_open_data()

    assert [message.id for message in messages] == ["nexus.E001", "nexus.E001"]
    assert "1 of 1 sampled values of core_scratch.Patient.phone" in messages[1].msg
    assert "ENCRYPTION_KEYS" in (messages[1].hint or "")


def test_key_dropped_before_rotation_is_seen_although_new_rows_are_fine(keys: Keys) -> None:
    new(name="Old")
    keys("second-key")
    Patient.objects.bulk_create(Patient(name="New") for _ in range(200))

    assert ids() == ["nexus.E001"]


def test_fernet_token_without_its_salt_is_an_error(
    fernet_token: Callable[[str], str], settings: Settings
) -> None:
    store(new(), fernet_token("old"))
    settings.SALT_KEY = []

    assert ids() == ["nexus.E001"]


def test_token_inside_json_under_a_wrong_key_is_an_error(
    keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nexus.core.encrypted_tables._embedding", set())
    register_embedding("core_scratch.Patient", "extra")
    keys("lost-key")
    extra = {"secret": crypto.seal("TOTP")}
    keys("first-key")
    new(extra=extra)

    (message,) = verify_keys_open_data()

    assert "core_scratch.Patient.extra" in message.msg


def test_damaged_value_is_a_warning_only() -> None:
    store(new(), crypto.seal("hello")[:-8] + "AAAAAAAA")

    (message,) = verify_keys_open_data()

    assert message.id == "nexus.W001"
    assert not message.is_serious()


def test_missing_keys_are_an_error(settings: Settings) -> None:
    settings.ENCRYPTION_KEYS = []

    (message,) = verify_keys_open_data()

    assert message.id == "nexus.E001"
    assert "ENCRYPTION_KEYS" in message.msg


def test_missing_table_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Patient._meta, "db_table", "core_scratch_nowhere")

    assert ids() == []


def test_missing_column_is_passed_over_and_leaves_the_transaction_usable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table = EncryptedTable(Patient, "core_scratch_patient", ("id",), ("name", "not_there_yet"))
    monkeypatch.setattr("nexus.core.checks_encryption.encrypted_tables", lambda using: [table])

    assert ids() == []
    assert Patient.objects.count() == 0


def test_check_takes_one_query_a_table_and_one_for_their_names(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(5):
        new(phone="123")

    # Inside a test's transaction, a savepoint and its release come on top.
    with django_assert_num_queries(4 if connection.in_atomic_block else 2):
        assert ids() == []


def test_check_belongs_to_the_database_checks(keys: Keys) -> None:
    new(phone="123")
    keys("second-key")

    found = checks.run_checks(tags=[checks.Tags.database], databases=["default"])

    assert "nexus.E001" in {message.id for message in found}


def test_check_command_refuses_wrong_keys(keys: Keys) -> None:
    new(phone="123")
    keys("second-key")

    with pytest.raises(SystemCheckError, match="cannot be decrypted"):
        call_command("check", databases=["default"], tags=["database"])
