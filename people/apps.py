"""App configuration."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        from allauth.account import signals

        from nexus.core import audit, content_version
        from nexus.core.blind_index import register_rebuilder
        from nexus.core.encrypted_tables import register_embedding
        from nexus.core.exporting import kinds
        from nexus.core.schedules import Recurring, register
        from nexus.core.transfers import kinds as imports
        from people.account_events import ACCOUNT_EVENTS
        from people.mail_events import register as register_mail_events
        from people.models import Company
        from people.own_data import PEOPLE
        from people.personal_data import register as register_personal_data
        from people.services import rebuild_address_tokens, rebuild_all_tokens
        from people.services.auditing import record_many

        register_mail_events(ACCOUNT_EVENTS)
        audit.register_writer(record_many)
        content_version.watch(Company)
        register_rebuilder(rebuild_all_tokens)
        register_rebuilder(rebuild_address_tokens)
        register_personal_data(PEOPLE)
        register(Recurring("Remove old archives", "people.services.remove_old_exports", minutes=15))
        register(
            Recurring(
                "Forget old invitations",
                "people.services.invitations.forget_old_invitations",
                minutes=24 * 60,
            )
        )
        register(
            Recurring(
                "Forget unconfirmed accounts",
                "people.services.unconfirmed.forget_unconfirmed_accounts",
                minutes=24 * 60,
            )
        )
        register(
            Recurring(
                "Forget old reminders",
                "people.services.reminding.forget_old_reminders",
                minutes=24 * 60,
            )
        )
        register(
            Recurring(
                "Forget ended sign-ins",
                "people.services.ended_sessions.forget_ended_sessions",
                minutes=24 * 60,
            )
        )
        register(
            Recurring("Erase deleted accounts", "people.services.erase_due_accounts", minutes=15)
        )
        kinds.register("companies", "people.exporting.companies.CompanyKind")
        imports.register("companies", "people.transfers.companies.CompanyKind")
        kinds.register("audit", "people.exporting.audit.AuditKind")
        register_embedding("mfa.Authenticator", "data")  # what `MFAAdapter.encrypt` sealed
        # allauth writes `User.email` itself; its signals are the hook it offers.
        for changed in (signals.email_confirmed, signals.email_changed, signals.email_removed):
            changed.connect(_follow_address, dispatch_uid=f"people.tokens.{id(changed)}")
        signals.email_confirmed.connect(_found_company, dispatch_uid="people.company")


def _follow_address(sender: object, **kwargs: Any) -> None:
    from people.services import rebuild_tokens

    address = kwargs.get("email_address") or kwargs["to_email_address"]
    rebuild_tokens([address.user])


def _found_company(sender: object, **kwargs: Any) -> None:
    from people.services import found_planned_company

    found_planned_company(kwargs["email_address"].user)
