"""Where files go, who can address them, and that nothing is left behind."""

import gc
import stat
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from threading import Thread
from typing import Any
from unittest import mock

import pytest
from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models.fields.files import FieldFile, FileField
from pytest_django.fixtures import Settings

from nexus.core.storages import (
    NoPublicAddress,
    PrivateFileSystemStorage,
    delete_after_commit,
    private_storage,
    public_sources,
    public_storage,
    saved_file,
    storages_from_url,
)

BASE = Path("/srv/nexus")


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return FileSystemStorage(location=str(tmp_path))


@pytest.fixture
def disk_settings(settings: Settings, tmp_path: Path) -> None:
    settings.STORAGES = {**settings.STORAGES, **storages_from_url("", tmp_path)}


def save_and_roll_back(storage: Storage, name: str) -> None:
    """Save a file in a transaction or savepoint that fails only after the file's own block."""
    with transaction.atomic():
        with saved_file(storage, name, content()) as stored:
            pass
        assert storage.exists(stored)
        raise ZeroDivisionError


def delete_and_roll_back(storage: Storage, name: str) -> None:
    with transaction.atomic():
        delete_after_commit(storage, name)
        raise ZeroDivisionError


def content(text: bytes = b"x") -> ContentFile[bytes]:
    return ContentFile(text)


@pytest.mark.parametrize(
    ("url", "directory"),
    [
        ("", "/srv/nexus"),
        ("file:///data/my%20files", "/data/my files"),
        ("file:var/files", "/srv/nexus/var/files"),
    ],
)
def test_file_url_keeps_public_and_private_files_apart(url: str, directory: str) -> None:
    entries = storages_from_url(url, BASE)

    assert entries["default"]["OPTIONS"]["location"] == f"{directory}/media"
    assert entries["private"]["OPTIONS"]["location"] == f"{directory}/private"


def test_s3_url_keeps_both_in_one_bucket_and_signs_the_private_part() -> None:
    entries = storages_from_url("s3://key:se%2Fcret@s3.example.org:9000/jobs?region=eu-1", BASE)

    shared = {
        "bucket_name": "jobs",
        "endpoint_url": "https://s3.example.org:9000",
        "addressing_style": "path",
        "signature_version": "s3v4",
        "file_overwrite": False,
        "region_name": "eu-1",
        "access_key": "key",
        "secret_key": "se/cret",
    }
    public, private = entries["default"], entries["private"]
    assert public["BACKEND"] == "storages.backends.s3.S3Storage"
    assert public["OPTIONS"] == shared | {
        "location": "public",
        "querystring_auth": False,
        "default_acl": None,
    }
    assert private["BACKEND"] == "nexus.core.storages_s3.PrivateS3Storage"
    assert private["OPTIONS"] == shared | {
        "location": "private",
        "querystring_auth": True,
        "default_acl": None,
    }


def test_s3_url_takes_its_parameters_for_the_public_part_only() -> None:
    url = "s3://s3.eu-1.amazonaws.com/jobs?scheme=http&acl=public-read&domain=cdn.example.org"

    entries = storages_from_url(url, BASE)

    public, private = entries["default"]["OPTIONS"], entries["private"]["OPTIONS"]
    assert (public["default_acl"], private["default_acl"]) == ("public-read", None)
    assert public["custom_domain"] == "cdn.example.org"
    assert "custom_domain" not in private
    assert public["endpoint_url"] == "http://s3.eu-1.amazonaws.com"
    assert public["addressing_style"] == "virtual"
    assert "access_key" not in public


@pytest.mark.parametrize(
    "url",
    [
        "/srv/files",
        "ftp://host/bucket",
        "file://host/path",
        "s3://host",
        "s3://host/one/two",
        "s3:///bucket",
        "s3://key@host/bucket",
        "s3://host/bucket?regoin=eu-1",
        "s3://[host/bucket",
    ],
)
def test_url_that_makes_no_sense_is_refused_by_name(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="STORAGE_URL"):
        storages_from_url(url, BASE)


@pytest.mark.parametrize("url", ["", "s3://key:secret@127.0.0.1:9/jobs?region=eu-1&scheme=http"])
def test_both_storages_can_be_made_from_the_entries(
    url: str, settings: Settings, tmp_path: Path
) -> None:
    pytest.importorskip("boto3", reason="The extra s3 is not installed.")
    settings.STORAGES = {**settings.STORAGES, **storages_from_url(url, tmp_path)}

    assert "photo.jpg" in public_storage().url("photo.jpg")
    with pytest.raises(NoPublicAddress):
        private_storage().url("cv.pdf")


def test_public_object_on_s3_has_a_plain_address(settings: Settings, tmp_path: Path) -> None:
    pytest.importorskip("boto3", reason="The extra s3 is not installed.")
    url = "s3://key:secret@s3.example.org/jobs?region=eu-1"
    settings.STORAGES = {**settings.STORAGES, **storages_from_url(url, tmp_path)}

    assert public_storage().url("a/b.jpg") == "https://s3.example.org/jobs/public/a/b.jpg"


@pytest.mark.parametrize(
    ("url", "source"),
    [
        ("s3://s3.example.org/jobs?region=eu-1", "https://s3.example.org/jobs/public/"),
        (
            "s3://s3.eu-1.amazonaws.com/jobs?region=eu-1",
            "https://jobs.s3.eu-1.amazonaws.com/public/",
        ),
        ("s3://s3.example.org/jobs?domain=cdn.example.org", "https://cdn.example.org/public/"),
        (
            "s3://inner:9000/jobs?scheme=http&domain=http://localhost:9000/jobs",
            "http://localhost:9000/jobs/public/",
        ),
    ],
)
def test_the_policy_names_where_public_files_are_loaded_from(
    url: str, source: str, settings: Settings, tmp_path: Path
) -> None:
    pytest.importorskip("boto3", reason="The extra s3 is not installed.")
    entries = storages_from_url(url.replace("s3://", "s3://key:secret@"), tmp_path)
    settings.STORAGES = {**settings.STORAGES, **entries}

    assert public_sources(entries) == [source]
    assert public_storage().url("a/b.jpg") == f"{source}a/b.jpg"


def test_files_on_disk_are_loaded_from_nowhere_else(tmp_path: Path) -> None:
    assert public_sources(storages_from_url("", tmp_path)) == []


class _S3(BaseHTTPRequestHandler):
    """As much of S3 as tells whether there is a bucket, and makes one."""

    buckets: set[str] = set()
    asked: list[str] = []

    def do_HEAD(self) -> None:
        self._answer(200 if self.path in self.buckets else 404)

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.buckets.add(self.path)
        self._answer(200)

    def _answer(self, status: int) -> None:
        self.asked.append(f"{self.command} {self.path}")
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def s3(settings: Settings, tmp_path: Path) -> Iterator[type[_S3]]:
    pytest.importorskip("boto3", reason="The extra s3 is not installed.")
    handler = type("Handler", (_S3,), {"buckets": set(), "asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    url = f"s3://key:secret@127.0.0.1:{server.server_port}/jobs?scheme=http&region=us-east-1"
    settings.STORAGES = {**settings.STORAGES, **storages_from_url(url, tmp_path)}
    yield handler
    server.shutdown()
    server.server_close()


def test_a_bucket_is_made_once(s3: type[_S3]) -> None:
    first, second = StringIO(), StringIO()

    call_command("make_bucket", stdout=first)
    call_command("make_bucket", stdout=second)

    assert first.getvalue() == "Made the bucket jobs.\n"
    assert second.getvalue() == "The bucket jobs is there.\n"
    assert s3.asked == ["HEAD /jobs", "PUT /jobs", "HEAD /jobs"]


def test_a_storage_that_does_not_answer_is_told(settings: Settings, tmp_path: Path) -> None:
    pytest.importorskip("boto3", reason="The extra s3 is not installed.")
    url = "s3://key:secret@127.0.0.1:9/jobs?scheme=http&region=us-east-1"
    settings.STORAGES = {**settings.STORAGES, **storages_from_url(url, tmp_path)}

    with pytest.raises(CommandError, match="could not be made: Could not connect"):
        call_command("make_bucket", seconds=0)


def test_no_bucket_is_made_where_files_are_on_disk(disk_settings: None) -> None:
    with pytest.raises(CommandError, match="names no bucket"):
        call_command("make_bucket")


def test_helpers_return_the_storages_of_the_settings(disk_settings: None) -> None:
    assert public_storage() is storages["default"]
    assert private_storage() is storages["private"]
    assert isinstance(private_storage(), PrivateFileSystemStorage)


def test_private_file_is_for_the_server_alone(disk_settings: None) -> None:
    name = private_storage().save("cvs/a.pdf", content())

    path = Path(private_storage().path(name))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_form_shows_a_private_file_without_a_link(disk_settings: None) -> None:
    field = FileField(storage=private_storage)
    field.name = "cv"
    file = FieldFile(mock.Mock(), field, "a.pdf")

    shown = forms.ClearableFileInput().render("cv", file)

    assert "href" not in shown


def test_private_storage_is_written_into_migrations_as_a_reference() -> None:
    *_, options = FileField(storage=private_storage).deconstruct()

    assert options["storage"] is private_storage


@pytest.mark.django_db
def test_replaced_file_is_deleted_after_the_commit(
    storage: Storage, django_capture_on_commit_callbacks: Any
) -> None:
    name = storage.save("old.txt", content())

    with django_capture_on_commit_callbacks(execute=True):
        delete_after_commit(storage, name)
        delete_after_commit(storage, "")
        delete_after_commit(storage, None)
        assert storage.exists(name)

    assert not storage.exists(name)


@pytest.mark.django_db
def test_replaced_file_survives_a_rollback(
    storage: Storage, django_capture_on_commit_callbacks: Any
) -> None:
    name = storage.save("old.txt", content())

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError):
        delete_and_roll_back(storage, name)

    assert storage.exists(name)


@pytest.mark.django_db
def test_failure_to_delete_is_logged_and_not_raised(
    storage: Storage, caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: Any
) -> None:
    with (
        mock.patch.object(storage, "delete", side_effect=OSError("disk on fire")),
        django_capture_on_commit_callbacks(execute=True),
    ):
        delete_after_commit(storage, "old.txt")

    assert "old.txt could not be deleted" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_saved_file_stays_after_the_commit(storage: Storage) -> None:
    with transaction.atomic(), saved_file(storage, "new.txt", content(b"abc")) as name:
        pass
    gc.collect()

    assert storage.open(name).read() == b"abc"


@pytest.mark.django_db(transaction=True)
def test_saved_file_stays_without_a_transaction(storage: Storage) -> None:
    with saved_file(storage, "new.txt", content()) as name:
        pass
    gc.collect()

    assert storage.exists(name)


@pytest.mark.django_db(transaction=True)
def test_saved_file_goes_when_the_block_raises(storage: Storage) -> None:
    with pytest.raises(ZeroDivisionError), saved_file(storage, "new.txt", content()):
        raise ZeroDivisionError

    assert storage.listdir("")[1] == []


@pytest.mark.django_db(transaction=True)
def test_saved_file_goes_when_the_transaction_is_rolled_back_later(storage: Storage) -> None:
    with pytest.raises(ZeroDivisionError):
        save_and_roll_back(storage, "new.txt")

    assert storage.listdir("")[1] == []


@pytest.mark.django_db(transaction=True)
def test_saved_file_goes_with_its_savepoint_alone(storage: Storage) -> None:
    with transaction.atomic():
        with saved_file(storage, "kept.txt", content()):
            pass
        with pytest.raises(ZeroDivisionError):
            save_and_roll_back(storage, "lost.txt")

    assert storage.listdir("")[1] == ["kept.txt"]


@pytest.mark.django_db(transaction=True)
def test_saved_file_goes_when_the_rollback_is_asked_for(storage: Storage) -> None:
    with transaction.atomic():
        with saved_file(storage, "new.txt", content()):
            pass
        transaction.set_rollback(True)

    assert storage.listdir("")[1] == []


@pytest.mark.django_db(transaction=True)
def test_saved_file_is_handed_over_under_its_free_name(storage: Storage) -> None:
    storage.save("cv.txt", content())

    with saved_file(storage, "cv.txt", content(b"second")) as name:
        assert name != "cv.txt"

    assert storage.open(name).read() == b"second"
