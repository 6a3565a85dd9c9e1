"""Pages of editors who may not publish: handed in, looked at by a moderator, live or sent back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupApprovalTask, GroupPagePermission, Page, Workflow, WorkflowTask
from wagtail.test.utils.form_data import nested_form_data, streamfield

from careers.models import ContentPage
from careers.services import ensure_site_tree
from people.models import User

pytestmark = pytest.mark.django_db

Make = Callable[..., User]
WORDS = "A week after you write, you hear from us."


def _browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture(autouse=True)
def _moderation(db: None) -> None:
    """Wagtail's migrations make two groups and a workflow, which a flush of the database takes."""
    root = Page.objects.get(depth=1)
    if root.get_workflow() is not None:
        return
    enter = Permission.objects.get(codename="access_admin")
    for name, may in (("Editors", ()), ("Moderators", ("publish_page",))):
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(enter)
        for codename in ("add_page", "change_page", *may):
            permission = Permission.objects.get(codename=codename, content_type__model="page")
            GroupPagePermission.objects.create(group=group, page=root, permission=permission)
    task = GroupApprovalTask.objects.create(name="Moderators approval")
    task.groups.set(Group.objects.filter(name="Moderators"))
    workflow = Workflow.objects.create(name="Moderators approval")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    workflow.workflow_pages.create(page=root)


@pytest.fixture
def writer(make_user: Make) -> User:
    """An editor of Wagtail's own group, who may write pages and not publish them."""
    user = make_user("writer")
    user.groups.add(Group.objects.get(name="Editors"))
    return user


@pytest.fixture(params=["admin", "moderator"])
def judge(request: pytest.FixtureRequest, make_user: Make, admin_user: User) -> User:
    """Whoever may approve: an admin, or a member of Wagtail's own group for it."""
    if request.param == "admin":
        return admin_user
    user = make_user("moderator")
    user.groups.add(Group.objects.get(name="Moderators"))
    return user


def _form(**fields: str) -> dict[str, Any]:
    form: dict[str, Any] = nested_form_data(
        {
            "title": "How we hire",
            "slug": "how",
            "lead": WORDS,
            "picture": "",
            "body": streamfield([]),
            "seo_title": "",
            "search_description": "",
            "go_live_at": "",
            "expire_at": "",
            "comments": {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"},
            **fields,
        }
    )
    return form


def _hand_in(writer: User, action: str = "action-submit") -> ContentPage:
    home = ensure_site_tree().home
    path = reverse("wagtailadmin_pages:add", args=["careers", "contentpage", home.pk])
    _browser(writer).post(path, _form(**{action: "1"}))
    page: ContentPage = ContentPage.objects.get()
    return page


def _judge(page: ContentPage, judge: User, action: str) -> Any:
    task = page.current_workflow_task_state
    path = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, task.pk])
    return _browser(judge).post(path, {"comment": "Say how many days."}, follow=True)


def _is_public(client: Client) -> bool:
    return WORDS in client.get("/how/").content.decode()


def test_a_page_handed_in_is_a_draft_until_somebody_approves_it(
    client: Client, writer: User, judge: User
) -> None:
    page = _hand_in(writer)
    waits = (page.live, page.workflow_in_progress, client.get("/how/").status_code)

    _judge(page, judge, "approve")

    page.refresh_from_db()
    assert waits == (False, True, 404)
    assert (page.live, page.workflow_in_progress) == (True, False)
    assert _is_public(client)


def test_a_page_sent_back_stays_a_draft_and_can_be_handed_in_again(
    client: Client, writer: User, judge: User
) -> None:
    page = _hand_in(writer)

    _judge(page, judge, "reject")

    page.refresh_from_db()
    assert (page.live, page.workflow_in_progress) == (False, False)
    assert client.get("/how/").status_code == 404
    path = reverse("wagtailadmin_pages:edit", args=[page.pk])
    _browser(writer).post(path, _form(**{"action-restart-workflow": "1"}))
    _judge(page, judge, "approve")
    assert _is_public(client)


def test_a_change_that_was_handed_in_waits_while_the_page_stays_as_it_was(
    client: Client, writer: User, admin_user: User
) -> None:
    page = _hand_in(writer)
    _judge(page, admin_user, "approve")
    path = reverse("wagtailadmin_pages:edit", args=[page.pk])

    _browser(writer).post(path, _form(lead="In a day.", **{"action-submit": "1"}))

    assert _is_public(client)
    _judge(page, admin_user, "approve")
    assert "In a day." in client.get("/how/").content.decode()


def test_who_may_not_publish_cannot_do_so_by_sending_the_button_of_those_who_may(
    client: Client, writer: User
) -> None:
    page = _hand_in(writer, "action-publish")

    assert not page.live
    assert client.get("/how/").status_code == 404


def test_who_wrote_a_page_cannot_approve_it(client: Client, writer: User) -> None:
    page = _hand_in(writer)

    _judge(page, writer, "approve")

    page.refresh_from_db()
    assert (page.live, page.workflow_in_progress) == (False, True)
