"""What is looked at in the image that was built, from the first command to the last signal."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from nexus.tests.deploy_check import PRODUCTION
from nexus.tests.image_proof.dockerfile import Stage
from nexus.tests.image_proof.engine import Container
from nexus.tests.machine import wait_for

# Seconds that compose.yml grants each before it is killed.
GRACE = {"web": 30, "worker": 75}
_COMPILERS = ("gcc", "g++", "cc", "c++", "cpp", "clang", "make", "ld", "as", "cargo", "msgfmt")
_WRITABLE = r"find / \( -path /proc -o -path /dev \) -prune -o -writable -print 2>/dev/null; :"
_STATIC = re.compile(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"')
_HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")


class NotProved(AssertionError):
    """Something that the image promises and does not do."""


@contextmanager
def step(what: str) -> Iterator[None]:
    """Say what is looked at, and how long it took."""
    began = time.monotonic()
    try:
        yield
    except BaseException:
        sys.stdout.write(f"FAILED  {what}\n")
        raise
    sys.stdout.write(f"{time.monotonic() - began:6.1f} s  {what}\n")
    sys.stdout.flush()


def expect(condition: object, otherwise: str) -> None:
    if not condition:
        raise NotProved(otherwise)


@dataclass(slots=True)
class Proof:
    """An image in a root, and containers of it that share one database, one cache and one /data."""

    stage: Stage
    root: Path
    folder: Path
    database: str
    cache: str
    port: int = 0
    started: dict[str, Container] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def container(self, name: str, **environment: str) -> Container:
        """Return a container as compose.yml makes it: nothing to write to but /data and /tmp."""
        given = {
            **PRODUCTION,
            "DATABASE_URL": self.database,
            "CACHE_URL": self.cache,
            "TRUSTED_PROXIES": "1",
            "PORT": str(self.port),
        }
        volumes = {path: self._volume(path) for path in self.stage.volumes}
        made = Container(
            self.root,
            self.stage.environment | given | environment,
            self.stage.folder,
            self.stage.user,
            read_only=True,
            writable=volumes,
        )
        made.prepare()
        self.started[name] = made
        return made

    def _volume(self, path: str) -> Path:
        """Return a volume, which begins as the folder is in the image, as engines have it."""
        place, source = self.folder / path.strip("/").replace("/", "-"), Path(f"{self.root}{path}")
        if not place.exists():
            place.mkdir()
            told = source.stat()
            place.chmod(told.st_mode)
            os.chown(place, told.st_uid, told.st_gid)
        return place

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def look_inside(self) -> None:
        """Look at the files alone: no compiler, and nothing that the user could change."""
        box = self.container("files")
        with step("no compiler in the image"):
            names = " ".join(_COMPILERS)
            _, found = box.run(["sh", "-c", f"for n in {names}; do command -v $n; done; :"])
            expect(not found.strip(), f"The image has {found.split()}.")
        with step(f"user {self.stage.user} without privileges"):
            _, said = box.run(["cat", "/proc/self/status"])
            told = dict(line.split(":\t", 1) for line in said.splitlines() if ":\t" in line)
            expect(told["Uid"].split() == [self.stage.user] * 4, f"Its user is {told['Uid']}.")
            expect(int(told["CapEff"], 16) == 0, "It has capabilities.")
        with step("read-only root: nothing to write to but the volumes and /tmp"):
            _, found = box.run(["sh", "-c", _WRITABLE])
            allowed = (*self.stage.volumes, "/tmp")
            others = [one for one in found.splitlines() if not one.startswith(allowed)]
            expect(not others, f"It can write to {others[:9]}.")
        with step("writable root: nothing of the program is the user's to change"):
            box.read_only = False
            _, found = box.run(["sh", "-c", _WRITABLE])
            tops = {one.split("/")[1] for one in found.splitlines()}
            expect(not tops & {"app", "venv", "usr", "etc", "bin"}, f"It can write to {tops}.")

    def refuse_without_migrations(self) -> None:
        with step("web before migrate: refused in a sentence"):
            box = self.container("early", START_WAIT_SECONDS="1")
            status, said = box.run([*self.stage.entrypoint, "web"])
            expect(status != 0, "It started without tables.")
            expect("migrations are missing: run `migrate` once" in said, f"It said: {said[-500:]}")

    def migrate(self) -> None:
        with step("migrate"):
            status, said = self.container("migrate").run([*self.stage.entrypoint, "migrate"])
            expect(status == 0, f"It ended with {status}: {said[-3000:]}")

    def start(self, name: str, command: list[str]) -> Container:
        with step(f"{name}: from its start until its health check is content"):
            box = self.container(name)
            box.start([*self.stage.entrypoint, *command], self.log(name).open("wb"))
            try:
                wait_for(lambda: self._is_healthy(box), seconds=90)
            except AssertionError as exc:
                said = self.log(name).read_text()[-3000:]
                raise NotProved(f"Not healthy within 90 seconds: {said}") from exc
        return box

    def _is_healthy(self, box: Container) -> bool:
        expect(box.process is not None and box.process.poll() is None, "It ended by itself.")
        time.sleep(0.4)
        try:
            return box.run_beside(self.stage.health)[0] == 0
        except ValueError:  # it has no first process yet
            return False

    def ask(self, path: str, **headers: str) -> http.client.HTTPResponse:
        """Send a request as the proxy in front would."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = {"Host": PRODUCTION["ALLOWED_HOSTS"], "X-Forwarded-Proto": "https"}
        connection.request("GET", path, headers=sent | headers)
        return connection.getresponse()

    def ask_the_web(self) -> None:
        with step("/healthz, and no page without HTTPS"):
            expect(self.ask("/healthz").status == 200, "/healthz is not 200.")
            plain = self.ask("/", **{"X-Forwarded-Proto": "http"})
            expect(plain.status == 301, f"A page without HTTPS is answered with {plain.status}.")
        with step("pages, in both languages"):
            for path in ("/", "/jobs/", "/de/", "/accounts/login/", "/api/jobs/"):
                answer = self.ask(path)
                expect(answer.status == 200, f"{path} is answered with {answer.status}.")
                expect(path != "/de/" or "Stellen" in answer.read().decode(), "Not in German.")
        with step("static files: hashed, immutable, brotli"):
            names = set(_STATIC.findall(self.ask("/jobs/").read().decode()))
            expect(names, "The page names no style sheet and no script.")
            for name in names:
                answer = self.ask(name, **{"Accept-Encoding": "br"})
                expect(answer.status == 200, f"{name} is answered with {answer.status}.")
                expect(_HASHED.search(name), f"{name} has no digest.")
                kept = answer.headers["Cache-Control"] or ""
                expect("immutable" in kept, f"{name}: {kept}")
                expect(answer.headers["Content-Encoding"] == "br", f"{name} is not compressed.")

    def all_is_well(self) -> None:
        with step("/readyz: database, cache, storages, worker and search"):
            answer: dict[str, str] = {}

            def is_ok() -> bool:
                answer.update(json.loads(self.ask("/readyz").read()))
                return answer["status"] == "ok"

            try:
                wait_for(is_ok, seconds=60)
            except AssertionError as exc:
                raise NotProved(f"/readyz says {answer}.") from exc

    def stop(self, name: str) -> None:
        with step(f"{name}: SIGTERM ends it within {GRACE[name]} seconds"):
            box = self.started[name]
            assert box.process is not None
            box.signal(signal.SIGTERM)
            status = box.process.wait(GRACE[name])
            expect(status == 0, f"It ended with {status}: {self.log(name).read_text()[-2000:]}")

    def worker_that_stopped_is_told(self, box: Container) -> None:
        with step("worker: its health check tells when the worker hangs"):
            box.run_beside(["touch", "-d", "5 minutes ago", box.environment["HEARTBEAT_FILE"]])
            box.signal(signal.SIGSTOP)
            status, said = box.run_beside(self.stage.health)
            box.signal(signal.SIGCONT)
            expect(status == 1 and "last heard of" in said, f"It said: {said}")

    def end_all(self) -> None:
        """End what still runs, whatever happened."""
        for box in self.started.values():
            if box.process is not None and box.process.poll() is None:
                box.process.kill()
                box.process.wait()
