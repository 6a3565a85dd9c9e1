"""Writing an archive: a ZIP with data.json, the person's files and a README.

Nothing is held in memory but a row or a piece of a file at a time.
"""

from __future__ import annotations

import json
import logging
import shutil
import zipfile
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone

from people.personal_data import StoredFile, registered

if TYPE_CHECKING:
    from nexus.core.files.sealed import SealingWriter
    from people.models import User

logger = logging.getLogger(__name__)

_ENCODER = DjangoJSONEncoder(ensure_ascii=False, indent=2)


def write_archive(person: User, target: SealingWriter) -> None:
    """Write all that is held of `person` into `target`.

    A file that cannot be read is named in the README instead; whatever else fails is raised.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("data.json", "w") as entry:
            _write_data(person, entry)
        missing = [
            file.path
            for data in registered()
            for file in (data.files(person) if data.files else ())
            if not _add(archive, file)
        ]
        context = {"person": person, "made_at": timezone.now(), "missing": missing}
        archive.writestr("README.txt", render_to_string("people/archive_readme.txt", context))


def _write_data(person: User, entry: IO[bytes]) -> None:
    sections = [item for data in registered() for item in data.sections.items()]
    entry.write(b"{")
    for number, (name, read) in enumerate(sections):
        entry.write(b",\n" if number else b"\n")
        entry.write(f"{json.dumps(name)}: ".encode())
        _write_value(read(person), entry)
    entry.write(b"\n}\n")


def _write_value(value: Any, entry: IO[bytes]) -> None:
    if not isinstance(value, Iterator):
        entry.write(_ENCODER.encode(value).encode())
        return
    entry.write(b"[")
    for number, row in enumerate(value):
        entry.write(b",\n" if number else b"\n")
        entry.write(_ENCODER.encode(row).encode())
    entry.write(b"]")


def _add(archive: zipfile.ZipFile, file: StoredFile) -> bool:
    """Copy one file, or return False where it cannot be read."""
    # CVs and photos are compressed already. Opened first: an entry once begun has to be finished.
    try:
        source = file.storage.open(file.name, "rb")
    except OSError:
        logger.warning("The file %s is missing from an archive: it cannot be read.", file.name)
        return False
    entry = zipfile.ZipInfo(file.path, date_time=timezone.now().timetuple()[:6])
    with source, archive.open(entry, "w") as copy:
        shutil.copyfileobj(source, copy, 64 * 1024)
    return True
