"""App configuration of the project itself, with its commands and checks, and of the admin."""

from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin.apps import AdminConfig


class NexusConfig(AppConfig):
    name = "nexus"
    verbose_name = "Nexus"

    def ready(self) -> None:
        from allauth.account.signals import user_logged_in
        from django.contrib.auth.signals import user_login_failed

        from nexus import checks  # noqa: F401  # registers them
        from nexus.backoffice.failure_mails import FAILURE_EVENTS, FAILURE_KINDS
        from nexus.core.schedules import Recurring, register
        from nexus.observing import error_reports
        from nexus.observing.logins import count_failure, count_login
        from people.mail_events import register as register_mail_events
        from people.mail_kinds import register as register_mail_kinds

        error_reports.start(settings.SENTRY_DSN, release=settings.BUILD_REVISION)
        user_logged_in.connect(count_login, dispatch_uid="nexus.count_login")
        user_login_failed.connect(count_failure, dispatch_uid="nexus.count_failure")
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
