"""A newcomer's machine, on which `make run` was typed."""

from __future__ import annotations

import email
import email.policy
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil

BASE_DIR = Path(__file__).resolve().parents[2]
DEMO_PASSWORD = "nexus-demo"


def wait_for(condition: Callable[[], Any], seconds: float = 60) -> Any:
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.1)
    return found


class Machine:
    """A newcomer's machine: its own `var/`, its own port, and nothing in the environment."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.output = ""
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        ours = [
            "ENV_FILE",
            "DATABASE_URL",
            "CACHE_URL",
            "EMAIL_URL",
            "STORAGE_URL",
            "DEBUG",
            "SEARCH_SYNC",
        ]
        ours += [
            "SECRET_KEY",
            "ENCRYPTION_KEYS",
            "INDEX_KEY",
            "JWT_SECRET",
            "SECURE",
            "REQUIRE_MFA",
        ]
        ours += ["ALLOWED_HOSTS", "DJANGO_SETTINGS_MODULE"]
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in ours},
            "ENV_FILE": str(folder / "dev.env"),
            "DATA_DIR": str(folder),
        }
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def start(self) -> None:
        """Do what `make run` does once the packages are there."""
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "nexus.devserver", "--port", str(self.port)],
                cwd=BASE_DIR,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_for(self.answers, seconds=400)

    def run(self, *command: str) -> str:
        """Run Python beside the server, in its environment; return what it said."""
        done = subprocess.run(
            [sys.executable, *command],
            cwd=BASE_DIR,
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def stop(self) -> int:
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(40)

    def kill(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        for process in psutil.Process(self.process.pid).children(recursive=True):
            process.kill()
        self.process.kill()
        self.process.wait()

    def answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.log.read_text()
        try:
            return self.call("GET", "/healthz", parse=False)[0] == 200
        except OSError:
            return False

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        token: str = "",
        kind: str = "application/json",
        parse: bool = True,
    ) -> tuple[int, Any]:
        headers = {"Content-Type": kind} if body is not None else {}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", data, headers, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                status, raw = answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            status, raw = refused.code, refused.read()
        return status, json.loads(raw) if parse else raw

    def get(self, path: str, token: str = "") -> Any:
        status, body = self.call("GET", path, token=token)
        assert status == 200, body
        return body

    def post(self, path: str, body: Any, token: str = "", status: int = 200) -> Any:
        found, answer = self.call("POST", path, body, token=token)
        assert found == status, answer
        return answer

    def log_in(self, username: str, password: str = DEMO_PASSWORD) -> str:
        body = {"username": username, "password": password}
        return str(self.post("/auth/login/", body)["access"])

    def mails_to(self, address: str) -> list[str]:
        """Return the texts of the mails in `var/mail/` to an address, oldest first."""
        found = []
        for path in sorted((self.folder / "mail").glob("*.eml"), key=lambda p: p.stat().st_mtime):
            message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            if address in str(message["To"]):
                text = message.get_body(("plain",))
                found.append(text.get_content() if text else "")
        return found

    def code_mailed_to(self, address: str, count: int) -> str:
        """Wait for the `count`th mail to an address and return the six digits in it."""
        mails = wait_for(lambda: (m := self.mails_to(address)) and len(m) >= count and m)
        found = re.search(r"^(\d{6})\r?$", mails[count - 1], re.MULTILINE)
        assert found, mails
        return found[1]
