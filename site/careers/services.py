"""The pages without which the site cannot stand: made here, found again ever after."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import transaction
from wagtail.models import Collection, Locale, Page, Site

from careers.models import CompanyIndexPage, FeaturedJobIndexPage, HomePage
from taxonomy.models import CategoryIndexPage

CATEGORIES_SLUG = "categories"
FEATURED_SLUG = "featured"
COMPANIES_SLUG = "companies"


class SiteTree(NamedTuple):
    """The fixed pages of the site."""

    home: HomePage
    categories: CategoryIndexPage
    featured: FeaturedJobIndexPage
    companies: CompanyIndexPage


def ensure_site_tree() -> SiteTree:
    """Return the fixed pages, made first where they are missing.

    The home page becomes the root of the default site and Wagtail's welcome page goes. Five
    queries when all is in place. Safe to call from several processes at once.
    """
    return _existing_tree() or _make_tree()


def publish_scheduled() -> None:
    """Publish the pages whose hour has come, and take down those that have had their time."""
    call_command("publish_scheduled")


def _existing_tree() -> SiteTree | None:
    home = HomePage.objects.filter(sites_rooted_here__is_default_site=True).first()
    if home is None:
        return None
    categories = CategoryIndexPage.objects.child_of(home).first()
    featured = FeaturedJobIndexPage.objects.child_of(home).first()
    companies = CompanyIndexPage.objects.child_of(home).first()
    if categories is None or featured is None or companies is None:
        return None
    return SiteTree(home, categories, featured, companies)


@transaction.atomic
def _make_tree() -> SiteTree:
    # One lock for all, and the tree looked at once more behind it.
    Page.objects.select_for_update().filter(depth=1).first()
    if found := _existing_tree():
        return found
    root = _root()
    home = HomePage.objects.first()
    if home is None:
        _remove_welcome_page(root)
        # Each child is added to its parent's fresh row: treebeard counts on it.
        home = _root().add_child(instance=HomePage(title="Home", slug="home"))
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        site = Site(hostname="localhost", is_default_site=True)
    site.root_page = home
    site.save()
    categories = CategoryIndexPage.objects.first() or HomePage.objects.get(pk=home.pk).add_child(
        instance=CategoryIndexPage(title="Categories", slug=CATEGORIES_SLUG, show_in_menus=True)
    )
    featured = FeaturedJobIndexPage.objects.first() or HomePage.objects.get(pk=home.pk).add_child(
        instance=FeaturedJobIndexPage(title="Featured jobs", slug=FEATURED_SLUG, show_in_menus=True)
    )
    companies = CompanyIndexPage.objects.first() or HomePage.objects.get(pk=home.pk).add_child(
        instance=CompanyIndexPage(title="Companies", slug=COMPANIES_SLUG, show_in_menus=True)
    )
    return SiteTree(HomePage.objects.get(pk=home.pk), categories, featured, companies)


def _root() -> Page:
    """Return the root of all pages, and with it what Wagtail's own migrations once made.

    They are gone after a flush of the database, which does not run migrations again.
    """
    root = Page.objects.filter(depth=1).first()
    if root is not None:
        return root
    locale = Locale.objects.first() or Locale.objects.create(language_code=settings.LANGUAGE_CODE)
    if not Collection.objects.filter(depth=1).exists():
        Collection.add_root(name="Root")
    return Page.add_root(
        title="Root",
        slug="root",
        locale=locale,
        content_type=ContentType.objects.get_for_model(Page),
    )


def _remove_welcome_page(root: Page) -> None:
    """Delete the page that Wagtail's migrations put there, if nobody has made it their own."""
    for page in root.get_children().filter(content_type=ContentType.objects.get_for_model(Page)):
        if not page.get_children().exists():
            # The site would go with its root page.
            Site.objects.filter(root_page=page).update(root_page=root)
            page.delete()
