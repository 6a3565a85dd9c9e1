"""Lists and forms of the back office cost the same however many rows there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nexus.tests.backoffice_samples import MORE, ROWS

if TYPE_CHECKING:
    from django.db.models import Model
    from django.test import Client

    from nexus.tests.backoffice_samples import World

pytestmark = pytest.mark.django_db

MODELS = list(admin.site._registry)
MOST_ROWS = 100


def queries_of(client: Client, path: str) -> int:
    client.get(path)  # what is kept for a while is kept from now on
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code in {200, 403}, path
    return len(queries)


@pytest.mark.parametrize("role", ["owner", "viewer", "admin"])
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_list_and_form_cost_the_same_at_10_and_40_rows(
    model: type[Model], role: str, world: World
) -> None:
    client = world.client(role)
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    paths = [
        reverse(f"{name}_changelist"),
        reverse(f"{name}_change", args=[ROWS[model](world.ours).pk]),
        reverse(f"{name}_add"),
    ]
    spent = []
    for rows in (10, 30):
        for _ in range(rows):
            MORE[model](world.ours, world.make)
        spent.append({path: queries_of(client, path) for path in paths})

    assert spent[0] == spent[1]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_list_never_loads_more_than_a_hundred_rows(model: type[Model], world: World) -> None:
    client = world.client("admin")
    path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    for _ in range(60):
        MORE[model](world.ours, world.make)

    for asked in (path, f"{path}?all=", f"{path}?q=", f"{path}?p=2"):
        changelist = client.get(asked, follow=True).context["cl"]
        assert 0 < len(changelist.result_list) <= MOST_ROWS
        assert len(changelist.result_list) == len(list(changelist.result_list))
