"""The page of one application: what it shows, to whom, how one goes on, and what is noted of it."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from docx import Document

from careers.branding import frame
from hiring import word_files
from hiring.choices import ApplicationStatus
from hiring.models import Application
from hiring.services import add_note, move_application, rate_application, submit_application
from hiring.tests.conftest import PDF
from nexus.core.models import MailState, OutgoingMail
from nexus.core.storages import private_storage
from people.choices import AccessKind
from people.models import AuditEntry, User

if TYPE_CHECKING:
    from collections.abc import Callable

    from jobs.models import Job
    from people.models import Company

pytestmark = pytest.mark.django_db

ROOT = "/admin/hiring/application/"


@pytest.fixture
def at_work(client: Client, recruiter: User) -> Client:
    client.force_login(recruiter)
    return client


def give_cv(application: Application, content: bytes, ending: str) -> None:
    stored = private_storage().save(f"applications/x.{ending}", ContentFile(content))
    Application.objects.filter(pk=application.pk).update(resume=stored)
    application.refresh_from_db()


def docx(text: str) -> bytes:
    document, file = Document(), BytesIO()
    document.add_paragraph(text)
    document.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("role", "status"), [("owner", 200), ("viewer", 200), ("admin_user", 200), ("rival", 404)]
)
@pytest.mark.parametrize("tail", ["change/", "cv/", "cv/view/"])
@pytest.mark.usefixtures("rival_company", "company")
def test_page_and_cv_are_for_the_company(
    client: Client,
    application: Application,
    role: str,
    status: int,
    tail: str,
    request: pytest.FixtureRequest,
) -> None:
    give_cv(application, PDF, "pdf")
    client.force_login(request.getfixturevalue(role))

    assert client.get(f"{ROOT}{application.pk}/{tail}").status_code == status


@pytest.mark.parametrize("act", ["move", "rate", "note"])
@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("rival", 404)])
@pytest.mark.usefixtures("rival_company")
def test_others_decide_nothing(
    client: Client,
    application: Application,
    act: str,
    role: str,
    status: int,
    request: pytest.FixtureRequest,
) -> None:
    client.force_login(request.getfixturevalue(role))
    typed = {"stage": "reviewed", "score": "3", "text": "Hm."}

    assert client.post(f"{ROOT}{application.pk}/{act}/", typed).status_code == status
    application.refresh_from_db()
    assert (application.status, application.rating) == ("pending", None)
    assert not application.notes.exists()


@pytest.mark.parametrize("number", ["0", "999999", "x", "1.5", "99999999999999999999", "-1"])
def test_numbers_of_nothing_are_404(at_work: Client, number: str) -> None:
    assert at_work.get(f"{ROOT}{number}/change/").status_code == 404


def test_looks_are_noted_where_the_applicant_reads_them(
    at_work: Client, application: Application, candidate: User, company: Company
) -> None:
    give_cv(application, PDF, "pdf")
    for tail in ("change/", "cv/view/", "cv/"):
        at_work.get(f"{ROOT}{application.pk}/{tail}")

    looks = AuditEntry.objects.looks().filter(subject=candidate, company=company).order_by("pk")
    assert [look.access_kind for look in looks] == [
        AccessKind.VIEWED_APPLICATION,
        AccessKind.DOWNLOADED_CV,
        AccessKind.DOWNLOADED_CV,
    ]


def test_pdf_is_shown_in_a_frame_that_can_do_nothing(
    at_work: Client, application: Application
) -> None:
    give_cv(application, PDF, "pdf")

    response = at_work.get(f"{ROOT}{application.pk}/cv/view/")

    assert response.content == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == "inline"
    assert "sandbox;" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "no-store" in response["Cache-Control"]


def test_docx_is_shown_as_text_in_which_nothing_is_markup(
    at_work: Client, application: Application
) -> None:
    give_cv(application, docx("I weld <script>alert(1)</script>"), "docx")

    response = at_work.get(f"{ROOT}{application.pk}/cv/view/")

    assert "I weld &lt;script&gt;" in response.content.decode()
    assert "sandbox;" in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("content", "ending", "sentence"),
    [
        (b"no pdf", "pdf", "damaged"),
        (b"no docx", "docx", "damaged"),
        (b"\xd0\xcf\x11\xe0", "doc", "Download it"),
    ],
)
def test_cv_that_cannot_be_shown_says_so(
    at_work: Client,
    application: Application,
    content: bytes,
    ending: str,
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(word_files, "_program", lambda: None)
    give_cv(application, content, ending)

    page = at_work.get(f"{ROOT}{application.pk}/cv/view/").content.decode()

    assert sentence in page


def test_cv_whose_file_is_gone_says_so(at_work: Client, application: Application) -> None:
    Application.objects.filter(pk=application.pk).update(resume="applications/gone.pdf")

    shown = at_work.get(f"{ROOT}{application.pk}/cv/view/")

    assert "cannot be found" in shown.content.decode()
    assert at_work.get(f"{ROOT}{application.pk}/cv/").status_code == 404


def _neighbours(client: Client, application: Application, filters: str) -> tuple[str, str]:
    asked = {"_changelist_filters": filters}
    context = client.get(f"{ROOT}{application.pk}/change/", asked).context
    return context["previous_url"], context["next_url"]


def _at(application: Application) -> str:
    return f"{ROOT}{application.pk}/change/"


def test_next_and_previous_stay_within_the_filter(
    at_work: Client, make_application: Callable[..., Application], job: Job
) -> None:
    now = timezone.now()
    first, second, third, other = (
        make_application(job=job, status=status, applied_at=now - timedelta(hours=number))
        for number, status in enumerate(["pending", "pending", "pending", "reviewed"])
    )

    before, after = _neighbours(at_work, second, "stage=pending")
    assert before.startswith(f"{_at(first)}?_changelist_filters=stage")
    assert after.startswith(_at(third))
    assert _neighbours(at_work, third, "stage=pending")[1] == ""
    assert _neighbours(at_work, third, "")[1] == _at(other)
    before, after = _neighbours(at_work, second, "stage=pending&order=oldest")
    assert before.startswith(_at(third))
    assert after.startswith(_at(first))


def test_next_is_there_when_the_application_has_left_the_filter(
    at_work: Client, make_application: Callable[..., Application], job: Job, owner: User
) -> None:
    second, first = (make_application(job=job) for _number in range(2))
    move_application(first, "shortlisted", by=owner)  # type: ignore[arg-type]

    assert _neighbours(at_work, first, "stage=pending")[1].startswith(_at(second))


@pytest.mark.parametrize("filters", ["nonsense=1", "job__id__exact=x", "p=x&o=9", "q=%00", "e=1"])
def test_filters_of_somebody_elses_making_do_no_harm(
    at_work: Client, application: Application, filters: str
) -> None:
    assert at_work.get(_at(application), {"_changelist_filters": filters}).status_code == 200


def test_page_holds_history_notes_ratings_and_other_applications(
    at_work: Client,
    application: Application,
    make_application: Callable[..., Application],
    make_job: Callable[..., Job],
    rival_company: Company,
    owner: User,
) -> None:
    person = application.applicant
    make_application(job=make_job(company=application.job.company, title="Cook"), applicant=person)
    make_application(job=make_job(company=rival_company, title="Spy"), applicant=person)
    add_note(application, by=owner, text="Ask about the <b>gap</b>.")
    rate_application(application, 4, by=owner)
    move_application(application, "rejected", by=owner, note="Too far.", reason="place")  # type: ignore[arg-type]

    page = at_work.get(_at(application)).content.decode()

    for words in ("Ask about the &lt;b&gt;gap", "Too far.", "Place or permit to work", "Cook"):
        assert words in page
    assert "Olga Owner 4" in page
    assert "Spy" not in page


def test_note_that_is_refused_comes_back_as_it_was_typed(
    at_work: Client, application: Application
) -> None:
    text = "x" * 10_001
    back = {"text": text, "back": _at(application)}

    page = at_work.post(f"{ROOT}{application.pk}/note/", back, follow=True).content.decode()

    assert text in page
    assert not application.notes.exists()


def test_move_that_is_refused_answers_scripts_with_the_reason(
    at_work: Client, make_application: Callable[..., Application], job: Job
) -> None:
    hired = make_application(job=job, status="hired")

    response = at_work.post(
        f"{ROOT}{hired.pk}/move/", {"stage": "rejected"}, headers={"Accept": "application/json"}
    )

    assert response.status_code == 409
    assert response.json() == {"message": "There is no way from hired to rejected."}


def test_cost_does_not_grow_with_what_the_page_holds(
    at_work: Client,
    application: Application,
    make_application: Callable[..., Application],
    make_job: Callable[..., Job],
    make_user: Any,
    owner: User,
) -> None:
    frame()
    costs = []
    for _round in range(2):
        for number in range(10):
            add_note(application, by=owner, text=f"Note {number}")
            job = make_job(company=application.job.company)
            make_application(job=job, applicant=application.applicant)
            reviewer = make_user()
            application.job.company.memberships.create(user=reviewer, role="recruiter")
            rate_application(application, 3, by=reviewer)
        at_work.get(_at(application))
        with CaptureQueriesContext(connection) as queries:
            at_work.get(_at(application))
        costs.append(len(queries))

    assert costs[0] == costs[1]


@pytest.fixture
def undelivered(application: Application, recruiter: User) -> OutgoingMail:
    """A mail of the company to the applicant that no server took."""
    move_application(application, ApplicationStatus.REVIEWED, by=recruiter)
    OutgoingMail.objects.update(state=MailState.FAILED, attempts=7)
    return OutgoingMail.objects.get()


def test_mail_that_could_not_be_delivered_is_said_and_sent_again(
    at_work: Client, application: Application, undelivered: OutgoingMail, candidate: User
) -> None:
    assert "could not be delivered" in at_work.get(_at(application)).content.decode()
    # Most often it is the address that was wrong: what counts is the one they have now.
    User.objects.filter(pk=candidate.pk).update(email="right@example.com")

    address = f"{ROOT}{application.pk}/mail-again/"
    answer = at_work.post(address, {"mail": undelivered.pk}, follow=True)

    undelivered.refresh_from_db()
    assert "The mail is on its way again." in answer.content.decode()
    assert undelivered.to_address == "right@example.com"
    assert undelivered.state != MailState.FAILED
    again = at_work.post(address, {"mail": undelivered.pk}, follow=True)
    assert "This mail has been sent already" in again.content.decode()


@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("rival", 404), ("candidate", 403)])
@pytest.mark.usefixtures("rival_company", "company")
def test_others_send_nothing_again(
    role: str,
    status: int,
    client: Client,
    application: Application,
    undelivered: OutgoingMail,
    request: pytest.FixtureRequest,
) -> None:
    client.force_login(request.getfixturevalue(role))

    answer = client.post(f"{ROOT}{application.pk}/mail-again/", {"mail": undelivered.pk})

    assert answer.status_code in {status, 302}
    undelivered.refresh_from_db()
    assert undelivered.state == MailState.FAILED


@pytest.mark.parametrize("wrong", ["", "x", "0", "99999999", "9" * 30])
def test_only_mails_on_the_application_are_sent_again(
    wrong: str, at_work: Client, application: Application
) -> None:
    answer = at_work.post(f"{ROOT}{application.pk}/mail-again/", {"mail": wrong})

    assert answer.status_code == 404


def test_confirmation_that_could_not_be_delivered_is_said_too(
    at_work: Client, job: Job, candidate: User
) -> None:
    application = submit_application(job, applicant=candidate)
    page = at_work.get(_at(application)).content.decode()
    assert "We have your application" in page
    assert "could not be delivered" not in page

    OutgoingMail.objects.filter(kind="application_received").update(state=MailState.FAILED)

    assert "could not be delivered" in at_work.get(_at(application)).content.decode()
