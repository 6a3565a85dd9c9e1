"""Generated requests against the running product find nothing to complain of."""

from __future__ import annotations

import subprocess
import sys

import pytest

from nexus.tests.fuzz import BASE_DIR

pytestmark = pytest.mark.slow


def test_generated_requests_find_no_fault() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "nexus.tests.fuzz", "--cases", "180", "--roles", "", "employer"],
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        timeout=1200,
        check=False,
    )

    assert done.returncode == 0, (done.stdout + done.stderr)[-8000:]
