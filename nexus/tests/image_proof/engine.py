"""Runs processes in a root file system as a container engine would, with util-linux alone.

Each has mounts and process numbers of its own, in which it is number 1, and may have a root that it
cannot write to. The network is the machine's.
"""

from __future__ import annotations

import os
import shlex
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import psutil

_DEVICES = ("null", "zero", "full", "random", "urandom", "tty")
_NETWORK = ("/etc/resolv.conf", "/etc/hosts")


@dataclass(slots=True)
class Container:
    """A root file system, and how processes in it are started."""

    root: Path
    environment: dict[str, str]
    folder: str = "/"
    user: str = "0"
    read_only: bool = False
    # By the path inside: what of the machine is laid there. All are read-only but `writable` ones.
    mounts: dict[str, Path] = field(default_factory=dict)
    writable: dict[str, Path] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def start(self, command: list[str], output: IO[bytes] | int) -> subprocess.Popen[bytes]:
        """Start the first process."""
        script = "\n".join([*self._mounting(), f"exec {shlex.join(self._entered(command))}"])
        self.process = subprocess.Popen(
            ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-euc", script],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        return self.process

    def run(self, command: list[str], seconds: float = 1200) -> tuple[int, str]:
        """Run a command to its end; return its status and what it said."""
        with self.start(command, subprocess.PIPE) as process:
            try:
                said, _ = process.communicate(timeout=seconds)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        return process.returncode, said.decode(errors="replace")

    def run_beside(self, command: list[str]) -> tuple[int, str]:
        """Run a command beside the first process, as health checks are; as `run` otherwise."""
        inside = ["nsenter", f"--target={self._first()}", "--mount", "--pid", "--root"]
        done = subprocess.run(
            [*inside, *self._as_user(command)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            text=True,
            timeout=120,
        )
        return done.returncode, done.stdout

    def signal(self, number: int) -> None:
        """Send a signal to the first process, as an engine that stops the container does."""
        os.kill(self._first(), number)

    def _first(self) -> int:
        assert self.process is not None, "Nothing was started here."
        (first,) = psutil.Process(self.process.pid).children()
        return int(first.pid)

    def _mounting(self) -> list[str]:
        root = shlex.quote(str(self.root))
        lines = [
            "mount --make-rprivate /",
            f"mount --bind {root} {root}",
            f"mount -t proc proc {root}/proc",
            f"mount -t tmpfs -o mode=0755 tmpfs {root}/dev",
            f"mkdir {root}/dev/shm",
            # Any engine gives it; semaphores of Python's multiprocessing live there.
            f"mount -t tmpfs -o mode=1777,size=64m tmpfs {root}/dev/shm",
            f"ln -s /proc/self/fd {root}/dev/fd",
        ]
        for name in _DEVICES:
            lines += [f"touch {root}/dev/{name}", f"mount --bind /dev/{name} {root}/dev/{name}"]
        lines.append(f"mount -o remount,ro {root}/dev")
        shared = {path: Path(path) for path in _NETWORK} | self.mounts
        for inside, outside in shared.items():
            target = shlex.quote(f"{self.root}{inside}")
            lines.append(f"mount --bind {shlex.quote(str(outside))} {target}")
            lines.append(f"mount -o remount,bind,ro {target}")
        for inside, outside in self.writable.items():
            target = shlex.quote(f"{self.root}{inside}")
            lines.append(f"mount --bind {shlex.quote(str(outside))} {target}")
        if self.read_only:
            lines.append(f"mount -t tmpfs -o mode=1777 tmpfs {root}/tmp")
            lines.append(f"mount -o remount,bind,ro {root}")
        return lines

    def prepare(self) -> list[Path]:
        """Make what is mounted upon where the root does not have it; return what was made."""
        made = []
        for inside, outside in ({p: Path(p) for p in _NETWORK} | self.mounts).items():
            target = Path(f"{self.root}{inside}")
            missing = [one for one in [target, *target.parents] if not one.exists()]
            for folder in reversed(missing[1:] if outside.is_file() else missing):
                folder.mkdir()
            if outside.is_file():
                target.touch()
            made += missing
        return made

    def _entered(self, command: list[str]) -> list[str]:
        return ["chroot", str(self.root), *self._as_user(command)]

    def _as_user(self, command: list[str]) -> list[str]:
        pairs = [f"{name}={value}" for name, value in self.environment.items()]
        bare = ["env", "-i", "-C", self.folder, *pairs, *command]
        return bare if self.user == "0" else [*self._without_privileges(), *bare]

    def _without_privileges(self) -> list[str]:
        people = (self.root / "etc" / "passwd").read_text().splitlines()
        (group,) = [one.split(":")[3] for one in people if one.split(":")[2] == self.user]
        return [
            *("setpriv", "--reuid", self.user, "--regid", group, "--clear-groups"),
            *("--no-new-privs", "--bounding-set", "-all", "--inh-caps", "-all"),
        ]
