"""Loads users: the logins, one contact for each company, and the candidates with their profiles."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile
from django.db.models import Q
from django.utils.text import slugify

from nexus.core.storages import private_storage, public_storage, saved_file
from nexus.demo.content.catalogue import COMPANIES, PEOPLE
from nexus.demo.content.market_words import CONTACTS
from nexus.demo.content.places import BY_KEY
from nexus.demo.documents import CV, write_cv
from nexus.demo.drawings import initials_of, portrait
from nexus.demo.loading.editors import make_editor
from nexus.demo.logins import DEMO_PASSWORD, LOGINS
from people.models import Profile, User
from people.services import rebuild_tokens
from taxonomy.services import get_or_create_skills

if TYPE_CHECKING:
    from contextlib import ExitStack
    from datetime import datetime
    from random import Random

    from nexus.demo.content.kinds import Person

# Numbers that are in no use, so that nobody's telephone rings.
_DIAL = {
    "United Kingdom": "+44 1632 960{n:03}",
    "United States": "+1 512 555 01{n:02}",
    "Canada": "+1 416 555 01{n:02}",
    "Ireland": "+353 20 910 0{n:03}",
    "Australia": "+61 491 570 {n:03}",
    "Germany": "+49 30 23125 {n:03}",
}
_OTHER_DIAL = "+999 555 010 {n:03}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person with their account and CV."""

    person: Person
    user: User
    cv: CV


@dataclass(frozen=True, slots=True)
class Accounts:
    """Everybody who was loaded. `staff` are the members of each company, its owner first."""

    admin: User
    editor: User
    by_login: dict[str, User]
    staff: dict[str, list[User]]
    candidates: list[Candidate]


def taken_usernames() -> list[str]:
    """Return the user names of accounts that have a name or address of the demo's logins."""
    wanted = Q()
    for login in LOGINS:
        wanted |= Q(username__iexact=login.username) | Q(email__iexact=login.email)
    return sorted(User.objects.filter(wanted).values_list("username", flat=True))


def load_accounts(now: datetime, rng: Random, files: ExitStack) -> Accounts:
    """Create all users with profiles, confirmed addresses and their place in the people search."""
    # Hashed once: it is slow on purpose.
    password = make_password(DEMO_PASSWORD)
    by_login = {
        login.username: _user(
            login.username, login.first, login.last, login.email, now - timedelta(days=240)
        )
        for login in LOGINS
    }
    for user in by_login.values():
        user.password = password
    admin = by_login["admin"]
    admin.is_admin = admin.is_staff = admin.is_superuser = True
    staff = _staff(by_login, now, rng)
    users = _candidate_users(by_login, now, rng)
    everybody = {id(user): user for user in chain(by_login.values(), *staff.values(), users)}
    people = list(everybody.values())
    User.objects.bulk_create(people)
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=u, email=u.email, verified=True, primary=True) for u in people]
    )
    candidates = [
        Candidate(person, user, write_cv(person, n, email=user.email, phone=user.phone_number))
        for n, (person, user) in enumerate(zip(PEOPLE, users, strict=True))
    ]
    _load_profiles(people, candidates, now, rng, files)
    rebuild_tokens(people)
    make_editor(by_login["editor"])
    return Accounts(admin, by_login["editor"], by_login, staff, candidates)


def _user(username: str, first: str, last: str, email: str, joined: datetime) -> User:
    user = User(
        username=username,
        first_name=first,
        last_name=last,
        full_name=f"{first} {last}",
        email=email,
        date_created=joined,
    )
    user.set_unusable_password()
    return user


def _staff(by_login: dict[str, User], now: datetime, rng: Random) -> dict[str, list[User]]:
    staff: dict[str, list[User]] = {}
    for company in COMPANIES:
        members = [by_login[login.username] for login in LOGINS if login.company == company.name]
        if not members:
            first, last = CONTACTS[company.name]
            name = _handle(first, last)
            joined = now - timedelta(days=rng.randint(150, 700))
            members = [_user(f"{name}.hr", first, last, f"{name}@{company.site}", joined)]
        for member in members:
            member.is_staff = True
        staff[company.name] = members
    return staff


def _candidate_users(by_login: dict[str, User], now: datetime, rng: Random) -> list[User]:
    users = []
    for number, person in enumerate(PEOPLE):
        if person is PEOPLE[-1]:
            user = by_login["candidate"]
        else:
            name = _handle(person.first, person.last)
            joined = now - timedelta(days=rng.randint(90, 420), minutes=rng.randint(0, 1000))
            user = _user(name, person.first, person.last, f"{name}@people.example", joined)
        dial = _DIAL.get(BY_KEY[person.city].country, _OTHER_DIAL)
        user.phone_number = dial.format(n=number + 10)
        users.append(user)
    return users


def _handle(first: str, last: str) -> str:
    plain = f"{first}.{last}".translate(str.maketrans("łŁøØıß", "lLoOis"))
    folded = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return ".".join(slugify(part) for part in folded.split(".", 1))


def _load_profiles(
    people: list[User],
    candidates: list[Candidate],
    now: datetime,
    rng: Random,
    files: ExitStack,
) -> None:
    theirs = {candidate.user.pk: candidate for candidate in candidates}
    profiles = [
        _profile(theirs[user.pk], rng, files) if user.pk in theirs else Profile(user=user)
        for user in people
    ]
    Profile.objects.bulk_create(profiles)
    for profile in profiles:
        profile.created_at = profile.user.date_created
        profile.updated_at = now - timedelta(days=rng.randint(1, 60))
    Profile.objects.bulk_update(profiles, ["created_at", "updated_at"])
    wanted = {name for candidate in candidates for name in candidate.person.skills}
    skills = {skill.name: skill for skill in get_or_create_skills(sorted(wanted))}
    link = Profile.skills.through
    link.objects.bulk_create(
        [
            link(profile_id=profile.pk, skill_id=skills[name].pk)
            for profile in profiles
            if profile.user_id in theirs
            for name in theirs[profile.user_id].person.skills
        ]
    )


def _profile(candidate: Candidate, rng: Random, files: ExitStack) -> Profile:
    person = candidate.person
    city = BY_KEY[person.city]
    low, high = person.wish or (None, None)
    handle = _handle(person.first, person.last).replace(".", "-")
    is_technical = bool({"software", "data", "it"} & set(person.categories))
    profile = Profile(
        user=candidate.user,
        bio=person.bio,
        phone_number=candidate.user.phone_number,
        address=f"{rng.randint(1, 180)} {rng.choice(_STREETS)}",
        date_of_birth=date(person.born, rng.randint(1, 12), rng.randint(1, 28)),
        gender=person.gender,
        city=city.name,
        country=city.country,
        postal_code=str(rng.randint(10_000, 99_000)),
        job_title=person.job_title,
        company=person.stations[0].employer.split(",")[0],
        experience_level=person.level,
        expected_salary_min=Decimal(low) if low else None,
        expected_salary_max=Decimal(high) if high else None,
        expected_salary_currency=city.currency,
        education=person.education,
        certifications=person.certifications,
        linkedin_url=f"https://linked.example/in/{handle}" if rng.random() < 0.6 else "",
        github_url=f"https://git.example/{handle}" if is_technical else "",
        website_url=f"https://{handle}.example/" if rng.random() < 0.25 else "",
        is_profile_public=person.public,
        is_available_for_hire=person.available,
        resume_name=candidate.cv.file_name,
    )
    ending = candidate.cv.file_name.rpartition(".")[2]
    profile.resume.name = files.enter_context(
        saved_file(
            private_storage(),
            f"profiles/{uuid4().hex}.{ending}",
            ContentFile(candidate.cv.content),
        )
    )
    if rng.random() < 0.8:
        picture = portrait(initials_of(person.first, person.last), rng)
        profile.profile_image.name = files.enter_context(
            saved_file(public_storage(), f"profiles/{uuid4().hex}.png", ContentFile(picture))
        )
    return profile


_STREETS = (
    "Mill Lane",
    "Station Road",
    "Orchard Street",
    "Canal Walk",
    "Chapel Hill",
    "Lime Avenue",
)
