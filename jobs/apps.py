"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "jobs"
    verbose_name = _("Jobs")

    def ready(self) -> None:
        from jobs.admin_reminders import ADMIN_EVENTS, ADMIN_KINDS
        from jobs.company_facts import newest_jobs
        from jobs.mail_events import MODERATION_EVENTS
        from jobs.own_data import JOBS
        from jobs.search import content_state, open_counts_by_category
        from jobs.services import touch_jobs_of_company
        from jobs.services.releasing import number_waiting, release_jobs_of
        from jobs.services.reporting import rebuild_report_tokens
        from nexus.core import content_version
        from nexus.core.blind_index import register_rebuilder
        from nexus.core.exporting import kinds
        from nexus.core.schedules import Recurring, register
        from nexus.core.transfers import kinds as imports
        from people import company_facts, company_followers, waiting_jobs
        from people.mail_events import register as register_mail_events
        from people.mail_kinds import register as register_mail_kinds
        from people.personal_data import register as register_personal_data
        from taxonomy import counts

        register_personal_data(JOBS)
        register_mail_events(MODERATION_EVENTS)
        register_mail_events(ADMIN_EVENTS)
        register_mail_kinds(ADMIN_KINDS)
        waiting_jobs.register(number_waiting, release_jobs_of)
        company_facts.register_jobs(newest_jobs)
        company_followers.register(touch_jobs_of_company)
        kinds.register("jobs", "jobs.exporting.jobs.JobKind")
        imports.register("jobs", "jobs.transfers.kind.JobKind")
        counts.register(open_counts_by_category)
        content_version.register(content_state)
        register_rebuilder(rebuild_report_tokens)
        register(
            Recurring(
                "Forget old reports",
                "jobs.services.reporting.forget_old_reports",
                minutes=24 * 60,
            )
        )
        register(
            Recurring("Remind of the review", "jobs.admin_reminders.remind_of_reviews", minutes=30)
        )
        register(Recurring("Open scheduled jobs", "jobs.services.open_due_jobs", minutes=1))
        register(Recurring("Close expired jobs", "jobs.services.close_expired_jobs", minutes=5))
