"""What the apps build their part of the back office on: Django's admin, scoped to whose rows they are."""

from nexus.core.backoffice.actions import do_to_each
from nexus.core.backoffice.admin import ScopedAdmin
from nexus.core.backoffice.changelist import EmptyState
from nexus.core.backoffice.company import chosen_company
from nexus.core.backoffice.filters import ScopedRelatedFilter
from nexus.core.backoffice.forms import focus_first
from nexus.core.backoffice.inlines import ScopedStackedInline, ScopedTabularInline
from nexus.core.backoffice.navigation import Entry, Section, add_entry
from nexus.core.backoffice.scoping import acting

__all__ = [
    "EmptyState",
    "Entry",
    "ScopedAdmin",
    "ScopedRelatedFilter",
    "ScopedStackedInline",
    "ScopedTabularInline",
    "Section",
    "acting",
    "add_entry",
    "chosen_company",
    "do_to_each",
    "focus_first",
]
