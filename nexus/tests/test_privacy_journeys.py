"""One's own data in a real browser: downloaded, and the account deleted, restored, erased."""

from __future__ import annotations

import json
import re
import zipfile
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.utils import timezone

from conftest import PASSWORD
from nexus.core.storages import private_storage
from nexus.tests.test_account_pages import check, sign_in, submit
from people.models import AccountDeletion, Profile, User
from people.services import erase_due_accounts

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

    from people.models import Company

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def applicant(candidate: User, make_application: Callable[..., Any]) -> User:
    Profile.objects.filter(user=candidate).update(
        resume=private_storage().save("profiles/cv.pdf", ContentFile(b"%PDF my cv"))
    )
    make_application(applicant=candidate, cover_letter="Dear all, I weld ships.")
    return candidate


def reauthenticate(page: Page) -> None:
    page.wait_for_url("**/accounts/reauthenticate/**")
    submit(page, "Confirm", password=PASSWORD)


def delete_account(page: Page) -> None:
    page.goto("/accounts/delete/")
    submit(page, "Delete my account", confirmation="candidate")
    if "/reauthenticate/" in page.url:
        reauthenticate(page)


def download(page: Page, tmp_path: Any) -> zipfile.ZipFile:
    with page.expect_download() as handed_out:
        page.get_by_role("link", name="Download", exact=True).click()
    target = tmp_path / handed_out.value.suggested_filename
    handed_out.value.save_as(target)
    return zipfile.ZipFile(target)


def test_new_pages_are_accessible(page: Page, owner: User, company: Company) -> None:
    sign_in(page, owner)
    page.goto("/accounts/preferences/")
    check(page, "Language and time zone")
    page.goto("/accounts/data/")
    check(page, "Your data")
    page.goto("/accounts/accesses/")
    check(page, "Who looked at your data")
    page.goto("/accounts/delete/")
    check(page, "Delete your account")
    submit(page, "Delete my account", confirmation="somebody else")
    check(page, "Delete your account")
    page.goto("/accounts/restore/forged/")
    check(page, "This link does not work any more")
    page.goto("/accounts/deleted/")
    check(page, "Your account is closed")


def test_data_is_downloaded_and_holds_what_was_entered(
    browser: Browser, live_server: Any, applicant: User, tmp_path: Any
) -> None:
    # Without scripts: nothing of this needs them.
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, applicant)
    page.goto("/accounts/data/")
    submit(page, "Prepare my data")
    reauthenticate(page)

    archive = download(page, tmp_path)

    held = json.loads(archive.read("data.json"))
    assert held["account"]["first_name"] == "Carla"
    assert held["applications"][0]["cover_letter"] == "Dear all, I weld ships."
    assert archive.read("profile/CV.pdf") == b"%PDF my cv"
    assert "candidate" in archive.read("README.txt").decode()
    context.close()


def test_account_is_deleted_restored_and_deleted_for_good(
    browser: Browser, live_server: Any, applicant: User
) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, applicant)
    delete_account(page)
    assert page.get_by_role("heading", level=1).inner_text() == "Your account is closed"

    sign_in(page, applicant)
    assert page.get_by_role("heading", level=1).inner_text() == "Restore your account?"
    page.get_by_role("button", name="Restore my account").click()
    page.wait_for_url("**/accounts/email/")

    delete_account(page)
    link = re.search(r"(/accounts/restore/\S+)", str(mail.outbox[-1].body))
    assert link
    page.goto(link[1])
    page.get_by_role("button", name="Restore my account").click()
    page.wait_for_url("**/accounts/login/")

    sign_in(page, applicant)
    delete_account(page)
    AccountDeletion.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    erase_due_accounts()

    page.goto(link[1])
    assert "does not work any more" in page.get_by_role("heading", level=1).inner_text()
    sign_in(page, applicant)
    assert page.locator("[role=alert], .field__error").count()
    assert User.objects.get(pk=applicant.pk).username == f"deleted-{applicant.pk}"
    context.close()


def test_restore_page_is_accessible(page: Page, candidate: User) -> None:
    sign_in(page, candidate)
    delete_account(page)
    check(page, "Your account is closed")
    sign_in(page, candidate)
    check(page, "Restore your account?")
