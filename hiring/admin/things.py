"""What the audit calls the things of this app, and where they are opened."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hiring.models import Application
from hiring.references import number_of
from nexus.core.backoffice import Thing, add_thing
from people.models import User


def application_numbered(text: str) -> int | None:
    """Return the id of the application of this reference; user names may look like its signs."""
    return number_of(text) if text.upper().startswith("NX-") else None


add_thing(
    Thing(
        "application",
        _("Application"),
        Application,
        "hiring_application_change",
        find=application_numbered,
        details={
            "note": (_("Note"), {"added": _("added")}),
            "rating": (_("Rating"), {"given": _("given"), "taken back": _("taken back")}),
            "mail": (_("Mail"), {"cancelled": _("cancelled before it was sent")}),
        },
    )
)
# What went by itself, once a run and company.
add_thing(
    Thing(
        "retention",
        _("Applications past their time"),
        details={
            "applications": (_("Applications emptied"), {}),
            "files": (_("CVs removed"), {}),
            "accounts": (_("Accounts erased"), {}),
        },
    )
)
# A person in the list of applicants: their number is that of the account.
add_thing(Thing("applicant", _("List of applications"), User))
