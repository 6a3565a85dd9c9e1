"""Every write to people, their profiles and companies."""

from people.services.access import looker, looks_at, record_access, record_accesses
from people.services.accounts import (
    complete_new_user,
    confirm_address,
    derive_staff_flags,
    rebuild_all_tokens,
    rebuild_tokens,
)
from people.services.companies import (
    LastOwner,
    add_member,
    create_company,
    free_company_name,
    remove_member,
    set_role,
)
from people.services.exports import (
    ExportPending,
    TooManyExports,
    latest_export,
    make_export,
    read_export,
    remove_old_exports,
    request_export,
)
from people.services.preferences import set_preferences
from people.services.profiles import (
    ProfileChanges,
    checked_photo,
    checked_resume,
    clear_photo,
    clear_resume,
    empty_profile,
    set_photo,
    set_resume,
    update_profile,
)
from people.services.registrations import (
    found_planned_company,
    give_up_planned_company,
    plan_company,
    register_company,
)

__all__ = [
    "ExportPending",
    "LastOwner",
    "ProfileChanges",
    "TooManyExports",
    "add_member",
    "checked_photo",
    "checked_resume",
    "clear_photo",
    "clear_resume",
    "complete_new_user",
    "confirm_address",
    "create_company",
    "derive_staff_flags",
    "empty_profile",
    "found_planned_company",
    "free_company_name",
    "give_up_planned_company",
    "latest_export",
    "looker",
    "looks_at",
    "make_export",
    "plan_company",
    "read_export",
    "rebuild_all_tokens",
    "rebuild_tokens",
    "record_access",
    "record_accesses",
    "register_company",
    "remove_member",
    "remove_old_exports",
    "request_export",
    "set_photo",
    "set_preferences",
    "set_resume",
    "set_role",
    "update_profile",
]
