"""Who sees a profile: the switches, and previews that show exactly what others get."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from people.models import AuditEntry, Profile, User
from people.services import update_profile

if TYPE_CHECKING:
    from conftest import ApiClient

pytestmark = pytest.mark.django_db
PAGE, PREVIEW = "/my/profile/privacy/", "/my/profile/privacy/preview/"
ON = {"is_profile_public": "on", "is_available_for_hire": "on"}
NOTHING = "your profile is not found"


@pytest.fixture
def mine(client: Client, candidate: User) -> Client:
    client.force_login(candidate)
    update_profile(
        candidate.profile,
        by=candidate,
        bio="I <b>build</b> things.",
        phone_number="+49 40 7654321",
        address="1 Secret Street",
        gender="female",
        city="Hamburg",
        job_title="Welder",
        education="Apprenticeship",
        certifications="ISO 9606",
        skills=["Welding", "Brazing"],
        github_url="https://example.com/carla",
    )
    return client


def switches(user: User) -> tuple[bool, bool]:
    profile = Profile.objects.get(user=user)
    return profile.is_profile_public, profile.is_available_for_hire


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (ON, (True, True)),
        ({"is_profile_public": "on"}, (True, False)),
        ({}, (False, False)),
    ],
)
def test_switches_are_saved(
    mine: Client, candidate: User, data: dict[str, str], expected: tuple[bool, bool]
) -> None:
    update_profile(candidate.profile, by=candidate, is_available_for_hire=True)

    answer = mine.post(PAGE, data, follow=True)

    assert "Your choice is saved." in answer.content.decode()
    assert switches(candidate) == expected


def test_hidden_profile_is_said_to_be_seen_by_nobody(mine: Client) -> None:
    page = mine.get(PAGE).content.decode()

    assert NOTHING in page
    assert "Welder" not in page


@pytest.mark.parametrize("way", ["fragment", "button"])
def test_preview_is_of_the_chosen_switches_and_saves_nothing(
    mine: Client, candidate: User, way: str
) -> None:
    if way == "fragment":
        page = mine.get(PREVIEW, ON).content.decode()
        assert "<html" not in page
    else:
        page = mine.post(PAGE, ON | {"preview": "1"}).content.decode()
        assert "It is not saved yet" in page

    assert "Welder" in page
    assert "Looking for work" in page
    assert "I &lt;b&gt;build&lt;/b&gt; things." in page
    assert switches(candidate) == (False, False)


def test_preview_of_hidden_switches_shows_nothing(mine: Client, candidate: User) -> None:
    mine.post(PAGE, ON)

    page = mine.get(PREVIEW).content.decode()

    assert NOTHING in page
    assert "Welder" not in page
    assert switches(candidate) == (True, True)


def test_preview_holds_all_that_employers_get_and_nothing_else(
    mine: Client, candidate: User, api: ApiClient, owner: User, company: Any
) -> None:
    mine.post(PAGE, ON)
    row = api.get(f"/api/profiles/{candidate.profile.pk}/", as_=owner).json()

    page = unescape(mine.get(PREVIEW, ON).content.decode())
    employers, _, everybody = page.partition("What everybody else sees")

    told = [row["user"]["username"], row["user"]["email"], row["user"]["full_name"], row["bio"]]
    told += [row["city"], row["job_title"], row["education"], row["certifications"]]
    told += [*row["skills_list"], row["github_url"]]
    assert [text for text in told if text not in employers] == []
    assert row["user"]["email"] not in everybody
    assert not re.search(r"7654321|Secret", page)


def test_everybodys_part_is_what_the_api_tells_strangers(
    mine: Client, candidate: User, api: ApiClient
) -> None:
    mine.post(PAGE, ON)
    row = api.get(f"/api/profiles/{candidate.profile.pk}/").json()
    assert row["gender"] is None

    everybody = mine.get(PREVIEW, ON).content.decode().partition("What everybody else sees")[2]

    assert "Female" not in everybody
    assert "Welder" in everybody


def test_page_leads_to_who_looked(mine: Client) -> None:
    assert 'href="/accounts/accesses/"' in mine.get(PAGE).content.decode()


def test_own_preview_is_no_look_at_ones_data(mine: Client, candidate: User) -> None:
    mine.get(PREVIEW, ON)

    assert not AuditEntry.objects.looks_at(candidate).exists()


def test_nobody_previews_or_switches_for_others(
    mine: Client, candidate: User, recruiter: User
) -> None:
    mine.force_login(recruiter)

    assert "Welder" not in mine.get(PREVIEW, ON).content.decode()
    mine.post(PAGE, ON)

    assert switches(candidate) == (False, False)
    assert switches(recruiter) == (True, True)
