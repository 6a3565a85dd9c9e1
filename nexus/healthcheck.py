"""Tells by its exit status whether a container does its work: `python -m nexus.healthcheck [ROLE]`.

The web is well when it is ready to be sent people, the worker when it has lately said that it lives.
Without a role it is the one that scripts/entrypoint.sh wrote down.
"""

import os
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

# A worker beats every ten seconds, and may wait for a database that is away in between.
BEAT_GOOD_FOR = 90.0
_TIMEOUT = 8


def role_of_container() -> str:
    path = Path(tempfile.gettempdir()) / "nexus-role"
    return path.read_text(encoding="utf-8").strip() if path.is_file() else ""


def fault_of_web(port: str) -> str:
    """Return what is wrong, or nothing."""
    address = f"http://127.0.0.1:{port}/readyz"
    try:
        with urllib.request.urlopen(address, timeout=_TIMEOUT):  # our own server
            return ""
    except urllib.error.HTTPError as exc:
        return f"not ready: {exc.read(500).decode(errors='replace')}"
    except OSError as exc:
        return f"no answer: {exc}"


def fault_of_worker(heartbeat: str) -> str:
    """Return what is wrong, or nothing."""
    try:
        age = time.time() - Path(heartbeat).stat().st_mtime
    except OSError:
        return f"the worker has not written {heartbeat or 'a HEARTBEAT_FILE'} yet"
    return f"the worker was last heard of {age:.0f} s ago" if age > BEAT_GOOD_FOR else ""


def main(arguments: list[str]) -> int:
    role = arguments[0] if arguments else role_of_container()
    if role == "web":
        fault = fault_of_web(os.environ.get("PORT") or "8000")
    elif role == "worker":
        fault = fault_of_worker(os.environ.get("HEARTBEAT_FILE", ""))
    else:
        fault = "neither web nor worker has started here"
    sys.stdout.write((fault or "ok") + "\n")
    return 1 if fault else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
