"""The list of pages that are looked at, and the sheet on which their pictures are put."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from careers.services import ensure_site_tree
from nexus.screenshots.office import OFFICE_PAGES, office_pages_of
from nexus.screenshots.office_crew import ADMIN, OWNER
from nexus.screenshots.office_market import office_addresses
from nexus.screenshots.pages import PAGES, pages_of
from nexus.screenshots.sheet import write_sheet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from jobs.models import Job
    from people.models import User


def test_no_two_pages_have_the_same_name() -> None:
    names = [page_type.name for page_type in PAGES]

    assert sorted(names) == sorted(set(names))


def test_pages_of_what_a_market_has_not_are_left_out() -> None:
    found = {page_type.name: path for page_type, path in pages_of("empty", {"company": "/x/"})}

    assert found["company"] == "/x/"
    assert found["home"] == "/"
    assert "job" not in found
    assert "account" not in found


def test_the_sheet_shows_each_picture_below_the_name_of_its_page(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "my-jobs-390-dark.png").touch()
    (tmp_path / "demo" / "my-jobs-1280-light.png").touch()
    (tmp_path / ".markets").mkdir()

    sheet = write_sheet(tmp_path).read_text(encoding="utf-8")

    assert sheet.count("<h3>my-jobs</h3>") == 1
    assert 'src="demo/my-jobs-390-dark.png"' in sheet
    assert 'src="demo/my-jobs-1280-light.png"' in sheet
    assert ".markets" not in sheet


def test_no_two_pages_of_the_back_office_have_the_same_name() -> None:
    names = [page_type.name for page_type in OFFICE_PAGES]

    assert sorted(names) == sorted(set(names))


def test_back_office_shows_what_was_found_before_what_takes_steps() -> None:
    addresses = {"admin:jobs_job_add": "/admin/jobs/job/add/", "office_draft": "7"}

    found = [(page_type.name, path) for page_type, path in office_pages_of("empty", addresses)]

    assert found[0] == ("office-jobs_job_add", "/admin/jobs/job/add/")
    assert ("office-step-publish", "/admin/jobs/job/publish/?ids=7") in found
    assert "office-application-owner" not in dict(found)
    assert "office-reject" not in dict(found)


@pytest.mark.django_db
def test_pages_of_the_back_office_are_found_and_not_listed(
    make_user: Callable[..., User], make_job: Callable[..., Job], make_company: Any
) -> None:
    ensure_site_tree()
    make_user(ADMIN, is_admin=True)
    company = make_company("Saltgrass Solar", owner=make_user(OWNER))
    job = make_job(company=company)

    found = office_addresses()

    assert found["office_job"] == str(job.pk)
    assert found["admin:jobs_job_change"] == f"/admin/jobs/job/{job.pk}/change/"
    assert found["admin:people_company_overview"] == f"/admin/people/company/{company.pk}/"
    # Neither what leads elsewhere, nor what only takes what is sent to it, nor a row there is not.
    assert not {"admin:logout", "admin:keep_filter", "admin:people_profile_change"} & set(found)
    assert "office_application" not in found
