"""App configuration."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "nexus.core"
    verbose_name = "Core"

    def ready(self) -> None:
        from nexus.core import checks_encryption  # noqa: F401  # registers the check
        from nexus.core.schedules import Recurring, register, write_schedules
        from nexus.core.sqlite import teach_like

        register(Recurring("Send overdue mail", "nexus.core.mail.sweep_due_mail", minutes=1))
        register(
            Recurring(
                "Remove expired sessions",
                "django.core.management.call_command",
                minutes=24 * 60,
                arguments=("clearsessions",),
            )
        )
        post_migrate.connect(write_schedules, sender=self)
        connection_created.connect(teach_like, dispatch_uid="nexus.core.teach_like")
