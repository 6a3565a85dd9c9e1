"""The fixed pages of the site: made once, found ever after, by however many at once."""

import threading
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from wagtail.models import Page, Site

from careers.apps import make_site_tree
from careers.models import FeaturedJobIndexPage, HomePage
from careers.services import ensure_site_tree
from taxonomy.models import CategoryIndexPage
from taxonomy.services import create_category

pytestmark = pytest.mark.django_db


def _remove_tree() -> None:
    root = Page.objects.get(depth=1)
    Site.objects.update(root_page=root)
    for page in root.get_children():
        page.delete()


def test_migrate_alone_leaves_a_working_tree() -> None:
    tree = ensure_site_tree()

    assert Site.objects.get(is_default_site=True).root_page.specific == tree.home
    assert [page.slug for page in tree.home.get_children()] == [
        "categories",
        "featured",
        "companies",
    ]


def test_ensure_site_tree_makes_what_is_missing() -> None:
    _remove_tree()

    tree = ensure_site_tree()

    assert tree.home.url_path == "/home/"
    assert HomePage.objects.count() == 1
    assert Site.objects.get(is_default_site=True).root_page.specific == tree.home
    assert not any(Page.find_problems())


def test_ensure_site_tree_again_changes_nothing(django_assert_max_num_queries: Any) -> None:
    first = ensure_site_tree()

    with django_assert_max_num_queries(5):
        second = ensure_site_tree()

    assert first == second


def test_ensure_site_tree_removes_the_welcome_page_and_keeps_its_site() -> None:
    _remove_tree()
    welcome = Page.objects.get(depth=1).add_child(instance=Page(title="Welcome", slug="home"))
    Site.objects.update(root_page=welcome, hostname="jobs.example.com")

    tree = ensure_site_tree()

    assert not Page.objects.filter(title="Welcome").exists()
    site = Site.objects.get()
    assert (site.hostname, site.root_page.specific) == ("jobs.example.com", tree.home)


def test_ensure_site_tree_keeps_a_plain_page_that_has_children() -> None:
    _remove_tree()
    own = Page.objects.get(depth=1).add_child(instance=Page(title="Ours", slug="ours"))
    own.add_child(instance=Page(title="Child", slug="child"))

    ensure_site_tree()

    assert Page.objects.filter(title="Ours").exists()


def test_ensure_site_tree_keeps_categories_that_are_there() -> None:
    category = create_category(name="Law")
    FeaturedJobIndexPage.objects.get().delete()

    tree = ensure_site_tree()

    assert tree.categories == CategoryIndexPage.objects.get()
    assert category.get_parent().specific == tree.categories
    assert FeaturedJobIndexPage.objects.exists()


def test_site_tree_is_not_made_where_its_tables_are_of_another_time() -> None:
    _remove_tree()

    class Earlier:
        def get_model(self, label: str) -> Any:
            if label == "careers.HomePage":
                raise LookupError(label)
            return apps.get_model(label)

    make_site_tree(apps.get_app_config("careers"), apps=Earlier())  # type: ignore[arg-type]  # a stand-in

    assert not HomePage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_site_tree_is_there_again_after_a_flush() -> None:
    call_command("flush", interactive=False, verbosity=0)

    assert ensure_site_tree().home.url_path == "/home/"
    assert create_category(name="Law").get_absolute_url() == "/categories/law/"


@pytest.mark.django_db(transaction=True)
def test_ensure_site_tree_by_several_at_once_makes_one() -> None:
    _remove_tree()
    failures: list[Exception] = []
    gate = threading.Barrier(3)

    def run() -> None:
        gate.wait()
        try:
            ensure_site_tree()
        except Exception as exc:  # noqa: BLE001  # the test looks at it
            failures.append(exc)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert failures == []
    assert (HomePage.objects.count(), CategoryIndexPage.objects.count()) == (1, 1)
    assert not any(Page.find_problems())
