"""What the CMS offers and refuses around the pages and people of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from careers.branding import cms_css, current_brand
from careers.choosers import (
    CompanyChooserViewSet,
    JobChooserViewSet,
    company_chooser_viewset,
    job_chooser_viewset,
)
from careers.models import CompanyIndexPage, FeaturedJobIndexPage, HomePage
from people.models import User
from taxonomy.models import CategoryIndexPage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

FIXED_PAGES = (HomePage, CategoryIndexPage, FeaturedJobIndexPage, CompanyIndexPage)
NOT_DELETED = _(
    "The page “%(title)s” belongs to the frame of the site: it can be neither deleted nor unpublished."
)
NOT_COPIED = _(
    "The page “%(title)s” belongs to the frame of the site: it can be neither copied nor aliased."
)
ACCOUNTS_STAY = _(
    "Accounts are not deleted here, because applications and jobs refer to them."
    " Deactivate the account instead."
)


@hooks.register("register_admin_viewset")
def register_job_chooser() -> JobChooserViewSet:
    return job_chooser_viewset


@hooks.register("register_admin_viewset")
def register_company_chooser() -> CompanyChooserViewSet:
    return company_chooser_viewset


class WayToBackOffice(MenuItem):
    """Leads those there who work there as well."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.is_staff)


@hooks.register("register_admin_menu_item")
def register_way_to_back_office() -> MenuItem:
    return WayToBackOffice(
        _("Back office"), reverse("admin:index"), name="backoffice", icon_name="group", order=9900
    )


@hooks.register("insert_global_admin_css")
def colour_the_cms() -> str:
    return format_html("<style>{}</style>", mark_safe(cms_css(current_brand())))  # noqa: S308  # numbers


@hooks.register("before_delete_page")
@hooks.register("before_unpublish_page")
def keep_fixed_pages(request: HttpRequest, page: Page) -> HttpResponse | None:
    if _is_fixed(page):
        return _back(request, page, NOT_DELETED % {"title": page.title})
    return None


@hooks.register("before_copy_page")
def keep_fixed_pages_single(request: HttpRequest, page: Page) -> HttpResponse | None:
    if _is_fixed(page):
        return _back(request, page, NOT_COPIED % {"title": page.title})
    return None


@hooks.register("before_delete_user")
def keep_accounts(request: HttpRequest, user: User) -> HttpResponse:
    messages.error(request, ACCOUNTS_STAY)
    return redirect("wagtailusers_users:index")


@hooks.register("before_bulk_action")
def guard_bulk_actions(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    things = list(objects)
    if action_type == "delete" and any(isinstance(thing, User) for thing in things):
        messages.error(request, ACCOUNTS_STAY)
        return redirect("wagtailusers_users:index")
    fixed = [thing for thing in things if isinstance(thing, Page) and _is_fixed(thing)]
    if action_type in {"delete", "unpublish"} and fixed:
        return _back(request, fixed[0], NOT_DELETED % {"title": fixed[0].title})
    return None


def _is_fixed(page: Page) -> bool:
    return issubclass(page.specific_class or Page, FIXED_PAGES)


def _back(request: HttpRequest, page: Page, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    return redirect("wagtailadmin_explore", page.get_parent().pk)
