"""Gives the demo's editor what an editor of the whole site needs in the CMS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

if TYPE_CHECKING:
    from people.models import User

GROUP = "Editors"
_ON_PAGES = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
_ON_FILES = (
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
)


def make_editor(user: User) -> None:
    """Put `user` into the editors' group, which may write and publish anywhere in the tree."""
    group, _ = Group.objects.get_or_create(name=GROUP)
    for enter in Permission.objects.filter(
        codename="access_admin", content_type__app_label="wagtailadmin"
    ):
        group.permissions.add(enter)
    for look in Permission.objects.filter(codename="change_sitesettings"):
        group.permissions.add(look)
    root = Page.objects.filter(depth=1).first()
    for permission in _permissions("wagtailcore", _ON_PAGES):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    files = Collection.get_first_root_node()
    for app in ("wagtailimages", "wagtaildocs"):
        for permission in _permissions(app, _ON_FILES):
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=files, permission=permission
            )
    user.groups.add(group)


def _permissions(app: str, codenames: tuple[str, ...]) -> list[Permission]:
    return list(Permission.objects.filter(content_type__app_label=app, codename__in=codenames))
