"""Categories in the CMS, through its own views: what editors can do and what is refused kindly."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from jobs.models import Job
from people.models import User
from taxonomy.models import Category, CategoryIndexPage

pytestmark = pytest.mark.django_db

MakeJob = Callable[..., Job]
MakeCategory = Callable[..., Category]


@pytest.fixture
def cms(client: Client, admin_user: User) -> Client:
    client.force_login(admin_user)
    return client


@pytest.fixture
def used_category(make_category: MakeCategory, make_job: MakeJob) -> Category:
    category = make_category("Health care")
    make_job(category=category)
    return category


def _messages(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def _form(**fields: str) -> dict[str, str]:
    comments = {f"comments-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL")}
    return {
        "name": "Medicine",
        "description": "",
        "introduction": "null",
        "picture": "",
        "body-count": "0",
        "slug": "",
        "seo_title": "",
        "search_description": "",
        "go_live_at": "",
        "expire_at": "",
        **comments,
        **fields,
    }


def _edit(category: Category) -> str:
    return reverse("wagtailadmin_pages:edit", args=[category.pk])


def _add() -> str:
    index = CategoryIndexPage.objects.get()
    return reverse("wagtailadmin_pages:add", args=["taxonomy", "category", index.pk])


def test_typing_the_name_of_a_new_category_in_the_cms_fills_its_slug(cms: Client) -> None:
    html = cms.get(_add()).content.decode()

    assert 'data-w-sync-target-value="#id_slug"' in html
    assert 'name="title"' not in html


def test_adding_a_category_in_the_cms_gives_it_the_name_as_title(cms: Client) -> None:
    cms.post(_add(), _form(**{"slug": "medicine", "action-publish": "action-publish"}))

    category = Category.objects.get(name="Medicine")
    assert (category.title, category.draft_title, category.live) == ("Medicine", "Medicine", True)


def test_saving_a_draft_of_a_new_category_in_the_cms_works(cms: Client) -> None:
    cms.post(_add(), _form(slug="medicine"))

    assert not Category.objects.get(name="Medicine").live


def test_adding_a_category_with_a_name_in_use_in_the_cms_shows_the_fault(
    cms: Client, make_category: MakeCategory
) -> None:
    make_category("Medicine")

    response = cms.post(_add(), _form(**{"name": "MEDICINE", "action-publish": "action-publish"}))

    assert response.status_code == 200
    assert "exists already" in str(response.context["form"].errors["name"])


@pytest.mark.parametrize("method", ["get", "post"])
def test_deleting_a_category_with_jobs_in_the_cms_is_refused(
    cms: Client, used_category: Category, method: str
) -> None:
    path = reverse("wagtailadmin_pages:delete", args=[used_category.pk])

    response = getattr(cms, method)(path, follow=True)

    assert "still has jobs" in _messages(response)
    assert Category.objects.filter(pk=used_category.pk).exists()


def test_deleting_a_category_without_jobs_in_the_cms_works(
    cms: Client, make_category: MakeCategory
) -> None:
    category = make_category()

    cms.post(reverse("wagtailadmin_pages:delete", args=[category.pk]))

    assert not Category.objects.filter(pk=category.pk).exists()


def test_deleting_categories_in_bulk_in_the_cms_spares_those_with_jobs(
    cms: Client, used_category: Category, make_category: MakeCategory
) -> None:
    other = make_category()
    path = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])

    response = cms.post(f"{path}?id={used_category.pk}&id={other.pk}&next=/cms/", follow=True)

    assert "still has jobs" in _messages(response)
    assert Category.objects.count() == 2


def test_copying_a_category_in_the_cms_is_refused(cms: Client, used_category: Category) -> None:
    path = reverse("wagtailadmin_pages:copy", args=[used_category.pk])

    response = cms.get(path, follow=True)

    assert "not copied" in _messages(response)


@pytest.mark.parametrize("alias", ["", "on"])
def test_posting_the_copy_of_a_category_in_the_cms_makes_neither_copy_nor_alias(
    cms: Client, used_category: Category, alias: str
) -> None:
    path = reverse("wagtailadmin_pages:copy", args=[used_category.pk])
    parent = CategoryIndexPage.objects.get().pk
    form = {"new_title": "Twin", "new_slug": "twin", "new_parent_page": parent, "alias": alias}

    response = cms.post(path, form, follow=True)

    assert "not copied" in _messages(response)
    assert Category.objects.count() == 1


def test_copying_the_home_page_with_its_categories_in_the_cms_is_refused(
    cms: Client, used_category: Category
) -> None:
    home = used_category.get_parent().get_parent()
    form = {
        "new_title": "Twin",
        "new_slug": "twin",
        "new_parent_page": home.get_parent().pk,
        "copy_subpages": "on",
    }

    cms.post(reverse("wagtailadmin_pages:copy", args=[home.pk]), form)

    assert Category.objects.count() == 1


def test_making_an_alias_of_a_category_by_program_fails_and_leaves_the_tree_whole(
    used_category: Category,
) -> None:
    with pytest.raises(Exception, match="exists already"):
        used_category.create_alias(update_slug="twin")

    assert Category.objects.count() == 1
    assert not any(Page.find_problems())


def test_moving_a_category_out_of_the_index_in_the_cms_is_refused(
    cms: Client, used_category: Category
) -> None:
    home = used_category.get_parent().get_parent()
    path = reverse("wagtailadmin_pages:move_confirm", args=[used_category.pk, home.pk])

    response = cms.post(path)

    assert response.status_code in {302, 403}
    assert Category.objects.get().get_parent() == CategoryIndexPage.objects.get().page_ptr


def test_publishing_drafts_in_bulk_whose_name_is_taken_by_now_is_refused(
    cms: Client, make_category: MakeCategory
) -> None:
    first, second = make_category("One"), make_category("Two")
    for category in (first, second):
        category.name = "Same"
        category.save_revision()
    first.get_latest_revision().publish()
    path = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    response = cms.post(f"{path}?id={second.pk}&next=/cms/", follow=True)

    assert "cannot be published" in _messages(response)
    assert Category.objects.get(pk=second.pk).name == "Two"


def _long_ago(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(changed_at=timezone.now() - timedelta(days=1))


def _was_touched(job: Job) -> bool:
    return Job.objects.get(pk=job.pk).changed_at > timezone.now() - timedelta(minutes=1)


def test_renaming_a_category_in_the_cms_marks_its_jobs_as_changed(
    cms: Client, category: Category, make_job: MakeJob
) -> None:
    job, other = make_job(category=category), make_job()
    _long_ago(job)
    _long_ago(other)

    cms.post(_edit(category), _form(**{"slug": "engineering", "action-publish": "1"}))

    assert Category.objects.get(pk=category.pk).name == "Medicine"
    assert _was_touched(job)
    assert not _was_touched(other)


def test_saving_a_draft_of_a_category_in_the_cms_leaves_its_jobs_alone(
    cms: Client, category: Category, make_job: MakeJob
) -> None:
    job = make_job(category=category)
    _long_ago(job)

    cms.post(_edit(category), _form(slug="engineering"))

    assert Category.objects.get(pk=category.pk).name == "Engineering"
    assert not _was_touched(job)


def test_describing_a_category_anew_leaves_its_jobs_alone(
    category: Category, make_job: MakeJob
) -> None:
    from taxonomy.services import update_category

    job = make_job(category=category)
    _long_ago(job)

    update_category(category, description="New.")

    assert not _was_touched(job)


def test_renaming_a_category_through_the_service_marks_its_jobs_as_changed(
    category: Category, make_job: MakeJob
) -> None:
    from taxonomy.services import update_category

    job = make_job(category=category)
    _long_ago(job)

    update_category(category, name="Medicine")

    assert _was_touched(job)
