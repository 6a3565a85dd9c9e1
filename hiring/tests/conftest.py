"""What the tests of applications share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nexus.core.models import OutgoingMail

if TYPE_CHECKING:
    from hiring.models import Application
    from jobs.models import Job
    from people.models import Company, User

PDF = (
    b"%PDF-1.4\n"
    b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n"
    b"xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n"
    b"0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n163\n%%EOF\n"
)


def make_cv(name: str = "carla.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


@pytest.fixture
def job(make_job: Callable[..., Job], company: Company) -> Job:
    """An open job of the company of `owner`, `recruiter` and `viewer`."""
    return make_job(company=company, title="Ward nurse")


@pytest.fixture
def application(
    make_application: Callable[..., Application], job: Job, candidate: User
) -> Application:
    """The candidate's pending application to `job`."""
    return make_application(job=job, applicant=candidate)


@pytest.fixture
def mails(db: None) -> Callable[[], list[tuple[str, str]]]:
    """Return the kind and address of each mail owed so far, in order."""

    def read() -> list[tuple[str, str]]:
        return [(mail.kind, mail.to_address) for mail in OutgoingMail.objects.order_by("pk")]

    return read
