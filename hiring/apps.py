"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HiringConfig(AppConfig):
    name = "hiring"
    verbose_name = _("Hiring")

    def ready(self) -> None:
        from hiring.company_facts import going, numbers
        from hiring.job_news import note_step
        from hiring.mail_events import HIRING_EVENTS
        from hiring.mail_kinds import HIRING_KINDS
        from hiring.own_data import HIRING
        from hiring.person_facts import newest
        from hiring.person_facts import numbers as numbers_of_person
        from hiring.reminder_events import REMINDER_EVENTS
        from hiring.services import rebuild_draft_tokens
        from hiring.statistics.postings import note_postings
        from hiring.statistics.writing import forget_postings
        from jobs.services.publication import on_publication, on_recall, on_step
        from nexus.core.blind_index import register_rebuilder
        from nexus.core.exporting import kinds
        from nexus.core.schedules import Recurring
        from nexus.core.schedules import register as register_recurring
        from nexus.core.transfers import kinds as imports
        from people.company_facts import register_going, register_numbers
        from people.mail_events import register as register_mail_events
        from people.mail_kinds import register as register_mail_kinds
        from people.person_facts import register_applications
        from people.person_facts import register_numbers as register_numbers_of_person
        from people.personal_data import register

        register_mail_events(HIRING_EVENTS)
        register_mail_events(REMINDER_EVENTS)
        register_mail_kinds(HIRING_KINDS)
        register(HIRING)
        kinds.register("applications", "hiring.exporting.applications.ApplicationKind")
        kinds.register("candidates", "hiring.exporting.candidates.CandidateKind")
        imports.register("applications", "hiring.transfers.kinds.ApplicationKind")
        imports.register("candidates", "hiring.transfers.kinds.CandidateKind")
        on_publication(note_postings)
        on_recall(forget_postings)
        on_step(note_step)
        register_numbers(numbers)
        register_going(going)
        register_numbers_of_person(numbers_of_person)
        register_applications(newest)
        register_rebuilder(rebuild_draft_tokens)
        for name, function in (
            ("Mail the day’s new applications", "digests.send_digests"),
            ("Remind of deadlines", "to_companies.remind_of_deadlines"),
            ("Remind of unanswered applications", "to_companies.remind_of_unanswered"),
            ("Remind of saved jobs", "to_candidates.remind_of_saved_jobs"),
        ):
            register_recurring(Recurring(name, f"hiring.reminders.{function}", minutes=30))
        register_recurring(
            Recurring("Mail news of jobs", "hiring.job_news.tell_job_news", minutes=5)
        )
        register_recurring(
            Recurring("Empty old applications", "hiring.tasks.begin_retention", minutes=24 * 60)
        )
        register_recurring(
            Recurring("Forget old drafts", "hiring.services.remove_old_drafts", minutes=60)
        )
        register_recurring(
            Recurring(
                "Bring statistics up to date",
                "hiring.statistics.upkeep.look_after_statistics",
                minutes=15,
            )
        )
