"""App configuration."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "nexus.core"
    verbose_name = "Core"

    def ready(self) -> None:
        from django_q.signals import post_execute_in_worker, pre_execute

        from nexus.core import checks_encryption  # noqa: F401  # registers the check
        from nexus.core.append_only import teach_purging
        from nexus.core.background import begin_task, end_task, put_off
        from nexus.core.schedules import Recurring, register, write_schedules
        from nexus.core.sqlite import teach_like

        register(Recurring("Send overdue mail", "nexus.core.mail.sweep_due_mail", minutes=1))
        register(
            Recurring(
                "Erase exported files",
                "nexus.core.exporting.services.clean_up_exports",
                minutes=15,
            )
        )
        register(Recurring("Empty old mails", "nexus.core.mail.empty_old_mails", minutes=60))
        register(
            Recurring(
                "Remove files left behind",
                "nexus.core.removed_files.sweep_removed_files",
                minutes=15,
            )
        )
        register(
            Recurring(
                "Erase imported files",
                "nexus.core.transfers.services.clean_up_runs",
                minutes=15,
            )
        )
        register(
            Recurring(
                "Remove expired sessions",
                "django.core.management.call_command",
                minutes=24 * 60,
                arguments=("clearsessions",),
            )
        )
        register(
            Recurring(
                "Forget old failures", "nexus.core.background.forget_old_failures", minutes=24 * 60
            )
        )
        register(
            Recurring(
                "Forget finished work", "nexus.core.background.forget_finished", minutes=6 * 60
            )
        )
        pre_execute.connect(begin_task, dispatch_uid="nexus.core.begin_task")
        post_execute_in_worker.connect(put_off, dispatch_uid="nexus.core.put_off")
        post_execute_in_worker.connect(end_task, dispatch_uid="nexus.core.end_task")
        post_migrate.connect(write_schedules, sender=self)
        connection_created.connect(teach_like, dispatch_uid="nexus.core.teach_like")
        connection_created.connect(teach_purging, dispatch_uid="nexus.core.teach_purging")
