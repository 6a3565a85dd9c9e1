"""The benchmark of the operations: none is left out, each call goes well, the table says which is slow."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nexus.bench.client import Call, Reply
from nexus.bench.operations.__main__ import table
from nexus.bench.operations.crew import Crew
from nexus.bench.operations.plans import plans
from nexus.tests.samples import pdf_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

_DOCUMENT = Path(__file__).parents[2] / "tests" / "openapi.json"


def operations() -> list[str]:
    paths = json.loads(_DOCUMENT.read_text())["paths"]
    return sorted(one["operationId"] for methods in paths.values() for one in methods.values())


def test_every_operation_has_a_plan() -> None:
    assert sorted(plans()) == operations()


@pytest.fixture
def crew(
    client: Client,
    make_user: Callable[..., Any],
    make_company: Callable[..., Any],
    make_job: Callable[..., Any],
    make_application: Callable[..., Any],
) -> Crew:
    """A crew in a market with the accounts of the demo that it needs."""
    boss = make_user("admin")
    type(boss).objects.filter(pk=boss.pk).update(is_admin=True, is_staff=True, is_superuser=True)
    company = make_company("Saltgrass Solar", owner=make_user("employer"))
    for _ in range(2):
        job = make_job(company=company)
    candidate = make_user("candidate")
    candidate.profile.is_profile_public = True
    candidate.profile.resume = SimpleUploadedFile("cv.pdf", pdf_bytes())
    candidate.profile.save()
    make_application(job=job, applicant=candidate, resume=SimpleUploadedFile("cv.pdf", pdf_bytes()))
    return Crew(2, lambda call: asked(client, call))


def asked(client: Client, call: Call) -> Reply:
    headers = dict(call.headers)
    kind = headers.pop("Content-Type", "application/json")
    response = client.generic(
        call.method, call.path, call.body or b"", content_type=kind, headers=headers
    )
    return Reply(response.status_code, b"".join(response), 0.1)


@pytest.mark.parametrize("name", operations())
def test_each_call_of_a_plan_goes_well(name: str, crew: Crew, client: Client) -> None:
    replies = [asked(client, call) for call in plans()[name](crew)]

    assert len(replies) == 2
    assert [reply.body for reply in replies if not 200 <= reply.status < 300] == []


def test_the_table_names_what_misses_the_goal() -> None:
    text = table({"quick": [0.01, 0.03], "slow": [0.1, 0.5]})

    assert "| slow | 2 | 300.0 | 100.0 | 500.0 |\n| quick | 2 | 20.0 | 10.0 | 30.0 |" in text
    assert text.endswith("above 200 ms on average: slow\n")
    assert table({"quick": [0.01]}).endswith("above 200 ms on average: none\n")
