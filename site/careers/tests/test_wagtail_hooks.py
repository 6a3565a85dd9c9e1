"""The CMS around the site's own pages: the frame stays, jobs are chosen by search."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from careers.models import FeaturedJobIndexPage, FeaturedJobPage, SiteSettings
from careers.services import ensure_site_tree
from jobs.models import Job

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]
Feature = Callable[..., FeaturedJobPage]


def _messages(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])


@pytest.mark.parametrize("action", ["delete", "unpublish", "copy"])
@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_fixed_pages_are_neither_deleted_nor_unpublished_nor_copied(
    cms: Client, action: str, place: int
) -> None:
    page = ensure_site_tree()[place]

    response = cms.post(reverse(f"wagtailadmin_pages:{action}", args=[page.pk]), follow=True)

    assert "belongs to the frame of the site" in _messages(response)
    page.refresh_from_db()
    assert page.live


@pytest.mark.parametrize("action", ["delete", "unpublish"])
def test_fixed_pages_survive_bulk_actions(cms: Client, action: str) -> None:
    page = ensure_site_tree().featured
    path = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])

    response = cms.post(f"{path}?id={page.pk}&next=/cms/", follow=True)

    assert "belongs to the frame of the site" in _messages(response)
    assert FeaturedJobIndexPage.objects.filter(live=True).exists()


def _form(job: Job, **fields: str) -> dict[str, Any]:
    return {
        "title": "Come and nurse",
        "slug": "come-and-nurse",
        "job": job.pk,
        "hero": "",
        "picture": "",
        "body-count": "0",
        "seo_title": "",
        "search_description": "",
        "go_live_at": "",
        "expire_at": "",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "action-publish": "action-publish",
        **fields,
    }


def _add() -> str:
    parent = ensure_site_tree().featured.pk
    return reverse("wagtailadmin_pages:add", args=["careers", "featuredjobpage", parent])


@pytest.mark.parametrize("status", ["open", "draft", "in_review"])
def test_featuring_a_job_that_is_or_will_be_open_works(
    cms: Client, make_job: Make, status: str
) -> None:
    job = make_job(status=status)

    cms.post(_add(), _form(job))

    assert FeaturedJobPage.objects.get().job == job


@pytest.mark.parametrize("status", ["closed", "archived"])
def test_featuring_a_job_that_is_over_shows_the_fault(
    cms: Client, make_job: Make, status: str
) -> None:
    response = cms.post(_add(), _form(make_job(status=status)))

    assert "closed" in str(response.context["form"].errors["job"])
    assert not FeaturedJobPage.objects.exists()


def test_featuring_a_job_twice_shows_the_fault(
    cms: Client, make_job: Make, feature: Feature
) -> None:
    job = make_job()
    feature(job)

    response = cms.post(_add(), _form(job))

    assert "already" in str(response.context["form"].errors["job"])


def test_a_featured_page_whose_job_has_closed_can_still_be_edited(
    cms: Client, make_job: Make, feature: Feature
) -> None:
    page = feature(make_job(status="closed"), slug="come-and-nurse")

    response = cms.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), _form(page.job, hero="New.")
    )

    assert response.status_code == 302
    assert FeaturedJobPage.objects.get().hero == "New."


def test_the_form_of_a_featured_page_does_not_list_all_jobs(
    cms: Client, make_job: Make, django_assert_max_num_queries: Any
) -> None:
    make_job(title="A job not to be listed")

    html = cms.get(_add()).content.decode()

    assert "A job not to be listed" not in html
    assert "Choose a job" in html


@pytest.mark.parametrize(
    ("text", "found"),
    [("nurse", True), ("NURSE", True), ("cook", False), ("number", True), ("", True)],
)
def test_jobs_are_chosen_by_title_company_or_number(
    cms: Client, make_job: Make, text: str, found: bool
) -> None:
    job = make_job(title="Ward nurse")
    make_job(title="Closed nurse", status="closed")
    text = str(job.pk) if text == "number" else text

    html = cms.get(reverse("job_chooser:choose_results"), {"q": text}).content.decode()

    assert ("Ward nurse" in html) is found
    assert "Closed nurse" not in html


def test_the_dialogue_that_chooses_a_job_opens(cms: Client, make_job: Make) -> None:
    make_job(title="Ward nurse")

    response = cms.get(reverse("job_chooser:choose"))

    assert "Ward nurse" in response.json()["html"]


@pytest.mark.parametrize(("works_there", "shown"), [(True, True), (False, False)])
def test_cms_leads_to_the_back_office_whoever_works_there(
    works_there: bool, shown: bool, client: Client, make_user: Make, make_company: Make
) -> None:
    editor = make_user("editor")
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    if works_there:
        make_company(owner=editor)
    client.force_login(editor)

    page = client.get(reverse("wagtailadmin_home")).content.decode()

    assert ('"url": "/admin/"' in page) == shown


def test_cms_has_the_accent_of_the_site(cms: Client) -> None:
    SiteSettings.objects.create(accent_light="#804000")

    page = cms.get(reverse("wagtailadmin_home")).content.decode()

    assert "--w-color-primary-hue:30.0;--w-color-primary-saturation:100.0%" in page
    assert "--w-color-primary-lightness:24.5%" in page
