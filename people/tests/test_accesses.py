"""The page that tells people who has looked at their data."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone

from nexus.core.audit import AuditAct
from people.choices import AccessKind
from people.models import AuditEntry
from people.services import looks_at, record_access

if TYPE_CHECKING:
    from collections.abc import Callable

    from people.models import Company, User

pytestmark = pytest.mark.django_db

PAGE = "/accounts/accesses/"


def look(viewer: User, subject: User, count: int = 1, **fields: Any) -> None:
    now = timezone.now()
    AuditEntry.objects.bulk_create(
        AuditEntry(
            actor=viewer,
            subject=subject,
            act=AuditAct.SEEN,
            thing_kind=fields.get("thing", "").partition(":")[0],
            at=now - timedelta(seconds=n // 2),  # two at a time, as a list writes them
            **fields,
        )
        for n in range(count)
    )


def test_page_says_when_which_company_and_what(
    client: Client,
    candidate: User,
    owner: User,
    company: Company,
    make_application: Callable[..., Any],
    make_job: Callable[..., Any],
) -> None:
    application = make_application(
        applicant=candidate, job=make_job(title="Welder", company=company)
    )
    record_access(
        viewer=owner,
        subject=candidate,
        kind=AccessKind.DOWNLOADED_CV,
        target=f"application:{application.pk}",
        company=company,
    )
    client.force_login(candidate)

    page = client.get(PAGE).content.decode()

    assert "Downloaded a CV: Welder" in page
    assert "<td>Acme Works</td>" in page
    assert owner.username not in page
    assert re.search(r'<time datetime="\d{4}-\d\d-\d\dT', page)


def test_administrators_and_strangers_are_named_as_such(
    candidate: User, admin_user: User, other_candidate: User, client: Client
) -> None:
    look(admin_user, candidate)
    look(other_candidate, candidate)
    client.force_login(candidate)

    page = client.get(PAGE).content.decode()

    assert "by an administrator" in page
    assert "Somebody who was signed in" in page
    assert other_candidate.username not in page


def test_nobody_sees_the_looks_at_others(
    client: Client, candidate: User, other_candidate: User, owner: User
) -> None:
    look(owner, other_candidate)
    client.force_login(candidate)

    assert "Nobody has looked at your data yet." in client.get(PAGE).content.decode()


def test_pages_follow_each_other_without_gap_or_repetition(candidate: User, owner: User) -> None:
    look(owner, candidate, count=25)
    seen: list[int] = []
    before = ""
    for _page in range(3):
        page = looks_at(candidate, before=before, limit=10)
        seen += [row.pk for row in page.looks]
        before = page.older

    assert before == ""
    assert len(seen) == len(set(seen)) == 25
    newest_first = AuditEntry.objects.order_by("-at", "-pk").values_list("pk", flat=True)
    assert seen == list(newest_first)


def test_page_leads_to_older_ones(client: Client, candidate: User, owner: User) -> None:
    look(owner, candidate, count=60)
    client.force_login(candidate)

    first = client.get(PAGE).content.decode()
    older = re.search(r'href="(/accounts/accesses/\?before=[^"]+)"', first)
    assert older
    second = client.get(html.unescape(older[1])).content.decode()

    assert first.count("<time") == 50
    assert second.count("<time") == 10
    assert ">Latest</a>" in second


@pytest.mark.parametrize(
    "before",
    [
        "",
        "x",
        "~",
        "2026-01-01~1",
        "2026-13-01T00:00:00Z~1",
        "9" * 50,
        "\x00",
        "2026-01-01T00:00:00Z~²",
        f"2026-01-01T00:00:00Z~{'9' * 19}",
        "0001-01-01T00:00:00+14:00~1",
    ],
)
def test_absurd_places_are_borne(before: str, client: Client, candidate: User) -> None:
    client.force_login(candidate)

    assert client.get(PAGE, {"before": before}).status_code == 200


def test_cost_does_not_grow_with_the_rows(
    client: Client,
    candidate: User,
    owner: User,
    company: Company,
    make_application: Callable[..., Any],
    django_assert_num_queries: Any,
) -> None:
    client.force_login(candidate)
    client.get(PAGE)  # the frame of the site is read once and kept in the cache
    costs = []
    for _step in range(2):
        application = make_application(applicant=candidate)
        look(owner, candidate, 10, company=company, thing=f"application:{application.pk}")
        look(owner, candidate, 10, company=company, thing=f"profile:{candidate.pk}")
        with django_assert_num_queries(5):
            costs.append(client.get(PAGE).status_code)

    assert costs == [200, 200]


def test_visitor_is_sent_to_sign_in(client: Client) -> None:
    assert client.get(PAGE).headers["Location"] == f"/accounts/login/?next={PAGE}"
