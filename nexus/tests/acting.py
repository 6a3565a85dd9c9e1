"""A process that does what a test asks of it: a line of JSON each way."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Actor:
    """The module `name` in a process of its own, which there calls `act_as_told`."""

    def __init__(self, name: str, *arguments: str, **options: Any) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", name, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            **options,
        )

    def do(self, act: str, **arguments: Any) -> Any:
        """Have the process do something, and return what it says."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([act, arguments]) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()


def act_as_told(acts: Mapping[str, Callable[..., Any]]) -> None:
    """Do what is read, and answer, until nobody asks any more."""
    from django.db import close_old_connections

    for line in sys.stdin:
        # As at the beginning of a request: a connection that has died is made anew.
        close_old_connections()
        name, arguments = json.loads(line)
        sys.stdout.write(json.dumps(acts[name](**arguments)) + "\n")
        sys.stdout.flush()
