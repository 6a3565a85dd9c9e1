"""German pages are German throughout: nothing is left of the English they were written in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from bs4.element import NavigableString
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import trans_real

from jobs.models import PreparedReply
from people.services import set_preferences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hiring.models import Application
    from jobs.models import Job
    from people.models import Company, User

pytestmark = pytest.mark.django_db

PAGES = [
    "/de/",
    "/de/jobs/",
    "/de/jobs/?q=pflege&location=Hamburg&within=25&employment_type=full_time&sort=pay",
    "/de/jobs/?q=xyzzy&page=9999&category=none",
    "/de/categories/",
    "/de/companies/",
    "/de/companies/?q=xyzzy",
    "/de/featured/",
    "/de/nothing/",
    "/accounts/login/?language=de",
    "/accounts/login/code/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/invitations/no-such-invitation/",
    "/accounts/restore/no-such-link/",
]
OWN_PAGES = [
    "/de/my/",
    "/de/my/saved/",
    "/de/my/searches/",
    "/de/my/invitations/",
    "/de/my/profile/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/sessions/",
    "/accounts/preferences/",
    "/accounts/data/",
    "/accounts/accesses/",
    "/accounts/delete/",
    "/accounts/logout/",
    "/accounts/company/",
]
# Words that English sentences cannot do without, and German ones do not have.
_ENGLISH = re.compile(
    r"\b(?:the|and|of|your|you|this|that|with|are|is|for|to|from|have|has|been|it)\b", re.IGNORECASE
)
# User names of the tests that are also words of the interface.
_NAMES = {"owner", "recruiter", "viewer", "candidate"}
_SHOWN = ("title", "alt", "aria-label", "placeholder", "data-label", "data-share-done")
_PLACEHOLDER = re.compile(r"%\\\(\w+\\\)[sd]|%[sd]|\\{\w*\\}")


@pytest.fixture(scope="module")
def english() -> Callable[[str], bool]:
    """Tell whether a text is a message, of ours or of a library, that German words otherwise."""
    fixed: set[str] = set()
    patterns: list[re.Pattern[str]] = []
    with translation.override("de"):
        for key, said in _messages():
            if key == said or not re.search(r"[A-Za-z]{2}", key):
                continue
            fixed.add(" ".join(key.split()))
            written = _PLACEHOLDER.sub(".+", re.escape(" ".join(key.split())))
            if written != re.escape(" ".join(key.split())) and re.search(r"[A-Za-z]{4}", key):
                patterns.append(re.compile(written))
    german = {" ".join(said.split()) for _key, said in _messages()}

    def is_english(text: str) -> bool:
        if text in german:
            return False
        return text in fixed or any(pattern.fullmatch(text) for pattern in patterns)

    return is_english


def _messages() -> Iterator[tuple[str, str]]:
    catalogue: Any = vars(trans_real.translation("de"))["_catalog"]
    for part in catalogue._catalogs:
        for key, said in part.items():
            text = key[0] if isinstance(key, tuple) else key
            if text:
                yield text.rpartition("\x04")[2], said


def shown_on(html: str) -> Iterator[str]:
    """Give every text of a page that somebody sees or hears, those in another language left out."""
    page = BeautifulSoup(html, "html.parser")
    for unseen in page.find_all(["script", "style", "textarea"]):
        unseen.decompose()
    # Languages and places are named as they name themselves.
    languages = "select[name=language], #changelist-filter a[href*=language]"
    for own in page.select(f"select[name=time_zone], {languages}"):
        own.decompose()
    for foreign in page.select("body [lang]:not([lang=de])"):
        foreign.decompose()
    for node in page.find_all(string=True):
        if type(node) is NavigableString and (text := " ".join(node.split())):
            yield text
    for element in page.find_all(True):
        for name in _SHOWN:
            if text := " ".join(str(element.get(name) or "").split()):
                yield text
        if element.name == "input" and element.get("type") == "submit":
            yield str(element.get("value"))


def left_over(html: str, is_english: Callable[[str], bool]) -> list[str]:
    said = (text for text in shown_on(html) if text not in _NAMES)
    return [text for text in said if is_english(text) or _ENGLISH.search(text)]


@pytest.fixture
def german_job(make_job: Callable[..., Job], company: Company, make_category: Any) -> Job:
    return make_job(
        title="Pflegefachkraft",
        company=company,
        category=make_category("Pflege"),
        description="<p>Was zu tun ist.</p>",
        summary="Was zu tun ist.",
    )


def check(client: Client, pages: list[str], is_english: Callable[[str], bool]) -> None:
    found = {}
    for path in pages:
        answer = client.get(path, follow=True)
        html = answer.content.decode()
        assert '<html lang="de"' in html, path
        if rest := left_over(html, is_english):
            found[path] = rest
    assert not found


def test_pages_of_the_site_and_of_the_way_in(
    client: Client, german_job: Job, english: Callable[[str], bool], make_job: Callable[..., Job]
) -> None:
    closed = make_job(status="closed", title="Logopädie", summary="", description="<p>Nichts.</p>")
    with translation.override("de"):
        job, old = german_job.get_absolute_url(), closed.get_absolute_url()

    check(client, [*PAGES, job, f"{job}apply/", old, f"{old}apply/"], english)


def test_form_of_an_application_says_in_german_what_is_wrong(
    client: Client, german_job: Job, english: Callable[[str], bool]
) -> None:
    address = f"/de/jobs/{german_job.pk}-pflegefachkraft/apply/"
    answer = client.post(address, {"email": "keine Adresse"}, follow=True)

    assert "Dieses Feld ist erforderlich." in answer.content.decode()
    assert left_over(answer.content.decode(), english) == []


def test_pages_of_a_person_who_is_signed_in(
    client: Client,
    make_user: Callable[..., User],
    german_job: Job,
    make_application: Callable[..., Application],
    english: Callable[[str], bool],
) -> None:
    candidate = make_user("ada77")  # a name that is no word
    set_preferences(candidate, language="de", time_zone="Europe/Berlin")
    application = make_application(job=german_job, applicant=candidate, cover_letter="Guten Tag")
    client.force_login(candidate)
    with translation.override("de"):
        sent = reverse("my_application", args=[application.reference])

    check(client, [*OWN_PAGES, sent], english)


def test_pages_of_a_team(
    client: Client, owner: User, recruiter: User, company: Company, english: Callable[[str], bool]
) -> None:
    set_preferences(owner, language="de", time_zone="Europe/Berlin")
    client.force_login(owner)
    member = company.memberships.get(user=recruiter)
    team = reverse("team", args=[company.slug])

    check(client, ["/accounts/team/", team, f"{team}leave/", f"{team}{member.pk}/remove/"], english)


def test_pages_of_the_back_office(
    client: Client,
    admin_user: User,
    german_job: Job,
    make_application: Callable[..., Application],
    english: Callable[[str], bool],
) -> None:
    make_application(job=german_job, cover_letter="Guten Tag")
    # There are some in each language, whoever reads the list.
    PreparedReply.objects.exclude(language="de").delete()
    set_preferences(admin_user, language="de", time_zone="Europe/Berlin")
    client.force_login(admin_user)
    lists = [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for model in admin.site._registry
    ]
    rows = [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.pk])
        for model in admin.site._registry
        if (row := model._default_manager.first()) is not None
    ]

    check(client, [reverse("admin:index"), *lists, *rows], english)
