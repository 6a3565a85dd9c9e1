"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HiringConfig(AppConfig):
    name = "hiring"
    verbose_name = _("Hiring")

    def ready(self) -> None:
        from hiring.own_data import HIRING
        from hiring.services import rebuild_draft_tokens
        from nexus.core.blind_index import register_rebuilder
        from nexus.core.schedules import Recurring
        from nexus.core.schedules import register as register_recurring
        from people.personal_data import register

        register(HIRING)
        register_rebuilder(rebuild_draft_tokens)
        register_recurring(
            Recurring("Forget old drafts", "hiring.services.remove_old_drafts", minutes=60)
        )
