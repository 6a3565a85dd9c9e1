"""CVs that no browser shows, turned into PDFs in the background and kept beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.cache import cache
from django.core.files.base import ContentFile

from hiring.models import Application
from hiring.word_files import can_convert, doc_as_pdf
from nexus.core.storages import private_storage

if TYPE_CHECKING:
    from collections.abc import Iterator

# So long nobody asks again for what is being made; longer than making it takes.
_PATIENCE_SECONDS = 90


def needs_pdf(application: Application) -> bool:
    """Tell whether the CV can be shown as the PDF alone that this machine can make of it."""
    return (application.resume.name or "").lower().endswith(".doc") and can_convert()


def prepare_cv(application: Application) -> None:
    """Have the PDF made in the background where there is to be one, once at a time."""
    name = application.resume.name or ""
    if not needs_pdf(application) or not cache.add(f"cv-pdf:{name}", 1, _PATIENCE_SECONDS):
        return
    from hiring.tasks import make_cv_readable

    make_cv_readable.enqueue(application.pk)


def pdf_of(application: Application) -> bytes | None:
    """Return the PDF, empty where none could be made of the file; None while there is none yet."""
    name = _beside(application.resume.name or "")
    storage = private_storage()
    if not storage.exists(name):
        return None
    with storage.open(name) as file:
        content: bytes = file.read()
    return content


def make_pdf(application_id: int) -> None:
    """Make the PDF of an application's DOC and keep it; an empty one where that cannot be done."""
    application = Application.objects.filter(pk=application_id).first()
    if application is None or not needs_pdf(application) or pdf_of(application) is not None:
        return
    try:
        with application.resume.open("rb") as file:
            content = doc_as_pdf(file.read())
    except OSError:
        return
    storage, wanted = private_storage(), _beside(application.resume.name or "")
    stored = storage.save(wanted, ContentFile(content or b""))
    # Another worker was quicker, or the person's account was erased meanwhile.
    is_gone = not Application.objects.filter(pk=application_id).exclude(resume="").exists()
    if stored != wanted or is_gone:
        storage.delete(stored)


def cv_files(application: Application) -> Iterator[str]:
    """Yield the names of all files that hold the CV."""
    if application.resume.name:
        yield application.resume.name
        yield _beside(application.resume.name)


def _beside(name: str) -> str:
    return f"{name}.pdf"
