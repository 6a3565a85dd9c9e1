"""Files of any kind that are long are looked at, imported and undone by the worker."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from nexus.core.tests.imports import upload
from nexus.core.transfers import kinds as importable
from nexus.core.transfers.models import ImportRun, RunState
from nexus.core.transfers.steps import work

if TYPE_CHECKING:
    from django.test import Client

    from people.models import Company, User

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]


@pytest.mark.parametrize("name", importable.names())
def test_long_files_are_left_to_the_worker(
    name: str,
    client: Client,
    admin_user: User,
    company: Company,
    make_application: Make,
    make_category: Make,
    make_job: Make,
    make_user: Make,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # What the templates name.
    make_category("Skilled Trades & Construction")
    if name == "applications":
        person = make_user(email="ada@example.com")
        make_application(job=make_job(title="Electrician"), applicant=person)
    kind = importable.kind_named(name)
    assert kind is not None
    monkeypatch.setattr(type(kind), "most_at_once", 0)
    monkeypatch.setattr("nexus.core.transfers.services._enqueue", lambda run: None)
    client.force_login(admin_user)
    options = {
        "jobs": {"opens": "open", "company": company.name},
        "candidates": {"shown": "no"},
    }.get(name, {})
    template = client.get(f"/admin/imports/new/{name}/template/").content

    html = upload(client, name, template, **options).content.decode()

    run = ImportRun.objects.get()
    assert run.state == RunState.CHECKING
    assert "Nothing is changed yet." in html
    for path, state in (("begin", RunState.IMPORTING), ("undo", RunState.UNDOING)):
        work(run.pk)
        run.refresh_from_db()
        assert (run.good, run.wrong) == (1, 0)
        client.post(f"/admin/imports/{run.pk}/{path}/")
        run.refresh_from_db()
        assert run.state == state
        told = json.loads(client.get(f"/admin/imports/{run.pk}/progress/").content)
        assert told["isOver"] is False
    work(run.pk)
    run.refresh_from_db()
    assert (run.state, run.kept) == (RunState.UNDONE, 0)
