"""Fixtures of the toolbox: a table of its own for the encrypted fields."""

import base64
import hashlib
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.db import connection
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from nexus.core import encrypted_tables
from nexus.core.tests import queue_samples as samples
from nexus.core.tests.scratch import Patient


@pytest.fixture(scope="session")
def patient_table(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Create the table outside of any test's transaction, in which SQLite cannot."""
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS core_scratch_patient")
        with connection.schema_editor() as editor:
            editor.create_model(Patient)
    yield
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.delete_model(Patient)


@pytest.fixture
def patients(patient_table: None, db: None) -> None:
    """An empty table of patients."""


@pytest.fixture
def only_patients(patients: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the patients the only model with encrypted columns that is installed."""
    registry = SimpleNamespace(get_models=lambda include_auto_created: [Patient])
    monkeypatch.setattr(encrypted_tables, "apps", registry)


@pytest.fixture
def keys(settings: Settings) -> Callable[..., None]:
    """Set ENCRYPTION_KEYS; the first one writes."""

    def use(*secrets: str) -> None:
        settings.ENCRYPTION_KEYS = list(secrets)

    use("first-key")
    return use


@pytest.fixture
def fernet_token(settings: Settings) -> Callable[[str], str]:
    """Make tokens as django-fernet-encrypted-fields does, and have them readable."""
    settings.SALT_KEY = ["an old salt"]
    secret = hashlib.pbkdf2_hmac(
        "sha256", settings.SECRET_KEY.encode(), b"an old salt", 100_000, 32
    )
    cipher = Fernet(base64.urlsafe_b64encode(secret))
    return lambda text: cipher.encrypt(text.encode()).decode()


@pytest.fixture
def queue(db: None, settings: Any) -> None:
    """Make `q2` the real backend, whose tasks wait until `work()`."""
    settings.TASKS = {
        "default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"},
        "q2": {"BACKEND": "nexus.core.q2_backend.Q2Backend", "QUEUES": []},
    }
    samples.CALLS.clear()
