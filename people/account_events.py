"""The mails about accounts and teams whose words administrators may change."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from people.mail_events import ABOUT_ACCOUNTS, TO_COMPANIES, MailEvent, Placeholder

_CODE = Placeholder("code", _("The code to enter"), "482 913", is_required=True)
_NAME = Placeholder("full_name", _("The name of the person"), "Alex Morgan")


def _with_code(name: str, label: object, explained: object) -> MailEvent:
    """Return one of allauth's mails, whose templates lie where it looks for them."""
    return MailEvent(
        name,
        label,  # type: ignore[arg-type]  # lazy text
        explained,  # type: ignore[arg-type]
        ABOUT_ACCOUNTS,
        (_CODE, Placeholder("domain", _("The address of the site"), "careers.example")),
        f"account/email/{name}_subject.txt",
        f"account/email/{name}_message.txt",
    )


def _of_standing(name: str, label: object, explained: object) -> MailEvent:
    """Return one of the mails about who may sign in."""
    return MailEvent(
        name,
        label,  # type: ignore[arg-type]  # lazy text
        explained,  # type: ignore[arg-type]
        ABOUT_ACCOUNTS,
        (
            _NAME,
            Placeholder("site", _("The name of the site"), "Nexus"),
            Placeholder(
                "words",
                _("What the administrator adds; may be empty"),
                _("Please write to us if you have questions."),
                is_required=True,
            ),
        ),
        f"emails/{name}_subject.txt",
        f"emails/{name}.txt",
    )


ACCOUNT_EVENTS = (
    MailEvent(
        "invitation",
        _("Invitation to a team"),
        _("To somebody whom an owner asks to join their company."),
        TO_COMPANIES,
        (
            Placeholder("company", _("The name of the company"), "Northwind Tools"),
            Placeholder("inviter", _("Who invites"), "Alex Morgan"),
            Placeholder("site", _("The name of the site"), "Nexus"),
            Placeholder(
                "role_note",
                _("What the person will be able to do, as a sentence"),
                _("As a recruiter you can post jobs and decide on applications."),
            ),
            Placeholder(
                "link",
                _("The link to accept"),
                "https://careers.example/invitation/…",
                is_required=True,
            ),
            Placeholder("day", _("Until when it is good"), "31.12."),
        ),
        "emails/invitation_subject.txt",
        "emails/invitation.txt",
    ),
    _with_code(
        "email_confirmation_signup",
        _("Welcome, with a code"),
        _("To somebody who has made an account, to confirm the address."),
    ),
    _with_code(
        "email_confirmation",
        _("Code for an e-mail address"),
        _("To an address that somebody adds to their account."),
    ),
    _with_code("login_code", _("Code to sign in"), _("To somebody who signs in by e-mail.")),
    _with_code(
        "password_reset_code",
        _("Code for a new password"),
        _("To somebody who has forgotten theirs."),
    ),
    MailEvent(
        "data_export_ready",
        _("Archive of one’s data"),
        _("To somebody who has asked for all that is held of them."),
        ABOUT_ACCOUNTS,
        (
            _NAME,
            Placeholder(
                "url",
                _("The link to download it"),
                "https://careers.example/accounts/data/",
                is_required=True,
            ),
            Placeholder("days", _("For how many days it is kept"), "7"),
        ),
        "emails/data_export_ready_subject.txt",
        "emails/data_export_ready.txt",
    ),
    MailEvent(
        "account_closed",
        _("Account closed"),
        _("To somebody who has closed their account, before it is erased."),
        ABOUT_ACCOUNTS,
        (
            _NAME,
            Placeholder("when", _("When it is erased"), "31.12. 12:00", is_required=True),
            Placeholder("zone", _("The time zone of that moment"), "Europe/Berlin"),
            Placeholder(
                "url",
                _("The link to restore it"),
                "https://careers.example/accounts/restore/…",
                is_required=True,
            ),
        ),
        "emails/account_closed_subject.txt",
        "emails/account_closed.txt",
    ),
    MailEvent(
        "account_restored",
        _("Account restored"),
        _("To somebody who has changed their mind."),
        ABOUT_ACCOUNTS,
        (_NAME,),
        "emails/account_restored_subject.txt",
        "emails/account_restored.txt",
    ),
    _of_standing(
        "account_deactivated",
        _("Account deactivated"),
        _("To somebody whom an administrator lets in no more, where they choose to write."),
    ),
    _of_standing(
        "account_reactivated",
        _("Account active again"),
        _("To somebody whom an administrator lets in again, where they choose to write."),
    ),
    MailEvent(
        "accounts_merged",
        _("Two accounts made one"),
        _("To both addresses of somebody whose two accounts an administrator has merged."),
        ABOUT_ACCOUNTS,
        (
            _NAME,
            Placeholder("site", _("The name of the site"), "Nexus"),
            Placeholder("username", _("The user name that stays"), "alex-morgan", is_required=True),
            Placeholder(
                "addresses",
                _("The addresses of the account"),
                "alex@example.com, morgan@example.com",
            ),
        ),
        "emails/accounts_merged_subject.txt",
        "emails/accounts_merged.txt",
    ),
)
