"""What every run does: it takes no setting of the caller's deployment, and tells how far it is."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nexus.bench.options import Options

_PASSED_ON = frozenset({"PATH", "HOME", "LANG", "TMPDIR", "CACHE_URL"})


def take_over(options: Options) -> dict[str, str]:
    """Set this process up for a run, and return the whole environment that its server gets."""
    passed = {name: value for name, value in os.environ.items() if name in _PASSED_ON}
    environment = passed | options.environment()
    os.environ.update(environment)
    return environment


def say(text: str) -> None:
    """Tell whoever waits; the report alone goes to the output."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
