"""Nobody sees or changes in the back office what is not theirs: at any address, by any way.

Addresses, filters, actions and fields are found, not listed: whatever an app adds is held to this.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django import forms
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from nexus.backoffice.addresses import Address, addresses
from nexus.tests.backoffice_samples import (
    MADE_BY,
    MARKET,
    MEMBERS,
    PAYLOADS,
    PUBLIC,
    ROWS,
    add_rows,
    parameters_of,
)
from people.models import AuditEntry
from taxonomy.models import Skill

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model

    from nexus.tests.backoffice_samples import Side, World


# Thousands of requests: the slow half has time for them.
pytestmark = [pytest.mark.django_db, pytest.mark.slow]

OUTSIDERS = ("candidate", "editor")
# What is written down about looking is no change of what is looked at.
NOT_WATCHED: set[type[Any]] = {AuditEntry}


def watched() -> Iterator[type[Model]]:
    for label in ("people", "jobs", "hiring"):
        yield from (m for m in apps.get_app_config(label).get_models() if m not in NOT_WATCHED)
    yield from (Skill, LogEntry)


def everything() -> dict[str, set[Any]]:
    """Return all rows of the product, to be compared with themselves later."""
    return {
        model.__name__: set(model._base_manager.values_list(*_columns(model)))
        for model in watched()
    }


def _columns(model: type[Model]) -> list[str]:
    # The times of requests say who was there, and are no change of anybody's data.
    return [f.attname for f in model._meta.concrete_fields if f.name != "last_login"]


def text_of(response: Any) -> str:
    """Return what the person reads, and what their browser is told."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{response.headers.get('Location', '')}\n{body.decode(errors='replace')}"


def payload_of(address: Address, client: Client, path: str) -> dict[str, Any]:
    """Return what an administrator's browser would send to the address, with other words in it."""
    known = PAYLOADS.get(address.name)
    if known is not None:
        return known
    sent: dict[str, Any] = {"post": "yes"}
    form = getattr((client.get(path).context or {}).get("adminform", None), "form", None)
    if form is not None:
        for field in form:
            value = field.value()
            is_prose = type(field.field) is forms.CharField
            sent[field.html_name] = f"{value} x" if is_prose else (value or "")
    return sent


def opened(side: Side) -> Iterator[tuple[Address, str]]:
    for address in addresses():
        yield address, address.filled(parameters_of(address, side))


def test_visitors_are_sent_to_the_one_login_from_every_address(world: World) -> None:
    client, before = world.client("anonymous"), everything()

    for _address, path in opened(world.ours):
        for answer in (client.get(path), client.post(path, {"post": "yes"})):
            assert answer.status_code == 302, path
            assert answer["Location"].startswith(("/accounts/", "/admin/login/")), path

    assert everything() == before


@pytest.mark.parametrize("role", OUTSIDERS)
def test_people_who_do_not_work_there_get_in_nowhere(role: str, world: World) -> None:
    client, before = world.client(role), everything()
    away = ("/admin/login/", "/admin/logout/")

    for _address, path in opened(world.ours):
        if path.startswith(away):
            continue
        for answer in (client.get(path), client.post(path, {"post": "yes"})):
            assert answer.status_code in {302, 403}, path
            if answer.status_code == 302:  # to the account, where passwords are changed
                assert path.startswith("/admin/password_change/"), path
            assert world.ours.marker not in text_of(answer), path

    assert everything() == before


@pytest.mark.parametrize("role", [*MEMBERS, "rival"])
def test_rows_of_another_company_open_at_no_address(role: str, world: World) -> None:
    client, boss = world.client(role), world.client("admin")
    foreign, before = world.foreign_to(role), everything()

    for address, path in opened(foreign):
        if "object_id" not in address.parameters and not address.parameters:
            continue
        payload = payload_of(address, boss, path)
        is_theirs = address.model_admin and address.model_admin.model not in MARKET
        for answer in (client.get(path, follow=True), client.post(path, payload, follow=True)):
            assert answer.status_code in {403, 404, 405} or not is_theirs, path
            assert foreign.marker not in text_of(answer), path

    assert everything() == before


def test_viewers_change_nothing_at_any_address(world: World) -> None:
    client, boss, before = world.client("viewer"), world.client("admin"), everything()
    sent = {
        path: payload_of(address, boss, path)
        for address, path in opened(world.ours)
        if address.name != "logout"
    }

    for path, payload in sent.items():
        client.post(path, payload)

    assert everything() == before
    # The same would have changed something, had somebody sent it who may.
    changes = [path for path in sent if path.endswith("/change/")]
    answers = {path: boss.post(path, sent[path]).status_code for path in changes}
    assert 302 in answers.values()
    assert set(answers.values()) <= {302, 403}, answers


def variants(client: Client, path: str, foreign: Side) -> Iterator[str]:
    """Yield the ways to ask a list: every choice of its filters, foreign rows, words, pages."""
    yield path
    cut = foreign.marker[:-1]
    for query in (f"q={cut}", f"q={cut}-owner", "all=", "_facets=True", "_popup=1", "p=0", "o=1"):
        yield f"{path}?{query}"
    changelist = (client.get(path).context or {}).get("cl")
    if changelist is None:
        return
    for spec in changelist.filter_specs:
        yield from (f"{path}{choice['query_string']}" for choice in spec.choices(changelist))
        for name in spec.expected_parameters():
            for row in ROWS.values():
                yield f"{path}?{name}={row(foreign).pk}"
    for name in ("company", "company__name__startswith", "job__company", "user__password"):
        yield f"{path}?{name}={foreign.company.pk}"


@pytest.mark.parametrize("role", [*MEMBERS, "rival"])
def test_lists_and_pages_name_nothing_of_another_company(role: str, world: World) -> None:
    client, foreign = world.client(role), world.foreign_to(role)

    for address, path in opened(foreign):
        if address.parameters or address.name == "logout" or address.name in PUBLIC:
            continue
        for asked in variants(client, path, foreign):
            answer = client.get(asked)
            assert answer.status_code < 500, asked
            assert foreign.marker not in text_of(answer), asked


@pytest.mark.parametrize("role", [*MEMBERS, "rival"])
def test_nothing_that_another_company_does_changes_a_page(role: str, world: World) -> None:
    client, foreign = world.client(role), world.foreign_to(role)
    plain = [
        (address, path)
        for address, path in opened(foreign)
        if not address.parameters and address.name not in {"logout", *PUBLIC}
    ]
    # The audit tells of the other pages that they were opened, which is noted once a day.
    plain.sort(key=lambda one: "people/auditentry" in one[1])
    pages = {
        asked: _still(client, asked)
        for _address, path in plain
        for asked in variants(client, path, foreign)
    }

    add_rows(foreign.company, foreign.marker, world.make)

    assert [asked for asked, text in pages.items() if _still(client, asked) != text] == []


def _still(client: Client, path: str) -> str:
    """Return what a page shows, without the tokens that differ each time."""
    tokens = r'name="csrfmiddlewaretoken" value="\w+"|nonce="[\w-]+"'
    return re.sub(tokens, "", text_of(client.get(path)))


@pytest.mark.parametrize("role", [*MEMBERS, "rival", *OUTSIDERS, "anonymous"])
def test_suggestions_name_nothing_of_another_company(role: str, world: World) -> None:
    client, foreign = world.client(role), world.foreign_to(role)
    asked = 0

    for model in apps.get_models():
        for field in model._meta.get_fields():
            related = getattr(getattr(field, "remote_field", None), "model", None)
            if not isinstance(related, type) or not admin.site.is_registered(related):
                continue
            query = {
                "app_label": model._meta.app_label,
                "model_name": str(model._meta.model_name),
                "field_name": field.name,
                "term": foreign.marker[:-1],
            }
            answer = client.get(reverse("admin:autocomplete"), query)
            assert foreign.marker not in text_of(answer), query
            asked += 1

    assert asked > 10


@pytest.mark.parametrize("role", [*MEMBERS, "rival", *OUTSIDERS, "anonymous"])
def test_actions_leave_rows_of_another_company_alone(role: str, world: World, rf: Any) -> None:
    client, foreign, before = world.client(role), world.foreign_to(role), everything()
    request = rf.get("/admin/")
    request.user = world.users["admin"]

    for model, model_admin in admin.site._registry.items():
        meta = model._meta
        name = f"admin:{meta.app_label}_{meta.model_name}"
        row = ROWS[model](foreign)
        places = (reverse(f"{name}_changelist"), reverse(f"{name}_change", args=[row.pk]))
        for action in [*model_admin.get_actions(request), "delete_selected"]:
            for path in places:
                for field in ("action", "changelist-action", "change_form-action"):
                    sent = {field: action, "_selected_action": [row.pk], "index": "0"}
                    for more in ({}, {"select_across": "1"}, {"apply": "yes", "post": "yes"}):
                        answer = client.post(path, {**sent, **more}, follow=True)
                        assert foreign.marker not in text_of(answer), (path, action)

    assert everything() == before


def test_administrators_open_every_page_of_either_company(world: World) -> None:
    client = world.client("admin")
    elsewhere = {"logout", "login", "switch_company", "autocomplete", ""}

    for side in (world.ours, world.theirs):
        for address, path in opened(side):
            if address.name in elsewhere or address.name.endswith(("_add", "_delete")):
                continue
            answer = client.get(path, follow=True)
            if address.name in MADE_BY:
                assert answer.status_code in {404, 405}, path
                continue
            # An address that only takes what is sent to it says so.
            assert answer.status_code in {200, 405}, path
