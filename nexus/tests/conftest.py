"""What tests of the whole share: a browser."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from nexus.tests.looks import LOOKS, in_one_look
from nexus.tests.policing import listen_for_violations, violations_seen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from hiring.models import Application
    from jobs.models import Job
    from nexus.tests.backoffice_samples import World
    from people.models import Company, User

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture
def world(
    make_user: Callable[..., User],
    make_company: Callable[..., Company],
    make_job: Callable[..., Job],
    make_application: Callable[..., Application],
    candidate: User,
    admin_user: User,
) -> World:
    """Two companies in the back office that have the same, and somebody in every role."""
    from nexus.tests.backoffice_samples import Factories, build_world

    make = Factories(make_user, make_company, make_job, make_application)
    return build_world(make, candidate=candidate, admin=admin_user)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    kept, left = in_one_look(items, "page")
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = kept


@pytest.fixture(autouse=True)
def violations() -> Iterator[list[str]]:
    """What browsers say of the content security policy during a test, which is to be nothing."""
    violations_seen.clear()
    yield violations_seen
    assert violations_seen == []


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed.")
    from playwright.sync_api import sync_playwright

    # Playwright's own event loop makes the ORM believe that it is called from async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        listen_for_violations(chromium)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(params=LOOKS, ids=["wide-light", "narrow-dark"])
def page(request: pytest.FixtureRequest, browser: Browser, live_server: Any) -> Iterator[Page]:
    width, scheme = request.param
    context = browser.new_context(
        base_url=live_server.url,
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
    )
    opened = context.new_page()
    opened.on("pageerror", lambda error: pytest.fail(str(error)))
    yield opened
    context.close()
