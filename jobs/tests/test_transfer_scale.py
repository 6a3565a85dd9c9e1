"""Thousands of postings come in with the memory of hundreds, and every fault is told."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

ROWS, FAULTS = 4000, 200
MOST_MEGABYTES = 300


@pytest.mark.slow
def test_many_postings_are_imported_and_undone(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "jobs.tests.import_at_scale", str(tmp_path)]
    done = subprocess.run(  # our own module
        [*command, str(ROWS), str(FAULTS)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]

    told = json.loads(done.stdout.splitlines()[-1])

    assert told["as_planted"]
    assert told["jobs"] == ROWS - FAULTS
    assert told["left"] == 0
    assert told["peak_mb"] < MOST_MEGABYTES
    # Looking, writing and taking back were each left to the worker.
    assert told["enqueued"] == 3
