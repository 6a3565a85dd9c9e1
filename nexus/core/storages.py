"""Where files live: public media, private files without an address, and saves that roll back.

Imported by the settings, so nothing here may read a setting while it is being imported.
"""

from __future__ import annotations

import logging
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.db import transaction
from django.utils.deconstruct import deconstructible

logger = logging.getLogger(__name__)


class NoPublicAddress(AttributeError):
    """A private file was asked for its URL.

    An AttributeError, because Django's file widgets read `value.url` with a default: a form that
    shows a private file then renders it as a file without a link instead of failing.
    """


class WithoutAddress:
    """Mix into a storage whose files are reached through a permission-checked view only."""

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> NoReturn:
        raise NoPublicAddress("Private files have no address: stream them from a checked view.")


@deconstructible(path="nexus.core.storages.PrivateFileSystemStorage")
class PrivateFileSystemStorage(WithoutAddress, FileSystemStorage):
    """Files on local disk that only the server's own user can read and that have no URL."""


def public_storage() -> Storage:
    """Return the storage of what everybody may see: logos, photos, images of the CMS."""
    return storages["default"]


def private_storage() -> Storage:
    """Return the storage of CVs. Pass the function itself as a field's `storage`."""
    return storages["private"]


def storages_from_url(url: str, base_dir: Path) -> dict[str, dict[str, Any]]:
    """Return the entries `default` and `private` of STORAGES that `url` describes.

    `file:///path` keeps both below that directory (a relative `file:path` below `base_dir`, and so
    does an empty `url`), in `media` and `private`. `s3://key:secret@host/bucket` keeps both in one
    bucket, below `public/` and `private/`; without key and secret the machine's own role is used.
    Its parameters: `region`; `scheme=http` for a test server; `addressing` (`path` or `virtual`);
    `acl`, a canned ACL for public objects, where the bucket's policy does not already allow
    reading `public/`; `domain`, the host name under which the public objects are served, which may
    begin with `http://` and end in a path.
    Raises ImproperlyConfigured, naming STORAGE_URL, for anything else.
    """
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise ImproperlyConfigured(f"STORAGE_URL is not an address: {error}.") from error
    if parts.scheme in ("", "file") and not parts.netloc and not parts.query:
        if parts.path and not parts.scheme:
            raise ImproperlyConfigured(f"STORAGE_URL has no scheme: write file://{parts.path}")
        return _on_disk(base_dir / unquote(parts.path))
    if parts.scheme == "s3":
        return _on_s3(parts)
    raise ImproperlyConfigured("STORAGE_URL must be file:///path or s3://key:secret@host/bucket.")


def _on_disk(directory: Path) -> dict[str, dict[str, Any]]:
    return {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(directory / "media")},
        },
        "private": {
            "BACKEND": "nexus.core.storages.PrivateFileSystemStorage",
            "OPTIONS": {
                "location": str(directory / "private"),
                "file_permissions_mode": 0o600,
                "directory_permissions_mode": 0o700,
            },
        },
    }


def _on_s3(parts: SplitResult) -> dict[str, dict[str, Any]]:
    bucket = parts.path.strip("/")
    if not parts.hostname or not bucket or "/" in bucket:
        raise ImproperlyConfigured("STORAGE_URL needs a host and one bucket: s3://host/bucket.")
    parameters = dict(parse_qsl(parts.query, keep_blank_values=True))
    host = parts.netloc.rpartition("@")[2]
    shared: dict[str, Any] = {
        "bucket_name": bucket,
        "endpoint_url": f"{parameters.pop('scheme', 'https')}://{host}",
        "addressing_style": parameters.pop(
            "addressing", "virtual" if parts.hostname.endswith(".amazonaws.com") else "path"
        ),
        "signature_version": "s3v4",
        "file_overwrite": False,
    }
    if region := parameters.pop("region", ""):
        shared["region_name"] = region
    if parts.username and parts.password:
        shared["access_key"] = unquote(parts.username)
        shared["secret_key"] = unquote(parts.password)
    elif parts.username or parts.password:
        raise ImproperlyConfigured("STORAGE_URL needs both a key and a secret, or neither.")
    public: dict[str, Any] = {
        "location": "public",
        "querystring_auth": False,
        "default_acl": parameters.pop("acl", None),
    }
    if domain := parameters.pop("domain", ""):
        protocol, _, place = domain.rpartition("://")
        public |= {"custom_domain": place.strip("/"), "url_protocol": f"{protocol or 'https'}:"}
    if parameters:
        raise ImproperlyConfigured(f"STORAGE_URL does not know: {', '.join(sorted(parameters))}.")
    private = {"location": "private", "querystring_auth": True, "default_acl": None}
    return {
        "default": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": shared | public},
        "private": {
            "BACKEND": "nexus.core.storages_s3.PrivateS3Storage",
            "OPTIONS": shared | private,
        },
    }


def public_sources(entries: dict[str, dict[str, Any]]) -> list[str]:
    """Return where browsers load public files from, as a content security policy names it.

    Nothing where they come through ourselves. Of a host that others have buckets at it is ours alone.
    """
    options = entries["default"].get("OPTIONS", {})
    if "endpoint_url" not in options:
        return []
    if domain := options.get("custom_domain"):
        return [f"{options['url_protocol']}//{domain}/{options['location']}/"]
    parts, bucket = urlsplit(options["endpoint_url"]), options["bucket_name"]
    if options["addressing_style"] == "virtual":
        return [f"{parts.scheme}://{bucket}.{parts.netloc}/{options['location']}/"]
    return [f"{parts.scheme}://{parts.netloc}/{bucket}/{options['location']}/"]


def delete_after_commit(storage: Storage, name: str | None, *, using: str | None = None) -> None:
    """Remove a file that has been replaced, once the transaction that replaced it has committed.

    Nothing happens on a rollback or for an empty name. A failure to delete is logged, never raised:
    the change it belongs to has been committed.
    """
    if name:
        transaction.on_commit(lambda: _delete_quietly(storage, name), using=using)


class _KeptOnCommit:
    """A commit hook that deletes its file when it is thrown away without having been called.

    Django forgets the hooks of a transaction or savepoint that is rolled back and tells nobody;
    this hook notices by being forgotten, since nothing but Django's list refers to it.
    """

    def __init__(self, storage: Storage, name: str) -> None:
        self._finalizer = weakref.finalize(self, _delete_quietly, storage, name)

    def __call__(self) -> None:
        self._finalizer.detach()

    def discard(self) -> None:
        self._finalizer()


@contextmanager
def saved_file(
    storage: Storage, name: str, content: File[bytes], *, using: str | None = None
) -> Iterator[str]:
    """Save a file for the block that records it, and leave nothing behind should that fail.

    Yields the name under which it was stored. The file is removed when the block raises, or when
    the transaction or savepoint around it is rolled back later.
    """
    stored = storage.save(name, content)
    hook = _KeptOnCommit(storage, stored)
    try:
        yield stored
    except BaseException:
        hook.discard()
        raise
    transaction.on_commit(hook, using=using)


def _delete_quietly(storage: Storage, name: str) -> None:
    try:
        storage.delete(name)
    except Exception:
        logger.exception("The file %s could not be deleted and is left behind.", name)
