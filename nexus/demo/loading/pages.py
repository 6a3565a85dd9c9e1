"""Loads what the demo's editor has written into the CMS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from careers.models import CompanyPage, ContentPage, SiteSettings
from nexus.demo.content.company_pages import COMPANY_PAGES
from nexus.demo.content.introductions import INTRODUCTIONS
from nexus.demo.content.pages import FOOT, HEADLINE, HOME, LEAD, PAGES
from nexus.demo.content.pictures import CATEGORY_PICTURES, HOME_PICTURE

if TYPE_CHECKING:
    from careers.services import SiteTree
    from nexus.demo.loading.pictures import Pictures
    from people.models import Company, User
    from taxonomy.models import Category


def load_pages(
    tree: SiteTree,
    companies: dict[str, Company],
    categories: dict[str, Category],
    pictures: Pictures,
    editor: User,
) -> None:
    """Publish the pages, unless an editor of this installation has written their own already."""
    home = tree.home
    if not home.headline and not home.body:
        home.headline, home.lead, home.body = HEADLINE, LEAD, HOME
        home.picture = home.picture or pictures.image(HOME_PICTURE)
        _publish(home, editor)
    taken = set(home.get_children().values_list("slug", flat=True))
    links = []
    for title, slug, lead, body in PAGES:
        if slug in taken:
            continue
        blocks = pictures.put_into(body)
        page = ContentPage(title=title, slug=slug, lead=lead, body=blocks, owner=editor)
        type(home).objects.get(pk=home.pk).add_child(instance=page)
        _publish(page, editor)
        links.append(("link", {"label": title, "page": page, "address": ""}))
    for name, text in COMPANY_PAGES.items():
        written = CompanyPage(
            company=companies[name],
            tagline=text.tagline,
            picture=pictures.image(text.picture),
            body=pictures.put_into(text.blocks),
            owner=editor,
        )
        tree.companies.add_child(instance=written)
        _publish(written, editor)
    for key, introduction in INTRODUCTIONS.items():
        category = categories.get(key)
        if category is not None and not category.introduction:
            category.introduction = introduction
            if category.picture is None and key in CATEGORY_PICTURES:
                category.picture = pictures.image(CATEGORY_PICTURES[key])
            _publish(category, editor)
    if not SiteSettings.objects.exists():
        SiteSettings(footer_text=FOOT, footer_links=links).save()


def _publish(page: Any, editor: User) -> None:
    page.save_revision(user=editor).publish(user=editor, skip_permission_checks=True)
