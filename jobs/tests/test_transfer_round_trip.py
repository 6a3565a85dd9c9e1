"""What we export of jobs comes in again unchanged, whatever the format and the language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from nexus.core.tests.imports import check_out_and_in
from nexus.core.transfers import kinds as importable
from nexus.core.transfers.columns import fold_header
from taxonomy.services import get_or_create_skills

if TYPE_CHECKING:
    from people.models import Company, User
    from taxonomy.models import Category

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]


def test_exports_come_in_again_and_change_nothing(
    owner: User, company: Company, category: Category, make_job: Make
) -> None:
    first = make_job(
        company=company,
        category=category,
        title="=HYPERLINK(1) & Söhne",
        description="<p>One</p>\n<p>- two, three</p>",
        benefits="<p>" + "x" * 40 + "</p>",
        salary_min=30_000,
        salary_max="40000.50",
        application_deadline=datetime(2031, 3, 4, 5, 6, 7, 891_011, tzinfo=UTC),
    )
    first.skills.set(get_or_create_skills(["Wiring, plans and cables"]))
    closed = make_job(company=company, category=category, title="+1 day", status="closed")
    closed.skills.set(get_or_create_skills(["b", "A", "c"]))
    type(closed).objects.filter(pk=closed.pk).update(application_deadline=timezone.now())

    check_out_and_in(owner, "jobs", rows=2, options={"company": company.pk, "opens": True})


@pytest.mark.parametrize("name", importable.names())
def test_every_heading_of_an_export_leads_to_its_own_column(name: str, admin_user: User) -> None:
    kind = importable.kind_named(name)
    assert kind is not None
    resource = kind.open_resource(admin_user, {})
    assert resource.exported is not None
    known = resource.column_by_header()
    ours = {column.column_name for column in resource.columns()}
    for language, _ in settings.LANGUAGES:
        with override(language):
            for key, column in resource.exported.columns().items():
                found = known.get(fold_header(str(column.label)))
                assert (found.column_name if found else None) == (key if key in ours else None), (
                    language,
                    str(column.label),
                )
