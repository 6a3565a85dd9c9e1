"""The pages on which people keep their profile, their CV and their photo."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from careers.branding import frame
from careers.mine.urls import urlpatterns
from hiring.tests.conftest import PDF, make_cv
from nexus.core.storages import private_storage, public_storage
from nexus.tests.samples import png_bytes
from people.models import Profile, User
from people.services import set_photo, set_resume, update_profile

pytestmark = pytest.mark.django_db
PAGE, CV, PHOTO = "/my/profile/", "/my/profile/cv/", "/my/profile/photo/"
OWN_PAGES = [PAGE, CV, PHOTO, "/my/profile/privacy/", "/my/profile/privacy/preview/"]


@pytest.fixture
def mine(client: Client, candidate: User) -> Client:
    client.force_login(candidate)
    return client


def entered(**changes: Any) -> dict[str, Any]:
    fields = {
        "full_name": "Carla Candidate",
        "job_title": "Welder",
        "skills": "Welding, Brazing\nTIG",
        "expected_salary_min": "60000",
        "expected_salary_currency": "EUR",
        "linkedin_url": "example.com/carla",
        "date_of_birth": "1990-05-17",
        "gender": "female",
    }
    return fields | changes


def profile_of(user: User) -> Profile:
    return Profile.objects.get(user=user)


def photo(size: tuple[int, int] = (300, 200), name: str = "me.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, png_bytes(size))


@pytest.mark.parametrize("path", OWN_PAGES)
def test_visitors_are_sent_to_sign_in_and_back(client: Client, path: str) -> None:
    for answer in (client.get(path), client.post(path)):
        assert answer["Location"] == f"/accounts/login/?next={path}"


@pytest.mark.parametrize("path", [f"/{pattern.pattern}" for pattern in urlpatterns])
def test_no_cache_keeps_anything_of_my_area(mine: Client, path: str) -> None:
    real = "/my" + path.replace("^", "").replace("$", "")
    real = real.replace(r"(?P<reference>[A-Za-z0-9-]{9,16})", "ABCD-EFGH-9")
    real = real.replace(r"(?P<search_id>[0-9]{1,18})", "7")
    if real == PAGE + "cv/":
        mine.post(PAGE, entered(resume=make_cv()))
    for answer in (mine.get(real), mine.post(real)):
        if answer.status_code != 404:
            cached = answer.headers["Cache-Control"]
            assert "no-store" in cached
            assert "private" in cached


def test_what_is_entered_is_saved_and_shown(mine: Client, candidate: User) -> None:
    answer = mine.post(PAGE, entered(bio="I build things."), follow=True)

    assert "Your profile is saved." in answer.content.decode()
    held = profile_of(candidate)
    assert {skill.name for skill in held.skills.all()} == {"Welding", "Brazing", "TIG"}
    assert (held.job_title, held.bio) == ("Welder", "I build things.")
    assert held.linkedin_url == "https://example.com/carla"
    assert (str(held.expected_salary_min), held.expected_salary_currency) == ("60000.00", "EUR")
    page = mine.get(PAGE).content.decode()
    assert 'value="60000"' in page
    assert "Welding, Brazing, TIG" in page


def test_name_belongs_to_the_account(mine: Client, candidate: User) -> None:
    mine.post(PAGE, entered(full_name="Carla Maier"))

    candidate.refresh_from_db()
    assert candidate.get_full_name() == "Carla Maier"


def test_what_is_emptied_is_gone(mine: Client, candidate: User) -> None:
    mine.post(PAGE, entered())
    mine.post(PAGE, {"full_name": "Carla"})

    held = profile_of(candidate)
    assert (held.job_title, held.linkedin_url, held.skills.count()) == ("", "", 0)
    assert held.expected_salary_min is None
    assert held.date_of_birth is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("full_name", "n" * 301),
        ("job_title", "j" * 201),
        ("bio", "b" * 5001),
        ("skills", "s" * 81),
        ("skills", ",".join(map(str, range(51)))),
        ("phone_number", "call me"),
        ("linkedin_url", "javascript:alert(1)"),
        ("github_url", "ftp://example.com/"),
        ("website_url", "no address"),
        ("date_of_birth", "1790-01-01"),
        ("date_of_birth", "soon"),
        ("gender", "unheard of"),
        ("experience_level", "x"),
        ("expected_salary_min", "-1"),
        ("expected_salary_min", "NaN"),
        ("expected_salary_currency", "XXX"),
        ("city", "a\0b"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_changes_nothing(
    mine: Client, candidate: User, name: str, value: str
) -> None:
    answer = mine.post(PAGE, entered(job_title="Typed", bio="Typed as well") | {name: value})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'id="id_{name}_error"' in page
    assert f'href="#id_{name}"' in page
    assert "Typed" in page
    held = profile_of(candidate)
    assert (held.job_title, held.bio) == ("", "")
    assert held.skills.count() == 0


def test_salaries_in_the_wrong_order_are_said_beside_the_field(mine: Client) -> None:
    page = mine.post(PAGE, entered(expected_salary_max="10")).content.decode()

    assert 'id="id_expected_salary_min_error"' in page
    assert 'value="10"' in page


def test_refused_cv_keeps_the_old_one_and_what_was_typed(mine: Client, candidate: User) -> None:
    set_resume(candidate.profile, make_cv("old.pdf"), by=candidate)

    page = mine.post(
        PAGE, entered(job_title="Typed", resume=make_cv("new.pdf", b"no document"))
    ).content.decode()

    assert 'id="id_resume_error"' in page
    assert 'value="Typed"' in page
    assert "old.pdf" in page
    held = profile_of(candidate)
    assert (held.resume_name, held.job_title) == ("old.pdf", "")
    assert private_storage().exists(held.resume.name or "")


def test_all_that_is_wrong_is_said_at_once(mine: Client, candidate: User) -> None:
    wrong = entered(expected_salary_max="10", resume=make_cv("new.pdf", b"no document"))

    page = mine.post(PAGE, wrong).content.decode()

    assert 'id="id_resume_error"' in page
    assert 'id="id_expected_salary_min_error"' in page
    assert profile_of(candidate).job_title == ""


def test_cv_is_replaced_downloaded_and_removed(
    mine: Client, candidate: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    mine.post(PAGE, entered(resume=make_cv("old.pdf")))
    old = profile_of(candidate).resume.name or ""
    with django_capture_on_commit_callbacks(execute=True):
        mine.post(PAGE, entered(resume=make_cv("new.pdf")))
    assert not private_storage().exists(old)

    answer: Any = mine.get(CV)
    assert b"".join(answer.streaming_content) == PDF
    assert "new.pdf" in answer["Content-Disposition"]

    mine.post(PAGE, entered(remove_resume="on"))
    assert not profile_of(candidate).resume
    assert mine.get(CV).status_code == 404


def test_new_cv_wins_over_removing_the_old_one(mine: Client, candidate: User) -> None:
    mine.post(PAGE, entered(resume=make_cv("old.pdf")))
    mine.post(PAGE, entered(resume=make_cv("new.pdf"), remove_resume="on"))

    assert profile_of(candidate).resume_name == "new.pdf"


def test_everybody_gets_their_own(
    client: Client, candidate: User, other_candidate: User, recruiter: User
) -> None:
    update_profile(candidate.profile, by=candidate, bio="Of Carla alone")
    set_resume(candidate.profile, make_cv("carla.pdf"), by=candidate)
    for other in (other_candidate, recruiter):
        client.force_login(other)
        page = client.get(PAGE).content.decode()
        assert "Of Carla" not in page
        assert "carla.pdf" not in page
        assert client.get(CV).status_code == 404
        client.post(PAGE, entered(bio="Mine"))
    assert profile_of(candidate).bio == "Of Carla alone"
    assert profile_of(candidate).resume_name == "carla.pdf"


def test_page_links_to_what_is_missing(mine: Client) -> None:
    page = mine.get(PAGE).content.decode()

    assert "0% complete" in page
    for missing in ("#id_bio", "#id_resume", "#id_linkedin_url", "#id_date_of_birth", PHOTO):
        assert f'href="{missing}"' in page
    targets = [part.partition('"')[0] for part in page.split('href="#id_')[1:]]
    assert targets
    assert [name for name in targets if f'id="id_{name}"' not in page] == []


def test_text_that_no_key_opens_survives_saving_the_rest(
    mine: Client, candidate: User, settings: Any
) -> None:
    keys = settings.ENCRYPTION_KEYS
    settings.ENCRYPTION_KEYS = ["another-key-that-is-lost-afterwards"]
    update_profile(candidate.profile, by=candidate, bio="Sealed")
    settings.ENCRYPTION_KEYS = keys

    mine.post(PAGE, entered(job_title="Welder"))

    assert profile_of(candidate).job_title == "Welder"
    settings.ENCRYPTION_KEYS = ["another-key-that-is-lost-afterwards"]
    assert profile_of(candidate).bio == "Sealed"


def test_photo_is_cut_in_the_middle_without_script(mine: Client, candidate: User) -> None:
    answer = mine.post(PHOTO, {"profile_image": photo((300, 200))})

    assert answer["Location"] == PAGE
    with public_storage().open(profile_of(candidate).profile_image.name or "") as file:
        assert Image.open(file).size == (200, 200)
    assert "Your photo is saved." in mine.get(PAGE).content.decode()


def test_photo_is_cut_where_it_says(mine: Client, candidate: User) -> None:
    scene = Image.new("RGB", (400, 200), "white")
    scene.paste("black", (300, 100, 400, 200))
    data = io.BytesIO()
    scene.save(data, "PNG")
    upload = SimpleUploadedFile("me.png", data.getvalue())

    mine.post(PHOTO, {"profile_image": upload, "across": "1", "down": "1", "zoom": "2"})

    with public_storage().open(profile_of(candidate).profile_image.name or "") as file:
        image = Image.open(file).convert("L")
    assert image.size == (100, 100)
    assert image.getextrema()[1] < 10  # type: ignore[operator]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"profile_image": SimpleUploadedFile("me.png", b"no picture")},
        {"profile_image": SimpleUploadedFile("me.png", b"")},
        {"profile_image": SimpleUploadedFile("me.png", PDF)},
    ],
)
def test_refused_photo_keeps_the_present_one(
    mine: Client, candidate: User, data: dict[str, Any]
) -> None:
    set_photo(candidate.profile, photo(), by=candidate)
    before = profile_of(candidate).profile_image.name

    answer = mine.post(PHOTO, data)

    assert answer.status_code == 200
    assert 'id="id_profile_image_error"' in answer.content.decode()
    assert profile_of(candidate).profile_image.name == before


def test_photo_is_removed(
    mine: Client, candidate: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    set_photo(candidate.profile, photo(), by=candidate)
    name = profile_of(candidate).profile_image.name or ""
    with django_capture_on_commit_callbacks(execute=True):
        mine.post(PHOTO, {"remove": "1"})

    assert not profile_of(candidate).profile_image
    assert not public_storage().exists(name)


@pytest.mark.parametrize("path", [PAGE, "/my/profile/privacy/"])
def test_page_costs_the_same_with_any_number_of_skills(
    mine: Client, candidate: User, path: str
) -> None:
    frame()

    def cost(number: int) -> int:
        names = [f"Skill {n}" for n in range(number)]
        update_profile(candidate.profile, by=candidate, skills=names, is_profile_public=True)
        with CaptureQueriesContext(connection) as queries:
            assert mine.get(path).status_code == 200
        return len(queries)

    mine.get(path)
    assert cost(10) == cost(40)


def test_page_is_in_the_language_of_its_address_and_the_zone_of_the_person(
    mine: Client, candidate: User
) -> None:
    User.objects.filter(pk=candidate.pk).update(language="de", time_zone="Europe/Berlin")

    assert '<html lang="en">' in mine.get(PAGE).content.decode()
    page = mine.get(f"/de{PAGE}").content.decode()

    assert '<html lang="de">' in page
    assert "Europe/Berlin" in page
