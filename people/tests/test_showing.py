"""What others see of a profile, and how complete it is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from nexus.core.errors import Invalid
from people.models import Profile, User
from people.services import (
    as_shown,
    completeness,
    seen_by_employers,
    seen_by_everybody,
    set_name,
    update_profile,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import ApiClient

pytestmark = pytest.mark.django_db
FOR_EMPLOYERS = {
    "email",
    "age",
    "gender",
    "gender_label",
    "expected_salary_min",
    "expected_salary_max",
    "expected_salary_currency",
}


@pytest.fixture
def profile(candidate: User) -> Profile:
    return update_profile(
        candidate.profile,
        by=candidate,
        bio="I build things.",
        phone_number="+49 40 7654321",
        address="1 Secret Street",
        postal_code="20095",
        date_of_birth=date(1990, 5, 17),
        gender="female",
        city="Hamburg",
        job_title="Welder",
        expected_salary_min=Decimal(60000),
        skills=["Welding", "Brazing"],
        linkedin_url="https://example.com/carla",
        is_profile_public=True,
    )


def values(shown: Any) -> dict[str, Any]:
    return {name: getattr(shown, name) for name in type(shown).__dataclass_fields__}


@pytest.mark.parametrize("is_public", [True, False])
@pytest.mark.parametrize("is_active", [True, False])
def test_one_is_seen_exactly_when_the_search_finds_it(
    profile: Profile, is_public: bool, is_active: bool
) -> None:
    User.objects.filter(pk=profile.user_id).update(is_active=is_active)
    Profile.objects.filter(pk=profile.pk).update(is_profile_public=is_public)
    fresh = Profile.objects.select_related("user").get(pk=profile.pk)
    is_found = Profile.objects.public().filter(pk=profile.pk).exists()

    assert (seen_by_employers(fresh) is not None) == is_found
    assert (seen_by_everybody(fresh) is not None) == is_found


def test_everybody_sees_all_but_what_is_for_employers(profile: Profile) -> None:
    employers = values(seen_by_employers(profile))
    everybody = values(seen_by_everybody(profile))

    assert {name for name in employers if employers[name] != everybody[name]} == (
        FOR_EMPLOYERS - {"expected_salary_max"}  # nobody said one
    )
    assert all(everybody[name] is None for name in FOR_EMPLOYERS)


def test_how_to_reach_somebody_at_home_is_for_nobody(profile: Profile) -> None:
    seen = repr(values(seen_by_employers(profile)))

    assert not [word for word in ("7654321", "Secret", "20095", "1990, 5") if word in seen]


def test_the_api_answers_employers_with_what_is_shown(
    api: ApiClient, profile: Profile, owner: User, company: Any
) -> None:
    row = api.get(f"/api/profiles/{profile.pk}/", as_=owner).json()
    shown = values(as_shown(profile, to_employers=True))

    same = [name for name in row if name in shown and not name.startswith("expected")]
    assert len(same) > 10
    assert [(name, row[name]) for name in same] == [(name, shown[name]) for name in same]
    assert (row["user"]["email"], row["skills_list"]) == (shown["email"], ["Welding", "Brazing"])


def test_empty_profile_lacks_everything(candidate: User) -> None:
    found = completeness(candidate.profile)

    assert (found.percent, len(found.missing)) == (0, 14)


def test_what_is_entered_is_missing_no_more(profile: Profile) -> None:
    found = completeness(profile)

    assert set(found.missing) == {
        "profile_image",
        "experience_level",
        "education",
        "resume",
        "country",
    }
    assert found.percent == round(100 * 9 / 14)


@pytest.mark.parametrize("link", ["linkedin_url", "github_url", "website_url"])
def test_one_link_is_enough(candidate: User, link: str) -> None:
    setattr(candidate.profile, link, "https://example.com")

    assert "links" not in completeness(candidate.profile).missing


def test_new_name_is_shown_found_and_leaves_nothing_of_the_old_one(candidate: User) -> None:
    set_name(candidate, "  Carla   Maier ")

    candidate.refresh_from_db()
    assert candidate.get_full_name() == "Carla Maier"
    assert (candidate.first_name, candidate.last_name) == ("", "")
    assert list(User.objects.matching("maier")) == [candidate]


def test_old_name_finds_nobody(make_user: Callable[..., User]) -> None:
    person = make_user(first_name="Wanda", last_name="Before")
    assert list(User.objects.matching("before")) == [person]

    set_name(person, "Wanda After")

    assert not User.objects.matching("before").exists()


def test_same_name_keeps_its_parts(candidate: User) -> None:
    set_name(candidate, "Carla Candidate")

    candidate.refresh_from_db()
    assert (candidate.first_name, candidate.full_name) == ("Carla", "")


def test_name_that_is_too_long_is_refused(candidate: User) -> None:
    with pytest.raises(Invalid) as refused:
        set_name(candidate, "n" * 301)
    assert "full_name" in refused.value.details


@pytest.mark.parametrize("phone", ["call me", "12"])
def test_what_is_no_phone_number_is_refused(candidate: User, phone: str) -> None:
    with pytest.raises(Invalid) as refused:
        update_profile(candidate.profile, by=candidate, phone_number=phone)
    assert "phone_number" in refused.value.details
