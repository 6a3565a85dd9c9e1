"""The demo command: when it loads, when it refuses, and what is left after a failure."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command

from jobs.models import Job
from nexus.demo.loading import DemoRefused, load, load_demo
from nexus.demo.logins import LOGINS, print_logins
from people.models import Company, User

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_django import Settings


@pytest.fixture
def files_below(settings: Settings, tmp_path: Path) -> Path:
    """Keep the files of a test in a folder of its own."""
    storages = {**settings.STORAGES}
    for alias in ("default", "private"):
        options = {**storages[alias].get("OPTIONS", {}), "location": str(tmp_path / alias)}
        storages[alias] = {**storages[alias], "OPTIONS": options}
    settings.STORAGES = storages
    return tmp_path


def run_demo(*arguments: str) -> str:
    out = StringIO()
    call_command("demo", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_demo_is_refused_while_debug_is_off(settings: Settings) -> None:
    settings.DEBUG = False

    with pytest.raises(CommandError, match="DEBUG is off"):
        run_demo()

    assert not User.objects.exists()


@pytest.mark.django_db
def test_demo_if_empty_is_refused_while_debug_is_off(settings: Settings) -> None:
    settings.DEBUG = False

    with pytest.raises(CommandError, match="DEBUG is off"):
        run_demo("--if-empty")


def test_demo_is_refused_where_there_are_jobs(
    settings: Settings, make_job: Callable[..., Job]
) -> None:
    settings.DEBUG = True
    make_job()

    with pytest.raises(CommandError, match="has jobs already"):
        run_demo()


def test_demo_if_empty_says_one_line_where_there_are_jobs(
    settings: Settings, make_job: Callable[..., Job]
) -> None:
    settings.DEBUG = True
    make_job()

    said = run_demo("--if-empty")

    assert said.count("\n") == 1
    assert Job.objects.count() == 1


def test_demo_is_refused_where_a_login_is_taken(make_user: Callable[..., User]) -> None:
    make_user("Candidate")

    with pytest.raises(DemoRefused, match="Candidate"):
        load_demo()


def test_demo_is_refused_where_a_company_has_the_name(
    make_company: Callable[..., Company],
) -> None:
    make_company("saltgrass solar")

    with pytest.raises(DemoRefused, match="saltgrass solar"):
        load_demo()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_failure_at_the_end_leaves_neither_rows_nor_files(
    monkeypatch: pytest.MonkeyPatch, files_below: Path
) -> None:
    def fail(*args: Any) -> int:
        assert Job.objects.exists()
        assert any(path.is_file() for path in files_below.rglob("*"))
        raise RuntimeError("lost power")

    monkeypatch.setattr(load, "load_features", fail)

    with pytest.raises(RuntimeError, match="lost power"):
        load_demo()

    assert not Job.objects.exists()
    assert not User.objects.exists()
    assert [path for path in files_below.rglob("*") if path.is_file()] == []


@pytest.mark.django_db
def test_logins_are_printed_only_where_they_exist(make_user: Callable[..., User]) -> None:
    nothing, something = StringIO(), StringIO()
    print_logins(nothing)
    make_user(LOGINS[0].username)

    print_logins(something)

    assert nothing.getvalue() == ""
    assert LOGINS[0].username in something.getvalue()
    assert LOGINS[1].username not in something.getvalue()
