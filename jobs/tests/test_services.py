"""Posting and changing jobs: whose company, what is cleaned, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from jobs.models import Job
from jobs.services import (
    create_job,
    set_skills,
    touch_jobs_of_company,
    update_job,
)
from nexus.core.errors import Invalid, Missing, NotAllowed
from people.models import Company, Membership
from taxonomy.models import Category
from taxonomy.services import delete_category, update_category

if TYPE_CHECKING:
    from pytest_django import Settings

    from people.models import User

MakeJob = Callable[..., Job]


@pytest.fixture
def fields(category: Category) -> dict[str, Any]:
    return {
        "title": "Backend developer",
        "location": "Hamburg",
        "description": "<p>You build services.</p>",
        "employment_type": "full_time",
        "experience_level": "mid",
        "category": category,
    }


# --- Whose company -----------------------------------------------------------------------------
def test_create_by_the_owner_is_for_their_company(
    fields: dict[str, Any], company: Company, owner: User
) -> None:
    job = create_job(by=owner, **fields)

    assert (job.company, job.posted_by, job.status) == (company, owner, "open")


def test_create_by_nobody_s_member_makes_a_company_of_which_they_are_owner(
    fields: dict[str, Any], candidate: User
) -> None:
    job = create_job(by=candidate, company_name="  Brand   New ", **fields)

    assert job.company.name == "Brand New"
    assert Membership.objects.get(user=candidate).role == "owner"
    assert job.company.memberships.get().user == candidate


def test_create_of_a_bad_job_leaves_no_company_behind(
    fields: dict[str, Any], candidate: User
) -> None:
    with pytest.raises(Invalid):
        create_job(by=candidate, company_name="Brand New", **{**fields, "title": " "})

    assert not Company.objects.filter(name="Brand New").exists()


def test_create_naming_the_own_company_in_any_case_uses_it(
    fields: dict[str, Any], company: Company, owner: User
) -> None:
    assert create_job(by=owner, company_name=" acme  WORKS", **fields).company == company


@pytest.mark.parametrize("role", ["candidate", "owner"])
def test_create_naming_another_s_company_is_refused(
    fields: dict[str, Any],
    company: Company,
    rival_company: Company,
    role: str,
    request: pytest.FixtureRequest,
) -> None:
    with pytest.raises(Invalid) as refused:
        create_job(by=request.getfixturevalue(role), company_name="rival ltd", **fields)

    assert list(refused.value.details) == ["company_name"]


def test_create_naming_a_new_company_by_a_member_is_refused(
    fields: dict[str, Any], company: Company, owner: User
) -> None:
    with pytest.raises(Invalid) as refused:
        create_job(by=owner, company_name="Brand New", **fields)

    assert "Acme Works" in refused.value.message


def test_create_without_any_company_asks_for_a_name(
    fields: dict[str, Any], candidate: User
) -> None:
    with pytest.raises(Invalid) as refused:
        create_job(by=candidate, **fields)

    assert list(refused.value.details) == ["company_name"]


@pytest.mark.parametrize("name", ["", "Zeta"])
def test_create_by_a_member_of_several_needs_one_of_them_named(
    fields: dict[str, Any], company: Company, make_company: Any, owner: User, name: str
) -> None:
    zeta = make_company("Zeta", owner=owner)

    if name:
        assert create_job(by=owner, company_name=name, **fields).company == zeta
    else:
        with pytest.raises(Invalid) as refused:
            create_job(by=owner, **fields)
        assert "Acme Works, Zeta" in refused.value.message


@pytest.mark.parametrize("name", ["", "Acme Works"])
def test_create_by_a_viewer_is_not_allowed(
    fields: dict[str, Any], company: Company, viewer: User, name: str
) -> None:
    with pytest.raises(NotAllowed):
        create_job(by=viewer, company_name=name, **fields)


def test_create_by_an_admin_may_name_any_company(
    fields: dict[str, Any], company: Company, admin_user: User
) -> None:
    assert create_job(by=admin_user, company_name="Acme Works", **fields).company == company


def test_create_for_a_given_company_needs_a_writer_of_it(
    fields: dict[str, Any], company: Company, rival: User
) -> None:
    with pytest.raises(NotAllowed):
        create_job(by=rival, company=company, **fields)


# --- What is filled in and cleaned -------------------------------------------------------------
def test_create_without_a_deadline_stays_open_for_the_default_days(
    fields: dict[str, Any], company: Company, owner: User, settings: Settings
) -> None:
    settings.JOB_DEFAULT_DAYS_OPEN = 7

    job = create_job(by=owner, **fields)

    assert job.application_deadline == job.created_at + timedelta(days=7)


def test_create_without_a_currency_takes_the_site_s(
    fields: dict[str, Any], company: Company, owner: User, settings: Settings
) -> None:
    settings.DEFAULT_CURRENCY = "CHF"

    assert create_job(by=owner, **fields).salary_currency == "CHF"


@pytest.mark.parametrize(
    "name", ["description", "requirements", "responsibilities", "benefits", "company_description"]
)
def test_create_cleans_each_long_text(
    fields: dict[str, Any], company: Company, owner: User, name: str
) -> None:
    html = '<p onclick="x()">Fine</p><script>alert(1)</script>'

    job = create_job(by=owner, **{**fields, name: html})

    assert getattr(job, name) == "<p>Fine</p>"


def test_create_writes_a_summary_of_the_description(
    fields: dict[str, Any], company: Company, owner: User
) -> None:
    job = create_job(by=owner, **{**fields, "description": "<h2>Hello</h2><p>World &amp; all</p>"})

    assert job.summary == "Hello World & all"


def test_create_tidies_title_and_location(
    fields: dict[str, Any], company: Company, owner: User
) -> None:
    job = create_job(by=owner, **{**fields, "title": " Big \n Boss ", "location": "New\tYork"})

    assert (job.title, job.location) == ("Big Boss", "New York")


def test_create_of_a_remote_type_has_a_remote_workplace(
    fields: dict[str, Any], company: Company, owner: User
) -> None:
    job = create_job(by=owner, **{**fields, "employment_type": "remote", "workplace": "on_site"})

    assert job.workplace == "remote"


def test_create_inactive_stays_a_draft(
    fields: dict[str, Any], company: Company, owner: User
) -> None:
    job = create_job(by=owner, is_active=False, **fields)

    assert (job.status, job.published_at) == ("draft", None)


def test_create_under_moderation_is_in_review(
    fields: dict[str, Any], company: Company, owner: User, settings: Settings
) -> None:
    settings.MODERATE_JOBS = True

    assert create_job(by=owner, **fields).status == "in_review"


# --- What is refused ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"description": "<p> </p>"}, "description"),
        ({"employment_type": "slavery"}, "employment_type"),
        ({"experience_level": "expert"}, "experience_level"),
        ({"workplace": "moon"}, "workplace"),
        ({"salary_period": "decade"}, "salary_period"),
        ({"salary_currency": "XXX"}, "salary_currency"),
        ({"salary_min": Decimal(-1)}, "salary_min"),
        ({"salary_min": Decimal(2), "salary_max": Decimal(1)}, "salary_min"),
        ({"application_deadline": timezone.now() - timedelta(days=1)}, "application_deadline"),
        ({"skills": [f"skill {n}" for n in range(31)]}, "skills"),
        ({"skills": ["x" * 81]}, "skills"),
    ],
    ids=lambda value: value if isinstance(value, str) else "-",
)
def test_create_with_a_bad_value_is_refused_under_its_field(
    fields: dict[str, Any], company: Company, owner: User, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        create_job(by=owner, **{**fields, **wrong})

    assert list(refused.value.details) == [field]
    assert not Job.objects.exists()


def test_create_without_a_category_is_refused(
    fields: dict[str, Any], company: Company, owner: User
) -> None:
    del fields["category"]

    with pytest.raises(Invalid) as refused:
        create_job(by=owner, **fields)

    assert list(refused.value.details) == ["category"]


@pytest.mark.parametrize("is_active", [True, False])
def test_create_in_an_inactive_category_is_refused(
    fields: dict[str, Any], company: Company, owner: User, make_category: Any, is_active: bool
) -> None:
    fields["category"] = make_category(is_active=False)

    with pytest.raises(Invalid) as refused:
        create_job(by=owner, is_active=is_active, **fields)

    assert list(refused.value.details) == ["category"]


def test_create_names_every_fault_at_once(
    fields: dict[str, Any], company: Company, owner: User
) -> None:
    wrong = {"title": "", "salary_min": Decimal(2), "salary_max": Decimal(1)}

    with pytest.raises(Invalid) as refused:
        create_job(by=owner, **{**fields, **wrong})

    assert set(refused.value.details) == {"title", "salary_min"}


# --- Changing ----------------------------------------------------------------------------------
def test_update_changes_only_what_is_named(
    make_job: MakeJob, company: Company, owner: User
) -> None:
    job = make_job(company=company, title="Old", location="Hamburg")

    update_job(job, by=owner, title="New")

    job.refresh_from_db()
    assert (job.title, job.location) == ("New", "Hamburg")


def test_update_of_the_description_rewrites_the_summary(
    make_job: MakeJob, company: Company, owner: User
) -> None:
    job = make_job(company=company)

    update_job(job, by=owner, description="Something else")

    job.refresh_from_db()
    assert job.summary == "Something else"


def test_update_bumps_both_times(make_job: MakeJob, company: Company, owner: User) -> None:
    long_ago = timezone.now() - timedelta(days=9)
    job = make_job(company=company, changed_at=long_ago, updated_at=long_ago)

    update_job(job, by=owner, title="New")

    job.refresh_from_db()
    assert job.changed_at == job.updated_at
    assert job.changed_at > long_ago


def test_update_compares_the_new_salary_with_the_one_that_stays(
    make_job: MakeJob, company: Company, owner: User
) -> None:
    job = make_job(company=company, salary_min=Decimal(50), salary_max=Decimal(60))

    with pytest.raises(Invalid):
        update_job(job, by=owner, salary_max=Decimal(40))

    job.refresh_from_db()
    assert job.salary_max == 60


def test_update_may_repeat_a_deadline_that_has_passed(
    make_job: MakeJob, company: Company, owner: User
) -> None:
    deadline = timezone.now() - timedelta(days=1)
    job = make_job(company=company, status="closed", application_deadline=deadline)

    update_job(job, by=owner, application_deadline=deadline.replace(microsecond=0), title="New")

    job.refresh_from_db()
    assert job.title == "New"


def test_update_may_not_set_a_deadline_that_has_passed(
    make_job: MakeJob, company: Company, owner: User
) -> None:
    job = make_job(company=company)

    with pytest.raises(Invalid) as refused:
        update_job(job, by=owner, application_deadline=timezone.now() - timedelta(days=1))

    assert list(refused.value.details) == ["application_deadline"]


@pytest.mark.parametrize("fate", ["deleted", "deactivated"])
def test_a_category_that_goes_after_it_was_looked_up_is_refused(
    fields: dict[str, Any], company: Company, owner: User, make_job: MakeJob, fate: str
) -> None:
    job = make_job(company=company)
    category = fields["category"]
    if fate == "deleted":
        delete_category(Category.objects.get(pk=category.pk))
    else:
        update_category(Category.objects.get(pk=category.pk), is_active=False)

    with pytest.raises(Invalid) as posted:
        create_job(by=owner, **fields)
    with pytest.raises(Invalid) as moved:
        update_job(job, by=owner, category=category)

    assert list(posted.value.details) == list(moved.value.details) == ["category"]
    assert Job.objects.get() == job


def test_update_of_a_job_whose_category_has_been_retired_is_possible(
    make_job: MakeJob, make_category: Any, company: Company, owner: User
) -> None:
    job = make_job(company=company, category=make_category(is_active=False))

    assert update_job(job, by=owner, title="New", category=job.category).title == "New"


@pytest.mark.parametrize(
    ("status", "is_active", "expected"),
    [
        ("open", False, "closed"),
        ("open", True, "open"),
        ("closed", True, "open"),
        ("closed", False, "closed"),
        ("draft", True, "open"),
        ("draft", False, "draft"),
        ("in_review", False, "in_review"),
    ],
)
def test_update_is_active_opens_and_closes(
    make_job: MakeJob, company: Company, owner: User, status: str, is_active: bool, expected: str
) -> None:
    job = make_job(company=company, status=status)

    assert update_job(job, by=owner, is_active=is_active).status == expected


@pytest.mark.parametrize("status", ["open", "closed", "draft"])
def test_update_is_active_after_the_deadline_is_refused(
    make_job: MakeJob, company: Company, owner: User, status: str
) -> None:
    past = timezone.now() - timedelta(days=1)
    job = make_job(company=company, status=status, application_deadline=past)

    with pytest.raises(Invalid) as refused:
        update_job(job, by=owner, is_active=True)

    assert list(refused.value.details) == ["application_deadline"]


def test_update_is_active_with_a_later_deadline_reopens(
    make_job: MakeJob, company: Company, owner: User
) -> None:
    past = timezone.now() - timedelta(days=1)
    job = make_job(company=company, status="closed", application_deadline=past)

    later = timezone.now() + timedelta(days=5)

    assert update_job(job, by=owner, is_active=True, application_deadline=later).is_open()


def test_update_naming_another_company_is_refused(
    make_job: MakeJob, company: Company, rival_company: Company, owner: User
) -> None:
    job = make_job(company=company)

    with pytest.raises(Invalid) as refused:
        update_job(job, by=owner, company_name="Rival Ltd")

    assert list(refused.value.details) == ["company_name"]


def test_update_naming_its_own_company_is_allowed(
    make_job: MakeJob, company: Company, owner: User
) -> None:
    job = make_job(company=company)

    assert update_job(job, by=owner, company_name=" ACME works ").company == company


def test_update_of_a_job_archived_meanwhile_finds_nothing(
    make_job: MakeJob, company: Company, owner: User
) -> None:
    job = make_job(company=company)
    Job.objects.update(status="archived")

    with pytest.raises(Missing):
        update_job(job, by=owner, title="New")


# --- Skills and renames ------------------------------------------------------------------------
def test_set_skills_replaces_them_whatever_their_case(make_job: MakeJob) -> None:
    job = make_job(skills=["Python", "Go"])

    set_skills(job, ["python", " SQL "])

    assert set(job.skills.values_list("name", flat=True)) == {"Python", "SQL"}


def test_touch_after_a_rename_bumps_that_company_s_jobs_alone(
    make_job: MakeJob, company: Company, rival_company: Company
) -> None:
    long_ago = timezone.now() - timedelta(days=9)
    ours = make_job(company=company, changed_at=long_ago)
    theirs = make_job(company=rival_company, changed_at=long_ago)

    assert touch_jobs_of_company(company) == 1

    ours.refresh_from_db()
    theirs.refresh_from_db()
    assert ours.changed_at > long_ago
    assert theirs.changed_at == long_ago
