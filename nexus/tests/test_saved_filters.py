"""Filters of lists that people keep: each for themselves, for the lists that they may see."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from people.models import SavedFilter
from people.services.saved_filters import MOST_PER_LIST, save_filter

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

    from jobs.models import Job
    from people.models import Company, User

JOBS = "/admin/jobs/job/"
KEEP = "/admin/filters/"


@pytest.fixture
def as_owner(client: Client, company: Company, owner: User, make_job: Callable[..., Job]) -> Client:
    make_job(company=company)
    client.force_login(owner)
    return client


def keep(client: Client, **sent: str) -> Response:
    return client.post(KEEP, {"model": "jobs.job", **sent})


def said(response: Response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_kept_filter_stands_beside_the_list_and_leads_back(as_owner: Client, owner: User) -> None:
    done = keep(as_owner, name="  Remote   drafts ", query="status__exact=draft&p=3&q=b%26b")

    assert done.headers["Location"] == f"{JOBS}?status__exact=draft&q=b%26b"
    page = as_owner.get(JOBS).content.decode()
    assert "Remote drafts" in page
    assert 'href="?status__exact=draft&amp;q=b%26b"' in page
    assert SavedFilter.objects.get().user == owner


def test_filter_of_the_same_name_is_replaced(as_owner: Client) -> None:
    keep(as_owner, name="Mine", query="q=one")
    keep(as_owner, name="mine", query="q=two")

    assert SavedFilter.objects.get().query == "q=two"


@pytest.mark.parametrize(
    ("name", "query"),
    [("", "q=a"), ("x" * 61, "q=a"), ("All", ""), ("All", "p=2"), ("Long", "q=" + "a" * 1500)],
)
def test_what_cannot_be_kept_is_told(as_owner: Client, name: str, query: str) -> None:
    done = keep(as_owner, name=name, query=query)

    assert said(done)
    assert done.status_code == 302
    assert not SavedFilter.objects.exists()


def test_there_is_an_end_to_the_number_of_filters(as_owner: Client, owner: User) -> None:
    for n in range(MOST_PER_LIST):
        save_filter(model="jobs.job", name=f"Filter {n}", query="q=a", by=owner)

    assert "Remove one first" in said(keep(as_owner, name="One more", query="q=a"))


def test_others_see_and_remove_none_of_them(
    client: Client, as_owner: Client, owner: User, recruiter: User
) -> None:
    kept = save_filter(model="jobs.job", name="Only mine", query="q=a", by=owner)
    client.force_login(recruiter)

    assert "Only mine" not in client.get(JOBS).content.decode()
    keep(client, remove=str(kept.pk))
    assert SavedFilter.objects.filter(pk=kept.pk).exists()

    client.force_login(owner)
    keep(client, remove=str(kept.pk))
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize("model", ["", "jobs.place", "people.user", "auth.permission"])
def test_lists_that_one_may_not_see_have_no_filters(as_owner: Client, model: str) -> None:
    done = as_owner.post(KEEP, {"model": model, "name": "X", "query": "q=a"})

    assert done.status_code == 404


def test_words_of_a_filter_are_sealed_at_rest(owner: User) -> None:
    from django.db import connection

    save_filter(model="jobs.job", name="Jo Doe", query="q=jo+doe", by=owner)

    with connection.cursor() as cursor:
        cursor.execute("SELECT name, query FROM people_savedfilter")
        name, query = cursor.fetchone()
    assert "Doe" not in name
    assert "doe" not in query
