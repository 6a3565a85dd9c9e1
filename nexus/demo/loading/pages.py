"""Loads what the demo's editor has written into the CMS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from careers.models import CompanyPage, ContentPage, SiteSettings
from nexus.demo.content.pages import (
    COMPANY_PAGES,
    FOOT,
    HEADLINE,
    HOME,
    INTRODUCTIONS,
    LEAD,
    PAGES,
)

if TYPE_CHECKING:
    from careers.services import SiteTree
    from people.models import Company, User
    from taxonomy.models import Category


def load_pages(
    tree: SiteTree, companies: dict[str, Company], categories: dict[str, Category], editor: User
) -> None:
    """Publish the pages, unless an editor of this installation has written their own already."""
    home = tree.home
    if not home.headline and not home.body:
        home.headline, home.lead, home.body = HEADLINE, LEAD, HOME
        _publish(home, editor)
    taken = set(home.get_children().values_list("slug", flat=True))
    links = []
    for title, slug, lead, body in PAGES:
        if slug in taken:
            continue
        page = ContentPage(title=title, slug=slug, lead=lead, body=body, owner=editor)
        type(home).objects.get(pk=home.pk).add_child(instance=page)
        _publish(page, editor)
        links.append(("link", {"label": title, "page": page, "address": ""}))
    for name, (tagline, blocks) in COMPANY_PAGES.items():
        written = CompanyPage(company=companies[name], tagline=tagline, body=blocks, owner=editor)
        tree.companies.add_child(instance=written)
        _publish(written, editor)
    for key, introduction in INTRODUCTIONS.items():
        category = categories.get(key)
        if category is not None and not category.introduction:
            category.introduction = introduction
            _publish(category, editor)
    if not SiteSettings.objects.exists():
        SiteSettings(footer_text=FOOT, footer_links=links).save()


def _publish(page: Any, editor: User) -> None:
    page.save_revision(user=editor).publish(user=editor, skip_permission_checks=True)
