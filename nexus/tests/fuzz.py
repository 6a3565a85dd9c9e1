"""Throws generated requests at a running server, as everybody, and fails on any finding.

`make fuzz` runs thousands of cases; the test suite a few hundred.
"""

import argparse
import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[2]
ROLES = ("", "candidate", "employer", "rival", "admin")
OPERATIONS = 90  # about as many as the document has


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(folder: Path, port: int) -> dict[str, str]:
    keys = ("SECRET_KEY", "ENCRYPTION_KEYS", "INDEX_KEY", "JWT_SECRET")
    return {
        **os.environ,
        **{name: secrets.token_urlsafe(40) for name in keys},
        "ENV_FILE": "",
        "DEBUG": "on",
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "nexus.settings",
        "API_RATE_ANON": "100000000/h",
        "API_RATE_USER": "100000000/h",
        "LIMIT_LOGINS": "off",
        "PORT": str(port),
        "LOG_LEVEL": "WARNING",
    }


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    """Run the product over a fresh demo market; yield its address."""
    port = _free_port()
    environment = _environment(folder, port)
    for command in (("migrate", "-v0"), ("demo", "--if-empty")):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            env=environment,
            cwd=BASE_DIR,
            check=True,
            stdout=subprocess.DEVNULL,
        )
    log = (folder / "server.log").open("w")
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "nexus.wsgi:application"],
        env=environment,
        cwd=BASE_DIR,
        stdout=log,
        stderr=log,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/healthz")
        yield address
    finally:
        server.terminate()
        server.wait(30)
        log.close()


def _wait_for(url: str) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(url, timeout=2)
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit("The server did not start.")


def _token(address: str, username: str) -> str:
    body = json.dumps({"username": username, "password": "nexus-demo"}).encode()
    request = urllib.request.Request(
        f"{address}/auth/login/", body, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=10) as response:
        token: str = json.load(response)["access"]
    return token


def _attack(address: str, role: str, cases: int, seed: int) -> int:
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        "run",
        f"{address}/swagger.json",
        "--checks=all",
        f"--max-examples={max(1, cases // OPERATIONS)}",
        f"--seed={seed}",
        "--phases=examples,coverage,fuzzing",
        "--continue-on-failure",
        "--suppress-health-check=all",
        "--warnings=off",
        "--generation-allow-x00=true",
    ]
    if role:
        # Logging out would make nobody of everybody after it.
        command += [
            f"--header=Authorization: Bearer {_token(address, role)}",
            "--exclude-path=/auth/logout/",
        ]
    print(f"--- as {role or 'nobody'}", flush=True)  # noqa: T201  # a command's output
    return subprocess.run(command, cwd=BASE_DIR, check=False).returncode


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=5000, help="for all roles together")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--roles", nargs="*", default=list(ROLES))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="nexus-fuzz-") as folder:
        with _server(Path(folder)) as address:
            results = [
                _attack(address, role, options.cases // len(options.roles), options.seed)
                for role in options.roles
            ]
        errors = [
            line
            for line in (Path(folder) / "server.log").read_text().splitlines()
            if " ERROR " in line
        ]
    for line in errors[:20]:
        print(line)  # noqa: T201  # a command's output
    return int(any(results) or bool(errors))


if __name__ == "__main__":
    sys.exit(main())
