"""DOC files: turned into PDFs in the background, never while somebody waits for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile

from hiring import word_files
from hiring.models import Application
from hiring.services import erasing, shown_cvs
from nexus.core.storages import private_storage
from people.models import AuditEntry

if TYPE_CHECKING:
    from django.test import Client

    from people.models import User

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4 made of a DOC"


class Converter:
    """Stands for LibreOffice, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.answer: bytes | None = PDF

    def __call__(self, _content: bytes) -> bytes | None:
        self.asked += 1
        return self.answer


@pytest.fixture
def converter(monkeypatch: pytest.MonkeyPatch) -> Converter:
    converter = Converter()
    cache.clear()
    monkeypatch.setattr(word_files, "_program", lambda: "/usr/bin/soffice")
    monkeypatch.setattr(shown_cvs, "doc_as_pdf", converter)
    return converter


@pytest.fixture
def queued(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The applications whose CVs a worker would turn into PDFs; none does it by itself."""
    from hiring.tasks import make_cv_readable

    waiting: list[int] = []
    monkeypatch.setattr(type(make_cv_readable), "enqueue", lambda _task, pk: waiting.append(pk))
    return waiting


@pytest.fixture
def doc(application: Application) -> Application:
    stored = private_storage().save("applications/cv.doc", ContentFile(b"\xd0\xcf\x11\xe0 words"))
    Application.objects.filter(pk=application.pk).update(resume=stored)
    application.refresh_from_db()
    return application


def test_page_waits_for_the_worker_and_shows_what_it_made(
    client: Client, recruiter: User, doc: Application, converter: Converter, queued: list[int]
) -> None:
    client.force_login(recruiter)
    address = f"/admin/hiring/application/{doc.pk}/cv/view/"

    waiting = client.get(address)
    client.get(address)

    assert "being prepared" in waiting.content.decode()
    assert 'http-equiv="refresh"' in waiting.content.decode()
    assert "default-src 'none'" in waiting.headers["Content-Security-Policy"]
    assert (converter.asked, queued) == (0, [doc.pk])
    assert not AuditEntry.objects.looks().filter(actor=recruiter).exists()

    shown_cvs.make_pdf(doc.pk)
    shown = client.get(address)

    assert (shown.content, shown.headers["Content-Type"]) == (PDF, "application/pdf")
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert AuditEntry.objects.looks().filter(actor=recruiter).count() == 1


def test_file_is_turned_once_whoever_asks(doc: Application, converter: Converter) -> None:
    for _time in range(3):
        shown_cvs.make_pdf(doc.pk)

    assert converter.asked == 1
    assert shown_cvs.pdf_of(doc) == PDF


def test_file_that_cannot_be_turned_is_offered_for_download_and_not_tried_again(
    client: Client, recruiter: User, doc: Application, converter: Converter, queued: list[int]
) -> None:
    converter.answer = None
    client.force_login(recruiter)
    shown_cvs.make_pdf(doc.pk)

    page = client.get(f"/admin/hiring/application/{doc.pk}/cv/view/").content.decode()

    assert "Download it to read it" in page
    assert (converter.asked, queued) == (1, [])


def test_pdf_goes_with_the_account_of_the_applicant(doc: Application, converter: Converter) -> None:
    shown_cvs.make_pdf(doc.pk)
    files = list(shown_cvs.cv_files(doc))
    assert all(private_storage().exists(name) for name in files)

    erasing.erase_applicant(doc.applicant)

    assert [name for name in files if private_storage().exists(name)] == []
