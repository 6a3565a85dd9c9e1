"""Applying on the site, signed in and not."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone

from hiring.models import Application, ApplicationDraft
from hiring.tests.conftest import make_cv
from nexus.core.models import OutgoingMail
from people.models import User
from people.services import set_resume

if TYPE_CHECKING:
    from jobs.models import Job
    from people.models import Company

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(make_job: Callable[..., Job], company: Company) -> Job:
    return make_job(company=company, title="Ward nurse")


@pytest.fixture
def address(job: Job) -> str:
    return f"{job.get_absolute_url()}apply/"


def entered(**changes: Any) -> dict[str, Any]:
    fields = {
        "full_name": "Ada Byron",
        "email": "ada@example.com",
        "cover_letter": "Dear all,\n<b>hello</b>",
        "consent": "on",
        "resume": make_cv(),
    }
    return {name: value for name, value in (fields | changes).items() if value is not None}


def mailed_code() -> str:
    mail = OutgoingMail.objects.filter(kind="application_code").latest("pk")
    found = re.search(r"^(\d{6})$", mail.text_body, re.MULTILINE)
    assert found
    return found[1]


def test_a_visitor_applies_by_a_mailed_code(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200
    answer = client.post(address, entered())
    assert answer["Location"] == f"{address}code/"
    assert "ada@example.com" in client.get(f"{address}code/").content.decode()
    wrong = client.post(f"{address}code/", {"code": "nonsense"})
    assert "This is not the code" in wrong.content.decode()
    right = client.post(f"{address}code/", {"code": mailed_code()})
    assert right["Location"] == f"{address}sent/"
    application = Application.objects.get()
    assert application.resume_name == "carla.pdf"
    assert application.consent_version
    receipt = client.get(f"{address}sent/").content.decode()
    assert application.reference in receipt
    assert client.get(f"/my/applications/{application.reference}/").status_code == 200


def test_whatever_is_sent_again_ends_with_one_application(client: Client, address: str) -> None:
    client.get(address)
    client.post(address, entered())
    client.post(address, entered())
    code = mailed_code()
    for _ in range(2):
        answer = client.post(f"{address}code/", {"code": code})
        assert answer.status_code == 302
    client.post(address, entered())
    assert Application.objects.count() == 1
    assert OutgoingMail.objects.filter(kind="application_code").count() == 1


def test_what_was_entered_comes_back_with_the_errors(client: Client, address: str) -> None:
    client.get(address)
    page = client.post(address, entered(email="no address", consent=None)).content.decode()
    assert "no address" in page
    assert "&lt;b&gt;hello" in page
    assert "carla.pdf" in page
    again = client.get(address).content.decode()
    assert "carla.pdf" in again
    assert "Ada Byron" in again
    # The CV is there: it need not be chosen again.
    assert client.post(address, entered(resume=None)).status_code == 302


@pytest.mark.parametrize("letter", ["x" * 20_001, "a\0b"])
def test_an_impossible_letter_is_an_error_beside_the_field(
    client: Client, address: str, letter: str
) -> None:
    answer = client.post(address, entered(cover_letter=letter))
    assert answer.status_code == 200
    assert 'id="id_cover_letter_error"' in answer.content.decode()


def test_a_refused_cv_keeps_the_rest(client: Client, address: str) -> None:
    answer = client.post(address, entered(resume=make_cv(content=b"no document")))
    page = answer.content.decode()
    assert 'id="id_resume_error"' in page
    assert "hello" in page
    # None is kept, so that there is none to be replaced either.
    assert "Choose the file of your CV." not in page
    assert "Use another CV" not in page


def test_no_page_asks_for_a_code_that_went_to_another_address(client: Client, address: str) -> None:
    client.post(address, entered())
    code = mailed_code()
    client.post(address, entered(email="other@example.com", consent=None))

    for answer in (client.get(f"{address}code/"), client.post(f"{address}code/", {"code": code})):
        assert answer["Location"] == address
    assert "No code is on its way to this address." in client.get(address).content.decode()
    assert not Application.objects.exists()
    client.post(address, entered(email="other@example.com"))
    assert "other@example.com" in client.get(f"{address}code/").content.decode()


def test_the_form_does_not_tell_whether_an_address_has_an_account(
    client: Client, address: str, candidate: User
) -> None:
    known = client.post(address, entered(email=candidate.email))
    unknown = Client().post(address, entered(email="nobody@example.com"))
    assert known["Location"] == unknown["Location"]
    assert OutgoingMail.objects.filter(kind="application_code").count() == 2


def test_an_address_with_an_account_applies_as_it_without_being_signed_in(
    client: Client, address: str, candidate: User
) -> None:
    client.get(address)
    client.post(address, entered(email=candidate.email))
    client.post(f"{address}code/", {"code": mailed_code()})
    application = Application.objects.get()
    assert application.applicant == candidate
    assert application.reference in client.get(f"{address}sent/").content.decode()
    assert client.get("/my/").status_code == 302


def test_signed_in_the_cv_of_the_profile_is_ready(
    client: Client, address: str, candidate: User
) -> None:
    set_resume(candidate.profile, make_cv("mine.pdf"), by=candidate)
    client.force_login(candidate)
    page = client.get(address).content.decode()
    assert "mine.pdf" in page
    assert 'name="email"' not in page
    answer = client.post(address, {"cover_letter": "Hello", "consent": "on"})
    assert answer["Location"] == f"{address}sent/"
    application = Application.objects.get()
    assert (application.resume_name, application.cover_letter) == ("mine.pdf", "Hello")
    assert application.reference in client.get(f"{address}sent/").content.decode()


def test_an_expired_login_loses_nothing(client: Client, address: str, candidate: User) -> None:
    client.force_login(candidate)
    client.get(address)
    client.cookies.pop("sessionid", None)
    answer = client.post(
        address, {"cover_letter": "Long work", "consent": "on", "resume": make_cv()}
    )
    assert answer.status_code == 200
    client.force_login(candidate)
    page = client.get(address).content.decode()
    assert "Long work" in page
    assert "carla.pdf" in page


def test_a_second_application_is_told_of_the_first(
    client: Client, address: str, job: Job, candidate: User, make_application: Callable[..., Any]
) -> None:
    first = make_application(job=job, applicant=candidate, cover_letter="My first letter")
    client.force_login(candidate)
    page = client.get(address).content.decode()
    assert first.reference in page
    assert "My first letter" in page


def test_nobody_applies_to_their_own_company(client: Client, address: str, recruiter: User) -> None:
    client.force_login(recruiter)
    answer = client.get(address)
    assert answer.status_code == 403
    assert "your own company" in answer.content.decode()
    sent = client.post(address, entered())
    assert sent.status_code == 403
    assert not Application.objects.exists()


def test_a_job_that_closes_meanwhile_keeps_the_draft(
    client: Client, address: str, job: Job
) -> None:
    client.get(address)
    job.application_deadline = timezone.now() - timedelta(minutes=1)
    job.save(update_fields=["application_deadline"])
    answer = client.post(address, entered(cover_letter="Too late"))
    assert answer.status_code == 410
    assert "Too late" in client.get(address).content.decode()
    assert client.get(f"{address}code/").status_code in {302, 410}


def test_a_draft_job_has_no_page_to_apply(
    client: Client, make_job: Callable[..., Job], company: Company
) -> None:
    job = make_job(company=company, status="draft", published_at=None)
    assert client.get(f"/jobs/{job.pk}/apply/").status_code == 404
    assert client.get("/jobs/999999999999999999/apply/").status_code == 404


def test_the_page_of_a_job_leads_here(client: Client, job: Job, address: str) -> None:
    page = client.get(job.get_absolute_url()).content.decode()
    assert f'href="{address}"' in page
    assert f'href="/jobs/{job.pk}/save/"' in page


def test_what_a_visitor_entered_can_be_discarded_in_a_shared_browser(
    client: Client, address: str
) -> None:
    client.get(address)
    client.post(address, entered(consent=None))
    page = client.get(address).content.decode()
    assert "kept for 24 hours, and whoever uses this browser can see it" in page
    assert f'action="{address}discard/"' in page
    answer = client.post(f"{address}discard/", follow=True).content.decode()
    assert "What you entered is deleted." in answer
    assert "Ada Byron" not in answer
    assert not ApplicationDraft.objects.exists()


def test_nobody_discards_what_others_entered(client: Client, address: str, candidate: User) -> None:
    client.get(address)
    client.post(address, entered(consent=None))
    other = Client()
    assert other.get(f"{address}discard/").status_code == 405
    other.post(f"{address}discard/")
    other.force_login(candidate)
    other.post(f"{address}discard/")
    assert ApplicationDraft.objects.get().full_name == "Ada Byron"


def test_a_person_who_is_signed_in_is_told_of_a_week(
    client: Client, address: str, candidate: User
) -> None:
    client.force_login(candidate)
    client.post(address, {"cover_letter": "Long work"})
    assert "kept for seven days, for you alone" in client.get(address).content.decode()


OURS = "http://testserver"


@pytest.mark.parametrize(
    ("origin", "expected"),
    [(OURS, 302), ("http://evil.example", 403), ("null", 403), ("http://testserver.evil", 403)],
)
def test_a_form_with_an_old_token_is_taken_from_our_own_pages_alone(
    address: str, candidate: User, origin: str, expected: int
) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.get(address)
    browser.force_login(candidate)
    form = entered() | {"csrfmiddlewaretoken": "x" * 64}

    answer = browser.post(address, form, headers={"Origin": origin})

    assert answer.status_code == expected
    assert Application.objects.exists() == (expected == 302)


@pytest.mark.parametrize("rest", ["", "code/"])
def test_where_a_browser_names_no_origin_the_token_counts(address: str, rest: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.get(address)

    assert browser.post(f"{address}{rest}", entered()).status_code == 403


def test_the_back_button_may_bring_the_form_back_and_no_shared_cache_keeps_it(
    client: Client, address: str
) -> None:
    kept = client.get(address)["Cache-Control"]

    assert "no-store" not in kept
    assert "private" in kept
    assert "no-cache" in kept
