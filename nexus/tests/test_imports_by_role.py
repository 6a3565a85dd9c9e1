"""Who may import what: every kind that there is, for everybody that there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nexus.core.transfers import kinds as importable

if TYPE_CHECKING:
    from django.test import Client

    from people.models import Company

pytestmark = pytest.mark.django_db

# Whoever is not named here may import nothing.
MAY = {
    "admin_user": {"jobs", "categories", "companies", "candidates", "applications"},
    "owner": {"jobs", "applications"},
    "recruiter": {"jobs"},
}


@pytest.mark.parametrize("role", ["admin_user", "owner", "recruiter", "viewer", "candidate"])
def test_each_role_reaches_what_it_may_import_and_nothing_else(
    role: str, client: Client, company: Company, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))
    opened = set()
    for name in importable.names():
        pages = [f"/admin/imports/new/{name}/", f"/admin/imports/new/{name}/template/"]
        answers = {client.get(page).status_code for page in pages}
        if answers == {200}:
            opened.add(name)
        else:
            assert answers <= {302, 403, 404}, name
            assert client.post(pages[0]).status_code in {302, 403, 404}

    assert opened == MAY.get(role, set())
    listed = client.get("/admin/imports/")
    html = listed.content.decode() if listed.status_code == 200 else ""
    assert {name for name in importable.names() if f"/new/{name}/" in html} == opened
