"""Which applications wait for the company, and who sees them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import now

from hiring.models import Application
from people.models import Company, User

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]


def test_application_is_overdue_after_the_days_that_its_own_company_promises(
    company: Company, rival_company: Company, make_job: Make, make_application: Make
) -> None:
    Company.objects.filter(pk=company.pk).update(answer_days=3)
    at = now()
    late = make_application(
        job=make_job(company=company), applied_at=at - timedelta(days=3, seconds=1)
    )
    make_application(job=make_job(company=company), applied_at=at - timedelta(days=3))
    make_application(job=make_job(company=rival_company), applied_at=at - timedelta(days=13))

    assert list(Application.objects.overdue(at=at)) == [late]


@pytest.mark.parametrize(
    "settled", [{"status": "reviewed"}, {"status": "rejected"}, {"withdrawn_at": now()}]
)
def test_what_was_looked_at_or_withdrawn_is_never_overdue(
    settled: dict[str, Any], make_application: Make
) -> None:
    make_application(applied_at=now() - timedelta(days=400), **settled)

    assert not Application.objects.overdue().exists()


def test_company_side_sees_its_own_applications_and_admins_all(
    owner: User,
    rival: User,
    admin_user: User,
    company: Company,
    rival_company: Company,
    make_job: Make,
    make_application: Make,
) -> None:
    ours = make_application(job=make_job(company=company))
    theirs = make_application(job=make_job(company=rival_company), applicant=owner)

    assert list(Application.objects.handled_by(owner)) == [ours]
    assert list(Application.objects.handled_by(rival)) == [theirs]
    assert set(Application.objects.handled_by(admin_user)) == {ours, theirs}
