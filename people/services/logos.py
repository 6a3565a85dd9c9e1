"""The logo of a company: checked and encoded anew, as photos of people are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from nexus.core.errors import Invalid
from nexus.core.files import CheckedFile, FileRejected, check_photo
from nexus.core.storages import delete_after_commit, public_storage, saved_file
from people.services.companies import ensure_owner, lock_company
from people.services.company_changes import note_company

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from people.models import Company, User


def checked_logo(upload: UploadedFile[bytes]) -> CheckedFile:
    """Return a copy of a logo, encoded anew. Raises Invalid under `logo_file`.

    It takes a process and seconds at worst, so do it before a transaction that writes.
    """
    try:
        return check_photo(upload)
    except FileRejected as rejected:
        raise Invalid.field("logo_file", rejected.message) from rejected


def set_logo(company: Company, logo: CheckedFile, *, by: User) -> Company:
    """Replace the logo; the file before goes. Raises NotAllowed unless `by` is an owner."""
    storage = public_storage()
    with transaction.atomic():
        fresh = lock_company(company)
        ensure_owner(fresh, by)
        with saved_file(storage, f"logos/{logo.name}", logo) as name:
            delete_after_commit(storage, fresh.logo.name)
            fresh.logo.name = name
            fresh.save(update_fields=["logo"])
            note_company(fresh, by, logo=[])
    return fresh


def clear_logo(company: Company, *, by: User) -> Company:
    """Remove the logo; its file goes. Raises NotAllowed unless `by` is an owner."""
    with transaction.atomic():
        fresh = lock_company(company)
        ensure_owner(fresh, by)
        delete_after_commit(public_storage(), fresh.logo.name)
        fresh.logo.name = ""
        fresh.save(update_fields=["logo"])
        note_company(fresh, by, logo=[])
    return fresh
