"""What editors may not do to categories in the CMS, said in a sentence instead of an error page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from nexus.core.errors import Conflict
from taxonomy.models import Category
from taxonomy.services import refuse_if_in_use

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

NOT_COPIED = _(
    "Categories are not copied: a name exists once, and each job has one category."
    " Add a new category instead."
)


@hooks.register("before_delete_page")
def keep_used_categories(request: HttpRequest, page: Page) -> HttpResponse | None:
    try:
        _refuse_if_any_in_use([page])
    except Conflict as refusal:
        return _back(request, page, refusal.message)
    return None


@hooks.register("before_copy_page")
def keep_categories_single(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse copies and aliases, which are made in the same view, of a category or above one."""
    if _categories_in(page).exists():
        return _back(request, page, str(NOT_COPIED))
    return None


@hooks.register("before_bulk_action")
def guard_bulk_actions(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    pages = [thing for thing in objects if isinstance(thing, Page)]
    try:
        if action_type == "delete":
            _refuse_if_any_in_use(pages)
        elif action_type == "publish":
            _refuse_if_any_is_invalid(pages)
    except Conflict as refusal:
        messages.error(request, refusal.message)
        return redirect(action.next_url or "wagtailadmin_explore_root")
    return None


def _categories_in(page: Page) -> Any:
    """Return the categories among a page and all below it."""
    return Category.objects.descendant_of(page, inclusive=True)


def _refuse_if_any_in_use(pages: Iterable[Page]) -> None:
    for page in pages:
        for category in _categories_in(page).filter(jobs__isnull=False).distinct()[:1]:
            refuse_if_in_use(category)


def _refuse_if_any_is_invalid(pages: Iterable[Page]) -> None:
    """Raise Conflict for a draft that can no longer go live; the editor's form shows why."""
    for page in pages:
        for category in _categories_in(page):
            try:
                category.get_latest_revision_as_object().full_clean()
            except ValidationError as exc:
                raise Conflict(
                    _("The category “%(name)s” cannot be published: %(faults)s")
                    % {"name": category.name, "faults": " ".join(exc.messages)}
                ) from exc


def _back(request: HttpRequest, page: Page, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    parent = page.get_parent()
    return redirect("wagtailadmin_explore", parent.pk if parent else page.pk)
