"""Whatever stands in a cell of whichever kind: each row is imported or explained, and nothing breaks."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from nexus.core.transfers import kinds as importable
from nexus.core.transfers.models import ImportRun, RunState
from nexus.core.transfers.services import begin_run, faults_of, import_run, undo_run
from people.models import User

if TYPE_CHECKING:
    from people.models import Company

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]

ANYTHING: tuple[Any, ...] = (
    *(None, "", " ", 0, -1, 1.5, 1e300, 10**30, True, False),
    *([], ["a"], [["a"]], {}, {"a": 1}, [None], ["x" * 200]),
    *("\x00", "a\x00b", "\ud800", "a\ud800b", "\u202eevil", "x" * 40_000, "é" * 300),
    *("=1+1", "'=1+1", "<script>x()</script>", "javascript:x()", "1e5", "NaN", "Infinity"),
    *("2027-13-45", "0000-00-00", "9999-12-31", "a@b", "a@b.example\nBcc: c@d.example"),
    *("NX-2222-22", "٣", "½", "99999999999999999999", "1.0", "-", "|", "| |", ",;,"),
)
GOOD: dict[str, dict[str, str]] = {
    "jobs": {
        "title": "Electrician",
        "category": "Trades",
        "location": "Ghent",
        "employment_type": "full_time",
        "experience_level": "mid",
        "description": "You wire homes.",
    },
    "categories": {},
    "companies": {},
    "candidates": {"full_name": "Ada"},
    "applications": {"job": "Roofer", "status": "reviewed"},
}
# By what each row is told from the others.
OWN: dict[str, Callable[[int], dict[str, str]]] = {
    "jobs": lambda n: {"external_id": f"HR-{n}"},
    "categories": lambda n: {"name": f"Care {n}"},
    "companies": lambda n: {"name": f"Harbour {n}"},
    "candidates": lambda n: {"email": f"ada{n}@example.com"},
    "applications": lambda n: {"email": f"ada{n}@example.com"},
}


@pytest.mark.parametrize("name", importable.names())
def test_each_row_is_imported_or_explained(
    name: str,
    admin_user: User,
    company: Company,
    make_category: Make,
    make_job: Make,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kind = importable.kind_named(name)
    assert kind is not None
    monkeypatch.setattr(type(kind), "most_at_once", 10_000)
    make_category("Trades")
    options = {"company": company.pk, "opens": False}
    columns = kind.open_resource(admin_user, options).columns()
    rows = [
        {**GOOD[name], **OWN[name](number), column.column_name: value}
        for number, (column, value) in enumerate(product(columns, ANYTHING))
    ]
    if name == "applications":
        make_job(title="Roofer")
        mails = [OWN[name](number)["email"] for number in range(len(rows))]
        User.objects.bulk_create(User(username=mail, email=mail) for mail in mails)

    def looked_at(some: list[dict[str, Any]]) -> ImportRun:
        file = io.BytesIO(json.dumps(some).encode())
        found = begin_run(kind, file, name="any.json", by=admin_user, options=options)
        assert found.state == RunState.CHECKED, found.complaint
        return found

    run = looked_at(rows)

    assert run.good + run.wrong + run.unchanged == len(rows)
    wrong = {row.number: json.loads(row.faults) for row in faults_of(run)}
    for number, faults in wrong.items():
        for _column, _value, reason in faults:
            assert reason
            assert "cannot be understood" not in reason, rows[number - 1]
    # What looked good is good: of so many rows some are enough to say so.
    good = [row for number, row in enumerate(rows, 1) if number not in wrong]
    some = good[:: max(1, len(good) // 8)]
    run = import_run(looked_at(some), by=admin_user)
    assert (run.state, run.wrong) == (RunState.DONE, 0)
    assert undo_run(run, by=admin_user).kept == 0
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
