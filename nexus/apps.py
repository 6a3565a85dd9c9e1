"""App configuration of the project itself, with its commands and checks, and of the admin."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class NexusConfig(AppConfig):
    name = "nexus"
    verbose_name = "Nexus"

    def ready(self) -> None:
        from nexus import checks  # noqa: F401  # registers them
        from nexus.backoffice.failure_mails import FAILURE_EVENTS, FAILURE_KINDS
        from nexus.core.schedules import Recurring, register
        from people.mail_events import register as register_mail_events
        from people.mail_kinds import register as register_mail_kinds

        register_mail_events(FAILURE_EVENTS)
        register_mail_kinds(FAILURE_KINDS)
        register(
            Recurring(
                "Mail of failures", "nexus.backoffice.failure_mails.tell_of_failures", minutes=10
            )
        )


class BackOfficeConfig(AdminConfig):
    """Makes the back office what `admin.site` stands for."""

    default = False  # `NexusConfig` is the one of this module
    default_site = "nexus.backoffice.site.BackOffice"
