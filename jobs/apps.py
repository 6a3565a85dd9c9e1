"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "jobs"
    verbose_name = _("Jobs")

    def ready(self) -> None:
        from jobs.own_data import JOBS
        from jobs.search import open_counts_by_category
        from jobs.services import touch_jobs_of_company
        from nexus.core.schedules import Recurring, register
        from people import company_followers
        from people.personal_data import register as register_personal_data
        from taxonomy import counts

        register_personal_data(JOBS)
        company_followers.register(touch_jobs_of_company)
        counts.register(open_counts_by_category)
        register(Recurring("Close expired jobs", "jobs.services.close_expired_jobs", minutes=5))
