"""App configuration, also of Wagtail's users, whose screens we replace."""

from typing import Any

from django.apps import AppConfig
from django.apps.registry import Apps
from django.db import DEFAULT_DB_ALIAS
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig

# The tree can be made when these tables are what the code expects them to be.
_TREE_MODELS = (
    "careers.HomePage",
    "careers.FeaturedJobIndexPage",
    "careers.CompanyIndexPage",
    "taxonomy.CategoryIndexPage",
    "wagtailcore.Page",
    "wagtailcore.Site",
    "wagtailcore.Locale",
)


class CareersConfig(AppConfig):
    name = "careers"
    verbose_name = _("Careers site")
    default = True

    def ready(self) -> None:
        from wagtail.contrib.redirects.models import Redirect
        from wagtail.documents.models import AbstractDocument
        from wagtail.images.models import AbstractImage
        from wagtail.models import Page, PageViewRestriction, Site
        from wagtail.signals import post_page_move

        from careers import branding
        from careers.alerts import accounts as alert_accounts
        from careers.alerts.mail_events import ALERT_EVENTS
        from careers.alerts.upkeep import rebuild_address_tokens
        from careers.models import SiteSettings
        from careers.own_data import CAREERS
        from nexus.core import brand, content_version, schedules
        from nexus.core.blind_index import register_rebuilder
        from people import mail_events, personal_data

        content_version.watch(
            *(Page, PageViewRestriction, Site, SiteSettings),
            *(AbstractImage, AbstractDocument, Redirect),
        )
        post_page_move.connect(content_version.announce, dispatch_uid="careers-content-version")
        personal_data.register(CAREERS)
        branding.connect()
        alert_accounts.connect()
        brand.register(branding.current_brand)
        schedules.register(
            schedules.Recurring(
                "Publish pages at their hour", "careers.services.publish_scheduled", minutes=1
            )
        )
        schedules.register(
            schedules.Recurring(
                "Mail new jobs to alerts", "careers.alerts.rounds.send_due_alerts", minutes=5
            )
        )
        schedules.register(
            schedules.Recurring(
                "Look after job alerts", "careers.alerts.upkeep.look_after_alerts", minutes=60
            )
        )
        mail_events.register(ALERT_EVENTS)
        register_rebuilder(rebuild_address_tokens)
        post_migrate.connect(make_site_tree, sender=self, dispatch_uid="careers_make_site_tree")


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's users, searched and edited as encrypted names demand."""

    user_viewset = "careers.users.UserViewSet"


def make_site_tree(
    sender: AppConfig, using: str = DEFAULT_DB_ALIAS, apps: Apps | None = None, **kwargs: Any
) -> None:
    """Make the fixed pages after `migrate`, unless it stopped half way or went backwards."""
    if using == DEFAULT_DB_ALIAS and (apps is None or _tables_are_current(apps)):
        from careers.services import ensure_site_tree

        ensure_site_tree()


def _tables_are_current(migrated: Apps) -> bool:
    from django.apps import apps as current

    for label in _TREE_MODELS:
        try:
            then = migrated.get_model(label)
        except LookupError:
            return False
        now = current.get_model(label)
        if {f.column for f in then._meta.local_concrete_fields} != {
            f.column for f in now._meta.local_concrete_fields
        }:
            return False
    return True
