"""Every write to categories and skills. A category's writes keep its CMS page in step."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.actions.unpublish_page import UnpublishPageAction

from nexus.core.errors import Conflict, Invalid, Missing, NotAllowed
from taxonomy.models import NAME_TAKEN, Category, CategoryIndexPage, Skill
from taxonomy.names import tidy
from taxonomy.querysets import may_manage_categories

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.contrib.auth.models import AbstractUser, AnonymousUser

    type Actor = AbstractUser | AnonymousUser

HAS_JOBS = _(
    "The category “%(name)s” still has jobs, so it cannot be deleted."
    " Deactivate it instead: unpublish its page."
)
NO_SUCH_CATEGORY = _("There is no such category.")
MAX_SKILL_LENGTH = 80
# What a person edits of a category's page; two states that agree in these are the same.
_EDITED = (
    "name",
    "description",
    "introduction",
    "picture_id",
    "body",
    "slug",
    "seo_title",
    "search_description",
    "show_in_menus",
    "go_live_at",
    "expire_at",
)


class CategoryChanges(TypedDict, total=False):
    """What may change; a key that is missing stays as it is."""

    name: str
    description: str
    is_active: bool


class _Draft(NamedTuple):
    """What an editor has saved but not published, and when it is to go live by itself."""

    page: Category
    goes_live_at: datetime | None


class CategoryInUse(Conflict):
    """Jobs refer to the category."""


def create_category(*, name: str, description: str = "", by: Actor | None = None) -> Category:
    """Add and publish the page of a new category; without `by` it is the system that acts.

    Raises Invalid for a name in use or a value too long, NotAllowed unless `by` is an admin, and
    Conflict where the CMS has no index page to put it under.
    """
    _ensure_admin(by)
    category = Category(name=name, description=description, owner=by)
    with transaction.atomic():
        parent = _lock_index()
        try:
            with transaction.atomic():
                parent.add_child(instance=category)
        except IntegrityError as exc:  # an editor added the same name without our lock
            raise Invalid.field("name", NAME_TAKEN) from exc
        except ValidationError as exc:
            raise _as_invalid(exc) from exc
        _publish(category, by)
    return category


def update_category(
    category: Category, *, by: Actor | None = None, **changes: Unpack[CategoryChanges]
) -> Category:
    """Change a category and its page, and return it as it is now.

    An editor's unpublished draft is kept and gets the same changes, so that publishing it later
    does not take them back; it still goes live at its hour, unless the category is deactivated.
    Raises as `create_category` does.
    """
    _ensure_admin(by)
    with transaction.atomic():
        live = _lock(category)
        draft = _pending_draft(live)
        try:
            with transaction.atomic():
                _apply(live, changes, by)
                if changes.get("is_active") is False:
                    live.revisions.update(approved_go_live_at=None)
                if draft is not None:
                    _renew(draft, changes, by)
        except IntegrityError as exc:
            raise Invalid.field("name", NAME_TAKEN) from exc
        except ValidationError as exc:
            raise _as_invalid(exc) from exc
    category.refresh_from_db()
    return category


def delete_category(category: Category, *, by: Actor | None = None) -> None:
    """Delete a category and its page. Raises CategoryInUse while any job refers to it."""
    _ensure_admin(by)
    try:
        with transaction.atomic():
            _lock_index()
            fresh = _lock(category)
            refuse_if_in_use(fresh)
            fresh.delete(user=by, skip_permission_checks=True)
    except (ProtectedError, IntegrityError) as exc:  # a job came in while we looked
        raise CategoryInUse(HAS_JOBS % {"name": category.name}) from exc


def refuse_if_in_use(category: Category) -> None:
    """Raise CategoryInUse where any job, closed and archived ones too, refers to `category`."""
    if category.jobs.exists():
        raise CategoryInUse(HAS_JOBS % {"name": category.name})


def is_edited_elsewhere(category: Category) -> bool:
    """Tell whether an editor has a draft of the page, or an hour for it, that a change would undo."""
    if category.go_live_at or category.expire_at:
        return True
    return category.has_unpublished_changes and _pending_draft(category) is not None


def hold_category(category: Category) -> Category:
    """Return the category as it is now; until the transaction ends it is not deleted.

    Raises Missing where it has been deleted meanwhile.
    """
    # What a foreign key needs and no more, so that only deletions and changes wait, and only until
    # the row that refers to the category is there.
    rows = Category.objects.select_for_update(of=("self",), no_key=True)
    held: Category | None = rows.filter(pk=category.pk).first()
    if held is None:
        raise Missing(NO_SUCH_CATEGORY)
    return held


def get_or_create_skills(names: Iterable[str]) -> list[Skill]:
    """Return the skills of these names, each once, in the order given; create what is missing.

    Case does not matter and the spelling that came first stays; empty names are left out. Two
    queries where all exist, four where some do not. Raises Invalid for more than 80 characters.
    """
    wanted: dict[str, str] = {}
    for name in map(tidy, names):
        if len(name) > MAX_SKILL_LENGTH:
            raise Invalid.field(
                "skills",
                _("A skill may have at most %(number)s characters: “%(name)s…”.")
                % {"number": MAX_SKILL_LENGTH, "name": name[:40]},
            )
        if "\x00" in name:
            raise Invalid.field("skills", _("A skill must not hold the character NUL."))
        if name:
            wanted.setdefault(name.casefold(), name)
    known = _skills_by_name(wanted.values())
    if missing := {key: name for key, name in wanted.items() if key not in known}:
        # Sorted, so that two writers take their locks in the same order; whoever comes second
        # finds the row of the first.
        Skill.objects.bulk_create(
            [Skill(name=missing[key]) for key in sorted(missing)], ignore_conflicts=True
        )
        known |= _skills_by_name(missing.values())
    return [known[key] for key in wanted]


def _skills_by_name(names: Iterable[str]) -> dict[str, Skill]:
    return {skill.name.casefold(): skill for skill in Skill.objects.named(list(names))}


def _ensure_admin(by: Actor | None) -> None:
    if by is not None and not may_manage_categories(by):
        raise NotAllowed(_("Only administrators may change categories."))


def _lock_index() -> CategoryIndexPage:
    # Treebeard computes the new page's place from its parent's row: unlocked, two writers take
    # the same place or lose count of the children.
    parent: CategoryIndexPage | None = CategoryIndexPage.objects.select_for_update().first()
    if parent is None:
        raise Conflict(
            _("The CMS has no page that holds the categories. Run the migrations again.")
        )
    return parent


def _lock(category: Category) -> Category:
    fresh: Category | None = Category.objects.select_for_update().filter(pk=category.pk).first()
    if fresh is None:
        raise Missing(NO_SUCH_CATEGORY)
    return fresh


def _pending_draft(live: Category) -> _Draft | None:
    """Return the draft of the page, or None where it says the same and has no hour of its own."""
    if not live.has_unpublished_changes:
        return None
    revision = live.get_latest_revision()
    if revision is None:
        return None
    page: Category = revision.as_object()
    if revision.approved_go_live_at is None and all(
        getattr(page, name) == getattr(live, name) for name in _EDITED
    ):
        return None
    return _Draft(page, revision.approved_go_live_at)


def _renew(draft: _Draft, changes: CategoryChanges, by: Actor | None) -> None:
    """Save the draft anew with the changes in it, and let it alone keep the hour it goes live."""
    _set_texts(draft.page, changes)
    at = None if changes.get("is_active") is False else draft.goes_live_at
    revision = draft.page.save_revision(user=by, approved_go_live_at=at, clean=False)
    draft.page.revisions.exclude(pk=revision.pk).update(approved_go_live_at=None)


def _set_texts(category: Category, changes: CategoryChanges) -> None:
    category.name = tidy(changes.get("name", category.name))
    category.title = category.name
    category.description = changes.get("description", category.description)


def _apply(category: Category, changes: CategoryChanges, by: Actor | None) -> None:
    _set_texts(category, changes)
    active = changes.get("is_active", category.live)
    if active:
        now = timezone.now()
        if category.go_live_at and category.go_live_at > now:
            category.go_live_at = None
        if category.expire_at and category.expire_at <= now:
            category.expire_at = None
        _publish(category, by)
        return
    category.full_clean()
    category.save(clean=False)
    category.save_revision(user=by, clean=False)
    if category.live:
        UnpublishPageAction(category, user=by).execute(skip_permission_checks=True)


def _publish(category: Category, by: Actor | None) -> None:
    revision = category.save_revision(user=by)
    revision.publish(user=by, skip_permission_checks=True)
    category.refresh_from_db()


def _as_invalid(exc: ValidationError) -> Invalid:
    """Name the fault after what the caller knows: the page's title and slug follow the name."""
    details: dict[str, list[str]] = {}
    for field, sentences in exc.message_dict.items():
        own = field if field in {"name", "description", "is_active"} else "name"
        details.setdefault(own, []).extend(sentences)
    return Invalid(_("The category cannot be saved."), details=details)
