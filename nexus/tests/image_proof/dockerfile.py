"""Reads a Dockerfile and a .dockerignore: as much of their languages as this project speaks."""

from __future__ import annotations

import json
import os
import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path
from string import Template

_FLAG = re.compile(r"--([a-z-]+)=(\S+)\s+")


class UnknownInstruction(ValueError):
    """The Dockerfile says what is not understood here, so that nothing could be proved by it."""


@dataclass(frozen=True, slots=True)
class Step:
    """An instruction that changes the file system: RUN, COPY or WORKDIR, with the state it runs in."""

    name: str
    arguments: str
    flags: dict[str, str]
    environment: dict[str, str]
    folder: str
    user: str

    @property
    def words(self) -> list[str]:
        return shlex.split(self.arguments)


@dataclass(slots=True)
class Stage:
    """What one FROM begins."""

    base: str
    name: str
    steps: list[Step] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    folder: str = "/"
    user: str = "0"
    volumes: list[str] = field(default_factory=list)
    ports: list[str] = field(default_factory=list)
    entrypoint: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)
    health_flags: dict[str, str] = field(default_factory=dict)


def read_stages(text: str, base_environment: dict[str, str]) -> list[Stage]:
    """Return the stages of a Dockerfile, each beginning with the environment of its base image."""
    stages: list[Stage] = []
    arguments: dict[str, str] = {}
    for name, rest in _instructions(text):
        if name == "FROM":
            words = rest.split()
            named = words[2] if len(words) == 3 and words[1].upper() == "AS" else str(len(stages))
            stages.append(Stage(words[0], named, environment=dict(base_environment)))
            arguments = {}
        elif name == "ARG":
            key, _, default = rest.partition("=")
            arguments[key] = default
        else:
            _apply(stages[-1], name, rest, arguments)
    return stages


def _instructions(text: str) -> list[tuple[str, str]]:
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n", " ", "\n".join(lines))
    split = [line.strip().partition(" ") for line in joined.splitlines() if line.strip()]
    return [(name.upper(), rest.strip()) for name, _, rest in split]


def _apply(stage: Stage, name: str, rest: str, arguments: dict[str, str]) -> None:
    known = arguments | stage.environment
    match name:
        case "RUN" | "COPY":
            flags, rest = _flags(rest)
            seen = dict(known) if name == "RUN" else {}
            stage.steps.append(Step(name, rest, flags, seen, stage.folder, stage.user))
        case "WORKDIR":
            stage.folder = os.path.normpath(Path(stage.folder) / rest)
            stage.steps.append(Step(name, stage.folder, {}, {}, stage.folder, stage.user))
        case "ENV":
            stage.environment |= _pairs(rest, known)
        case "LABEL":
            stage.labels |= _pairs(rest, known)
        case "USER":
            stage.user = rest
        case "VOLUME":
            stage.volumes += rest.split()
        case "EXPOSE":
            stage.ports += rest.split()
        case "ENTRYPOINT":
            stage.entrypoint = json.loads(rest)
        case "CMD":
            stage.command = json.loads(rest)
        case "HEALTHCHECK":
            stage.health_flags, rest = _flags(rest)
            stage.health = json.loads(rest.removeprefix("CMD"))
        case _:
            raise UnknownInstruction(f"{name} {rest}")


def _flags(rest: str) -> tuple[dict[str, str], str]:
    flags = {}
    while found := _FLAG.match(rest):
        flags[found[1]] = found[2]
        rest = rest[found.end() :]
    return flags, rest


def _pairs(rest: str, known: dict[str, str]) -> dict[str, str]:
    pairs = [word.partition("=") for word in shlex.split(rest)]
    return {key: Template(value).substitute(known) for key, _, value in pairs}


class Ignored:
    """What a .dockerignore leaves out of the build."""

    def __init__(self, text: str) -> None:
        lines = [line.strip() for line in text.splitlines()]
        patterns = [line.strip("/") for line in lines if line and not line.startswith("#")]
        if any(pattern.startswith("!") for pattern in patterns):
            raise UnknownInstruction("An exception in .dockerignore")
        self._patterns = [re.compile(_as_expression(pattern)) for pattern in patterns]

    def __call__(self, path: str) -> bool:
        """Tell whether a path, relative to the context, is left out by itself or with a folder."""
        folders = [*reversed(Path(path).parents), Path(path)]
        return any(one.fullmatch(str(folder)) for one in self._patterns for folder in folders)

    def files(self, context: Path) -> list[str]:
        """Return what is left of a context: its files and links, relative to it."""
        found = []
        for folder, folders, names in context.walk():
            inside = folder.relative_to(context)
            links = [name for name in folders if (folder / name).is_symlink()]
            folders[:] = [
                name for name in folders if name not in links and not self(str(inside / name))
            ]
            found += [str(inside / one) for one in names + links if not self(str(inside / one))]
        return sorted(found)


def _as_expression(pattern: str) -> str:
    pieces = re.split(r"(\*\*/|\*\*|\*|\?)", pattern)
    meant = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return "".join(meant.get(piece, re.escape(piece)) for piece in pieces)
