"""One application over HTTP: who sees it, who moves it, what is noted of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from hiring.choices import ApplicationStatus
from hiring.models import Application
from hiring.pipeline import way
from hiring.services import move_application
from hiring.tests.conftest import PDF
from hiring.tests.test_api_submitting import DETAIL_KEYS
from nexus.core.storages import private_storage
from people.models import AuditEntry, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rival_company")]

ROOT = "/api/applications/"
Make = Callable[..., Any]
READERS = ["candidate", "owner", "recruiter", "viewer", "admin_user"]
STRANGERS = ["other_candidate", "rival"]


def _at(application: Application, tail: str = "") -> str:
    return f"{ROOT}{application.pk}/{tail}"


def _give_cv(application: Application, name: str = "Carla.pdf") -> None:
    application.resume = private_storage().save("applications/a.pdf", ContentFile(PDF))
    application.resume_name = name
    application.save()


@pytest.mark.parametrize("role", READERS)
def test_detail_is_shown_to_the_applicant_the_company_and_admins(
    api: Any, application: Application, role: str, request: pytest.FixtureRequest
) -> None:
    response = api.get(_at(application), as_=request.getfixturevalue(role))

    assert response.status_code == 200
    assert set(response.json()) == DETAIL_KEYS


@pytest.mark.parametrize("tail", ["", "history/", "resume/"])
@pytest.mark.parametrize("role", STRANGERS)
def test_reads_by_strangers_are_404(
    api: Any, application: Application, role: str, tail: str, request: pytest.FixtureRequest
) -> None:
    _give_cv(application)

    response = api.get(_at(application, tail), as_=request.getfixturevalue(role))

    assert response.status_code == 404
    assert response.json() == {"error": "There is no such application.", "details": {}}


def test_every_operation_without_a_token_is_401(api: Any, application: Application) -> None:
    answers = [
        api.get(_at(application)),
        api.put(_at(application), {"status": "reviewed"}),
        api.patch(_at(application), {"status": "reviewed"}),
        api.patch(_at(application, "update_status/"), {"status": "reviewed"}),
        api.delete(_at(application)),
        api.get(_at(application, "history/")),
        api.get(_at(application, "resume/")),
        api.get(ROOT),
        api.get(f"{ROOT}my_applications/"),
        api.get(f"{ROOT}received_applications/"),
        api.get(f"{ROOT}stats/"),
        api.get(f"/api/jobs/{application.job.pk}/applications/"),
    ]

    assert {answer.status_code for answer in answers} == {401}


@pytest.mark.parametrize(("id_", "status"), [("999999", 404), ("99999999999999999999", 400)])
@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_an_unknown_application_is_no_server_error(
    api: Any, candidate: User, method: str, id_: str, status: int
) -> None:
    body = {} if method in {"get", "delete"} else {"body": {"status": "reviewed"}}

    assert getattr(api, method)(f"{ROOT}{id_}/", as_=candidate, **body).status_code == status


def test_detail_shows_the_phone_of_the_account_or_else_of_the_profile(
    api: Any, application: Application, candidate: User
) -> None:
    candidate.profile.phone_number = "+49 40 222"
    candidate.profile.save()
    assert api.get(_at(application), as_=candidate).json()["applicant_phone"] == "+49 40 222"

    candidate.phone_number = "+49 40 111"
    candidate.save()
    assert api.get(_at(application), as_=candidate).json()["applicant_phone"] == "+49 40 111"


def test_detail_of_a_person_without_values_has_nulls(
    api: Any, make_application: Make, make_user: Make
) -> None:
    mute = make_user("mute", email="")
    application = make_application(applicant=mute)

    body = api.get(_at(application), as_=mute).json()

    assert body["applicant"]["full_name"] is None
    assert (body["applicant_email"], body["applicant_phone"]) == (None, None)


@pytest.mark.parametrize("role", ["owner", "viewer", "admin_user"])
def test_detail_opened_by_the_company_or_an_admin_is_noted(
    api: Any, application: Application, role: str, request: pytest.FixtureRequest
) -> None:
    viewer = request.getfixturevalue(role)

    api.get(_at(application), as_=viewer)

    look = AuditEntry.objects.looks().get()
    assert (look.actor, look.subject) == (viewer, application.applicant)
    assert (look.access_kind, look.thing) == ("viewed_application", f"application:{application.pk}")


def test_status_moved_is_a_look_and_noted(
    api: Any, application: Application, recruiter: User
) -> None:
    api.patch(_at(application), {"status": "reviewed"}, as_=recruiter)

    look = AuditEntry.objects.looks().get()
    assert (look.actor, look.subject) == (recruiter, application.applicant)
    assert (look.access_kind, look.thing) == ("viewed_application", f"application:{application.pk}")


def test_detail_opened_by_the_applicant_is_not_noted(
    api: Any, application: Application, candidate: User
) -> None:
    api.get(_at(application), as_=candidate)

    assert not AuditEntry.objects.looks().exists()


@pytest.mark.parametrize(
    ("method", "tail"), [("patch", "update_status/"), ("patch", ""), ("put", "")]
)
def test_status_is_moved_by_each_of_the_three_calls(
    api: Any, application: Application, recruiter: User, method: str, tail: str
) -> None:
    body = {"status": "shortlisted", "note": "Strong."}

    response = getattr(api, method)(_at(application, tail), body, as_=recruiter)

    assert response.status_code == 200
    assert set(response.json()) == DETAIL_KEYS
    assert response.json()["status"] == "shortlisted"
    assert response.json()["allowed_statuses"] == ["rejected", "hired"]


@pytest.mark.parametrize("to", ApplicationStatus)
@pytest.mark.parametrize("origin", ApplicationStatus)
def test_status_moves_where_there_is_a_way_and_is_409_elsewhere(
    api: Any,
    make_application: Make,
    admin_user: User,
    origin: ApplicationStatus,
    to: ApplicationStatus,
) -> None:
    application = make_application(status=origin)

    response = api.patch(_at(application, "update_status/"), {"status": to}, as_=admin_user)

    if way(origin, to) is None:
        assert response.status_code == 409
        assert list(response.json()["details"]) == ["status"]
    else:
        assert response.json()["status"] == to


@pytest.mark.parametrize(
    ("role", "status"),
    [("candidate", 403), ("viewer", 403), ("other_candidate", 404), ("rival", 404)],
)
def test_status_moved_by_others_is_refused(
    api: Any, application: Application, role: str, status: int, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(role)

    response = api.patch(_at(application, "update_status/"), {"status": "reviewed"}, as_=user)

    assert response.status_code == status
    assert Application.objects.get().status == "pending"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "status"),
        ({"status": None}, "status"),
        ({"status": "unknown"}, "status"),
        ({"status": "reviewed", "note": None}, "note"),
        ({"status": "reviewed", "note": "x" * 5001}, "note"),
        ({"status": "reviewed", "colour": "red"}, "colour"),
    ],
)
def test_status_with_a_bad_field_names_it(
    api: Any, application: Application, owner: User, body: dict[str, Any], field: str
) -> None:
    response = api.patch(_at(application, "update_status/"), body, as_=owner)

    assert response.status_code == 400
    assert list(response.json()["details"]) == [field]


def test_withdrawing_answers_with_a_message_and_marks_the_record(
    api: Any, application: Application, candidate: User, owner: User
) -> None:
    response = api.delete(_at(application), as_=candidate)

    assert response.status_code == 200
    assert list(response.json()) == ["message"]
    assert api.get(_at(application), as_=owner).json()["withdrawn_at"] is not None


@pytest.mark.parametrize("status", ["hired", "rejected"])
def test_withdrawing_once_decided_is_409(
    api: Any, make_application: Make, candidate: User, status: str
) -> None:
    application = make_application(applicant=candidate, status=status)

    assert api.delete(_at(application), as_=candidate).status_code == 409


@pytest.mark.parametrize(("role", "status"), [("owner", 403), ("admin_user", 403), ("rival", 404)])
def test_withdrawing_by_others_is_refused(
    api: Any, application: Application, role: str, status: int, request: pytest.FixtureRequest
) -> None:
    response = api.delete(_at(application), as_=request.getfixturevalue(role))

    assert response.status_code == status


def test_history_tells_the_company_who_and_why(
    api: Any, application: Application, owner: User, viewer: User
) -> None:
    move_application(application, ApplicationStatus.REVIEWED, by=owner, note="Fine.")

    body = api.get(_at(application, "history/"), as_=viewer).json()

    first, second = body["results"]
    assert body["count"] == 2
    assert set(first) == set(second) == {"from_status", "to_status", "at", "by", "note"}
    assert (first["from_status"], first["to_status"]) == (None, "pending")
    assert (second["from_status"], second["to_status"]) == ("pending", "reviewed")
    assert second["by"] == {"id": owner.pk, "username": "owner", "full_name": "Olga Owner"}
    assert second["note"] == "Fine."


def test_history_tells_the_applicant_neither_who_nor_why(
    api: Any, application: Application, owner: User, candidate: User
) -> None:
    move_application(application, ApplicationStatus.REVIEWED, by=owner, note="Fine.")

    changes = api.get(_at(application, "history/"), as_=candidate).json()["results"]

    assert [(change["by"], change["note"]) for change in changes] == [(None, None)] * 2


@pytest.mark.parametrize("role", READERS)
def test_resume_is_an_attachment_that_no_browser_runs_or_keeps(
    api: Any, application: Application, role: str, request: pytest.FixtureRequest
) -> None:
    _give_cv(application)

    response = api.get(_at(application, "resume/"), as_=request.getfixturevalue(role))

    assert response.status_code == 200
    assert b"".join(response.streaming_content) == PDF
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == 'attachment; filename="Carla.pdf"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "name", ['a"; filename=evil.exe', "Lebenslauf Müller.pdf", "a\r\nX-Evil: 1.pdf"]
)
def test_resume_with_an_odd_name_cannot_leave_its_header(
    api: Any, application: Application, candidate: User, name: str
) -> None:
    _give_cv(application, name)

    response = api.get(_at(application, "resume/"), as_=candidate)

    assert response.status_code == 200
    assert "X-Evil" not in response.headers
    assert response.headers["Content-Disposition"].startswith("attachment; filename")
    assert "\n" not in response.headers["Content-Disposition"]


def test_resume_that_is_not_there_is_404(
    api: Any, application: Application, candidate: User
) -> None:
    assert api.get(_at(application, "resume/"), as_=candidate).status_code == 404


def test_resume_whose_file_is_lost_is_404(
    api: Any, application: Application, candidate: User
) -> None:
    Application.objects.update(resume="applications/lost.pdf")

    assert api.get(_at(application, "resume/"), as_=candidate).status_code == 404


def test_resume_taken_by_the_company_is_noted(
    api: Any, application: Application, owner: User
) -> None:
    _give_cv(application)

    api.get(_at(application, "resume/"), as_=owner)

    look = AuditEntry.objects.looks().get()
    assert (look.access_kind, look.company) == ("downloaded_cv", application.job.company)


def test_details_of_a_withdrawn_application_allow_nothing(
    api: Any, make_application: Make, candidate: User
) -> None:
    application = make_application(applicant=candidate, withdrawn_at=timezone.now())

    assert api.get(_at(application), as_=candidate).json()["allowed_statuses"] == []


@pytest.mark.parametrize("tail", ["", "history/"])
def test_details_cost_at_most_five_queries(
    api: Any,
    application: Application,
    owner: User,
    django_assert_max_num_queries: Any,
    tail: str,
) -> None:
    api.get(_at(application), as_=owner)

    with django_assert_max_num_queries(5):
        assert api.get(_at(application, tail), as_=owner).status_code == 200
