"""What the apps build their part of the back office on: Django's admin, scoped to whose rows they are."""

from nexus.core.backoffice.actions import do_to_each
from nexus.core.backoffice.admin import ScopedAdmin
from nexus.core.backoffice.cells import brief
from nexus.core.backoffice.changelist import EmptyState
from nexus.core.backoffice.company import chosen_company
from nexus.core.backoffice.filters import ScopedRelatedFilter
from nexus.core.backoffice.forms import focus_first
from nexus.core.backoffice.inlines import ScopedStackedInline, ScopedTabularInline
from nexus.core.backoffice.navigation import Entry, Section, add_entry
from nexus.core.backoffice.pages import add_page
from nexus.core.backoffice.scoping import acting
from nexus.core.backoffice.things import Thing, add_thing

__all__ = [
    "EmptyState",
    "Entry",
    "ScopedAdmin",
    "ScopedRelatedFilter",
    "ScopedStackedInline",
    "ScopedTabularInline",
    "Section",
    "Thing",
    "acting",
    "add_entry",
    "add_page",
    "add_thing",
    "brief",
    "chosen_company",
    "do_to_each",
    "focus_first",
]
