"""Which profiles an API call means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeGuard

from django.conf import settings
from django.db.models import Avg, Count, Q
from django.db.models.functions import Coalesce

from nexus.core.errors import Missing, NotAllowed
from nexus.core.money import money_string
from people.choices import CareerLevel
from people.models import Profile, User
from people.querysets import with_what_is_shown
from taxonomy.models import Skill

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from people.api.profile_schemas import ProfileFilters

_MAX_WORDS = 8
_MAX_SKILLS = 10
# An average of fewer people's wishes would tell what one of them wishes.
_SMALLEST_CROWD = 5


def sees_personal_data(user: User | AnonymousUser) -> TypeGuard[User]:
    """Tell whether `user` is an employer or an admin. No query for those who are flagged so."""
    if not isinstance(user, User):
        return False
    return user.is_admin or user.is_staff or user.memberships.active().exists()


def readable_profile(profile_id: int, user: User | AnonymousUser) -> Profile:
    """Return a profile with its user and skills. Raises Missing where `user` may not know of it."""
    profiles = with_what_is_shown(Profile.objects.all())
    if not (isinstance(user, User) and user.is_admin):
        profiles = profiles.visible_to(user)  # type: ignore[attr-defined]  # the queryset's own
    profile = profiles.filter(pk=profile_id).first()
    if profile is None:
        raise Missing("There is no such profile.")
    found: Profile = profile
    return found


def own_profile(profile_id: int, user: User) -> Profile:
    """Return the caller's profile. Raises NotAllowed for one they only see, Missing otherwise."""
    profile = readable_profile(profile_id, user)
    if profile.user_id != user.pk:
        raise NotAllowed("Only the person themselves may do this.")
    return profile


def matching(
    profiles: QuerySet[Profile], filters: ProfileFilters, *, personal: bool
) -> QuerySet[Profile]:
    """Apply the filters as far as the caller sees what they are about."""
    plain: dict[str, Any] = {
        "experience_level": filters.experience_level,
        "is_available_for_hire": filters.is_available_for_hire,
        "city__icontains": filters.city,
        "country__icontains": filters.country,
        "expected_salary_min__gte": filters.salary_min,
        "expected_salary_max__lte": filters.salary_max,
    }
    given = {name: value for name, value in plain.items() if value not in (None, "")}
    if not personal and any(name.startswith("expected_salary") for name in given):
        return profiles.none()
    profiles = profiles.filter(**given)
    for name in _parts(filters.skills, ",")[:_MAX_SKILLS]:
        profiles = profiles.filter(pk__in=_with_skill(Q(skill__in=Skill.objects.named([name]))))
    for word in _parts(filters.search, None)[:_MAX_WORDS]:
        profiles = profiles.filter(_holds(word, names=personal))
    return profiles


def visible_ordering(filters: ProfileFilters, *, personal: bool) -> str:
    """Return the column to order by; salary wishes that one cannot see give no order."""
    if not personal and filters.ordering.endswith("expected_salary_min"):
        return "-created_at"
    return filters.ordering


def profile_stats(*, personal: bool) -> dict[str, Any]:
    """Count the public profiles. One query."""
    public: Any = Profile.objects.public()
    currency = settings.DEFAULT_CURRENCY
    wishes = Q(expected_salary_currency=currency) & (
        Q(expected_salary_min__isnull=False) | Q(expected_salary_max__isnull=False)
    )
    lowest = Coalesce("expected_salary_min", "expected_salary_max")
    highest = Coalesce("expected_salary_max", "expected_salary_min")
    levels = {
        f"level_{level.value}": Count("pk", filter=Q(experience_level=level))
        for level in CareerLevel
    }
    found = public.aggregate(
        total=Count("pk"),
        available=Count("pk", filter=Q(is_available_for_hire=True)),
        wishes=Count("pk", filter=wishes),
        lowest=Avg(lowest, filter=wishes),
        highest=Avg(highest, filter=wishes),
        **levels,
    )
    average = None
    if found["wishes"] and (personal or found["wishes"] >= _SMALLEST_CROWD):
        average = money_string((found["lowest"] + found["highest"]) / 2)
    return {
        "total_public_profiles": found["total"],
        "available_candidates": found["available"],
        "experience_level_distribution": [
            {"experience_level": level.value, "count": found[f"level_{level.value}"]}
            for level in CareerLevel
        ],
        "average_expected_salary": average,
        "currency": currency,
    }


def _parts(text: str | None, separator: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split(separator) if part.strip()]


def _with_skill(condition: Q) -> Any:
    through = Profile.skills.through
    return through.objects.filter(condition).values("profile_id")


def _holds(word: str, *, names: bool) -> Q:
    found = Q(pk__in=_with_skill(Q(skill__name__icontains=word)))
    for column in ("job_title", "city", "country", "company"):
        found |= Q(**{f"{column}__icontains": word})
    if names:
        found |= Q(user__in=User.objects.matching(word))
    return found
