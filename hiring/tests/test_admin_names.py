"""By what name a company's people know who has done something to their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from careers.branding import frame
from hiring.choices import ApplicationStatus
from hiring.services import add_note, move_application, rate_application
from jobs.services import update_job
from people.choices import Role
from people.services.invitations import invite

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from hiring.models import Application
    from people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(application: Application, admin_user: User, recruiter: User) -> list[str]:
    """The pages that tell what an administrator and a recruiter have done."""
    admin_user.full_name = "Ada Administrator"
    admin_user.save()
    recruiter.full_name = "Rita Recruiter"
    recruiter.save()
    frame()
    for by in (admin_user, recruiter):
        update_job(application.job, by=by, title=f"Job as {by.username} calls it")
        add_note(application, by=by, text="A note.")
        rate_application(application, 4, by=by)
    move_application(application, ApplicationStatus.REVIEWED, by=admin_user)
    move_application(application, ApplicationStatus.SHORTLISTED, by=recruiter)
    page = f"/admin/hiring/application/{application.pk}/change/"
    return [page, f"/admin/jobs/job/{application.job_id}/history/", "/admin/"]


def test_administrators_stand_for_the_site_to_a_companys_people(
    client: Client, owner: User, pages: list[str]
) -> None:
    client.force_login(owner)
    for path in pages:
        shown = client.get(path).content.decode()
        assert "Rita Recruiter" in shown, path
        assert "Nexus, by an administrator" in shown, path
        assert "Ada Administrator" not in shown, path


def test_invitation_by_an_administrator_is_told_in_words(
    client: Client, owner: User, application: Application, admin_user: User
) -> None:
    frame()
    admin_user.full_name = "Ada Administrator"
    admin_user.save()
    company = application.job.company
    invite(company, "new@example.com", role=Role.VIEWER, by=admin_user)
    client.force_login(owner)

    page = client.get(f"/admin/people/company/{company.pk}/").content.decode()

    assert "Invited somebody" in page
    assert "Nexus, by an administrator" in page
    assert "Ada Administrator" not in page


def test_audit_stands_once_in_the_navigation_and_names_no_administrator(
    client: Client, owner: User, pages: list[str]
) -> None:
    client.force_login(owner)

    page = client.get("/admin/people/auditentry/").content.decode()

    assert page.count(">Audit</span>") == 1
    assert "Ada Administrator" not in page


def test_administrators_have_names_to_each_other(
    client: Client, make_user: Callable[..., User], pages: list[str]
) -> None:
    client.force_login(make_user("another", is_admin=True))
    for path in pages:
        assert "Ada Administrator" in client.get(path).content.decode(), path
