"""What an archive holds of somebody's applications, and what it keeps to the company."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.base import ContentFile

from hiring.choices import ApplicationStatus
from hiring.models import Application
from hiring.own_data import HIRING, applications, files, names
from hiring.services import add_note, move_application
from nexus.core.storages import private_storage
from people.personal_data import names_of, registered

if TYPE_CHECKING:
    from collections.abc import Callable

    from people.models import Company, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def application(
    candidate: User, make_application: Callable[..., Any], make_job: Callable[..., Any]
) -> Application:
    stored = private_storage().save("applications/x.pdf", ContentFile(b"a CV"))
    made: Application = make_application(
        applicant=candidate,
        job=make_job(title="Welder / Fitter"),
        cover_letter="Dear all, I weld.",
        resume=stored,
        resume_name="My CV.pdf",
    )
    return made


def test_applicant_gets_letter_status_and_history(
    application: Application, admin_user: User, candidate: User
) -> None:
    move_application(
        application, ApplicationStatus.REVIEWED, by=admin_user, note="Strong, but expensive."
    )
    add_note(application, by=admin_user, text="Ask about the gap.")

    rows = list(applications(candidate))

    assert rows[0]["job"] == "Welder / Fitter"
    assert rows[0]["cover_letter"] == "Dear all, I weld."
    assert rows[0]["status"] == "reviewed"
    assert [step["to"] for step in rows[0]["history"]] == ["pending", "reviewed"]
    assert "expensive" not in str(rows)
    assert "gap" not in str(rows)
    assert admin_user.username not in str(rows)


def test_files_have_readable_paths_that_the_rows_name(
    application: Application, candidate: User
) -> None:
    path = f"applications/{application.pk}-welder-fitter/My CV.pdf"

    assert [file.path for file in files(candidate)] == [path]
    assert next(applications(candidate))["cv"] == path
    assert [file.storage.open(file.name).read() for file in files(candidate)] == [b"a CV"]


def test_looks_at_applications_are_named_by_the_job(application: Application) -> None:
    assert names([application.pk]) == {application.pk: "Welder / Fitter"}
    assert names_of([f"application:{application.pk}", "application:x", "profile:1", ""]) == {
        f"application:{application.pk}": "Welder / Fitter"
    }


def test_others_applications_are_not_in_it(application: Application, other_candidate: User) -> None:
    assert list(applications(other_candidate)) == []
    assert list(files(other_candidate)) == []


def test_every_app_is_asked_from_the_bottom_up() -> None:
    apps = [data.app for data in registered()]

    assert apps[:3] == ["people", "jobs", "hiring"]
    assert HIRING in registered()


@pytest.mark.parametrize("count", [10, 40])
def test_cost_does_not_grow_with_the_applications(
    count: int,
    candidate: User,
    company: Company,
    make_application: Callable[..., Any],
    make_job: Callable[..., Any],
    django_assert_num_queries: Any,
) -> None:
    for _number in range(count):
        make_application(applicant=candidate, job=make_job(company=company))

    with django_assert_num_queries(2):
        assert len(list(applications(candidate))) == count
