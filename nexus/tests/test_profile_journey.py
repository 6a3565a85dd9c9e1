"""Keeping one's profile in a real browser: photo, CV, switches."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from conftest import PASSWORD
from hiring.tests.conftest import PDF
from nexus.core.storages import public_storage
from nexus.tests.accessibility import broken_rules
from nexus.tests.walking import arrive
from people.models import Profile
from people.services import update_profile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from people.models import User

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PROFILE, PHOTO, PRIVACY = "/my/profile/", "/my/profile/photo/", "/my/profile/privacy/"


def picture() -> dict[str, Any]:
    """Return a photo whose upper left ninth alone is black, stored as a camera held on its side."""
    scene = Image.new("RGB", (600, 900), "white")
    scene.paste("black", (0, 0, 200, 300))
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    scene.transpose(Image.Transpose.ROTATE_90).save(out, "JPEG", exif=exif)
    return {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def document(name: str, content: bytes = PDF) -> dict[str, Any]:
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


@pytest.fixture
def signed_in(page: Page, candidate: User) -> Page:
    sign_in(page, candidate)
    return page


@pytest.fixture
def plain_page(browser: Browser, live_server: Any, candidate: User) -> Iterator[Page]:
    """A phone without JavaScript, signed in."""
    context = browser.new_context(
        base_url=live_server.url,
        java_script_enabled=False,
        viewport={"width": 390, "height": 844},
    )
    opened = context.new_page()
    sign_in(opened, candidate)
    yield opened
    context.close()


def sign_in(page: Page, user: User) -> None:
    page.goto(f"/accounts/login/?next={PROFILE}")
    page.locator("main [name=login]").fill(user.username)
    page.locator("main [name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    arrive(page, PROFILE)


def tab_to(page: Page, name: str) -> None:
    for _ in range(70):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()"
        )
        if here.startswith(name):
            return
    raise AssertionError(f"{name} is not reached by Tab")


def check(page: Page) -> None:
    """Hold the page to axe's rules and to the width of the screen."""
    page.wait_for_load_state("networkidle")
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert broken_rules(page) == []


def stored_photo(user: User) -> Image.Image:
    name = Profile.objects.get(user=user).profile_image.name or ""
    with public_storage().open(name) as file:
        return Image.open(io.BytesIO(file.read())).convert("L")


def is_black(image: Image.Image, x: float, y: float) -> bool:
    brightness = image.getpixel((int(image.width * x), int(image.height * y)))
    assert isinstance(brightness, int)
    return brightness < 60


def shown_is_black(page: Page, x: float, y: float) -> bool:
    script = """([x, y]) => {
        const view = document.querySelector("[data-crop-view]");
        const at = [Math.floor(view.width * x), Math.floor(view.height * y)];
        return view.getContext("2d").getImageData(...at, 1, 1).data[0] < 60;
    }"""
    return bool(page.evaluate(script, [x, y]))


def test_the_keyboard_alone_crops_and_saves_a_photo_as_it_was_shown(
    signed_in: Page, candidate: User
) -> None:
    page = signed_in
    tab_to(page, "Add a photo")
    page.keyboard.press("Enter")
    arrive(page, PHOTO)
    check(page)
    tab_to(page, "Photo")
    page.locator("[name=profile_image]").set_input_files(picture())  # type: ignore[arg-type]
    page.locator("[data-crop]").wait_for()
    check(page)
    tab_to(page, "Zoom")
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    tab_to(page, "From left to right")
    page.keyboard.press("Home")
    tab_to(page, "From top to bottom")
    page.keyboard.press("Home")
    # Twice as large: the square of 300 in the corner, of which two thirds are black.
    points = [(0.1, 0.1), (0.55, 0.9), (0.8, 0.1), (0.8, 0.9)]
    shown = [shown_is_black(page, x, y) for x, y in points]
    assert shown == [True, True, False, False]
    tab_to(page, "Save photo")
    page.keyboard.press("Enter")
    arrive(page, PROFILE)
    image = stored_photo(candidate)
    assert image.width == image.height
    assert [is_black(image, x, y) for x, y in points] == shown


def test_dragging_moves_the_picture_as_the_sliders_do(signed_in: Page) -> None:
    page = signed_in
    page.goto(PHOTO)
    page.locator("[name=profile_image]").set_input_files(picture())  # type: ignore[arg-type]
    page.locator("[data-crop]").wait_for()
    assert not shown_is_black(page, 0.1, 0.6)
    view = page.locator("[data-crop-view]")
    view.scroll_into_view_if_needed()
    box = view.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 50, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 50, box["y"] + 20 + box["height"], steps=4)
    page.mouse.up()
    assert page.locator("#id_down").input_value() == "0"
    assert shown_is_black(page, 0.1, 0.4)


def test_without_script_the_middle_of_the_photo_is_kept(plain_page: Page, candidate: User) -> None:
    page = plain_page
    page.goto(PHOTO)
    page.get_by_text("The middle of the picture is kept.").wait_for()
    assert not page.get_by_label("Zoom").is_visible()
    page.get_by_label("Photo", exact=True).set_input_files(picture())  # type: ignore[arg-type]
    page.get_by_role("button", name="Save photo").click()
    arrive(page, PROFILE)
    image = stored_photo(candidate)
    assert image.size == (500, 500)
    assert is_black(image, 0.1, 0.1)
    assert not is_black(image, 0.1, 0.5)


def test_the_keyboard_alone_replaces_a_cv_that_was_refused_first(
    signed_in: Page, candidate: User
) -> None:
    page = signed_in
    tab_to(page, "Upload your CV")
    page.keyboard.press("Enter")
    tab_to(page, "CV")
    page.locator("[name=resume]").set_input_files(document("first.pdf"))  # type: ignore[arg-type]
    tab_to(page, "Save profile")
    page.keyboard.press("Enter")
    page.get_by_text("Your profile is saved.").wait_for()
    tab_to(page, "Job title")
    page.keyboard.type("Welder")
    tab_to(page, "Replace it by another one")
    page.locator("[name=resume]").set_input_files(document("no.pdf", b"no"))  # type: ignore[arg-type]
    tab_to(page, "Save profile")
    page.keyboard.press("Enter")
    page.get_by_text("Not saved yet").wait_for()
    check(page)
    assert page.evaluate("document.activeElement.name") == "resume"
    assert page.get_by_label("Job title").input_value() == "Welder"
    assert page.get_by_role("link", name="first.pdf").count() == 1
    page.locator("[name=resume]").set_input_files(document("second.pdf"))  # type: ignore[arg-type]
    tab_to(page, "Save profile")
    page.keyboard.press("Enter")
    page.get_by_text("Your profile is saved.").wait_for()
    held = Profile.objects.get(user=candidate)
    assert (held.resume_name, held.job_title) == ("second.pdf", "Welder")
    with page.expect_download() as download:
        page.get_by_role("link", name="second.pdf").click()
    assert download.value.suggested_filename == "second.pdf"


def test_the_preview_follows_the_switches_and_saves_nothing(
    signed_in: Page, candidate: User
) -> None:
    update_profile(candidate.profile, by=candidate, job_title="Welder")
    page = signed_in
    page.goto(PRIVACY)
    page.get_by_text("your profile is not found").wait_for()
    assert page.get_by_role("button", name="Preview without saving").count() == 0
    check(page)
    tab_to(page, "Show my profile")
    page.keyboard.press("Space")
    page.locator("article").first.get_by_text("Welder").wait_for()
    page.get_by_text("It is not saved yet").wait_for()
    check(page)
    tab_to(page, "I am looking for work")
    page.keyboard.press("Space")
    page.locator(".badge").first.wait_for()
    assert not Profile.objects.get(user=candidate).is_profile_public
    page.get_by_text("What everybody else sees").click()
    check(page)
    page.get_by_label("Show my profile").uncheck()
    page.get_by_text("your profile is not found").wait_for()
    assert page.get_by_text("Welder").count() == 0


def test_without_script_a_button_previews(plain_page: Page, candidate: User) -> None:
    update_profile(candidate.profile, by=candidate, job_title="Welder")
    page = plain_page
    page.goto(PRIVACY)
    page.get_by_label("Show my profile").check()
    page.get_by_role("button", name="Preview without saving").click()
    page.locator("article").first.get_by_text("Welder").wait_for()
    assert not Profile.objects.get(user=candidate).is_profile_public
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Your choice is saved.").wait_for()
    assert Profile.objects.get(user=candidate).is_profile_public


def test_the_navigation_of_my_area_leads_to_the_profile_and_fits(signed_in: Page) -> None:
    page = signed_in
    check(page)
    for path in ("/my/", "/my/saved/", PHOTO):
        page.goto(path)
        link = page.get_by_role("navigation", name="My area").get_by_role("link", name="Profile")
        assert link.is_visible()
        box = link.bounding_box()
        assert box is not None
        assert box["height"] >= 24
    link.click()
    arrive(page, PROFILE)
    current = page.get_by_role("navigation", name="My area").locator("[aria-current=page]")
    assert current.inner_text() == "Profile"
