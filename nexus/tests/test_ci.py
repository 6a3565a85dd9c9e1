"""The workflow on GitHub does what .ci/run does, and names only what the Makefile has."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

BASE_DIR = Path(__file__).resolve().parents[2]
WORKFLOW: dict[str, Any] = yaml.safe_load((BASE_DIR / ".github/workflows/ci.yml").read_text())
JOBS: dict[str, dict[str, Any]] = WORKFLOW["jobs"]
SCRIPT = (BASE_DIR / ".ci" / "run").read_text()
RULES: dict[str, list[str]] = {
    name: needed.partition("##")[0].split()
    for name, needed in re.findall(
        r"^([a-z-]+):(.*)$", (BASE_DIR / "Makefile").read_text(), re.MULTILINE
    )
}


def _steps(job: dict[str, Any], key: str) -> list[str]:
    return [step[key] for step in job["steps"] if key in step]


def _made(text: str) -> set[str]:
    """Return the targets that a script makes, each as the targets that it is made of."""
    named = set(re.findall(r"^make ([a-z-]+)", text, re.MULTILINE))
    return {part for name in named for part in _parts(name)}


def _parts(name: str) -> list[str]:
    parts = [part for part in RULES[name] if part in RULES]
    return parts or [name]


def test_both_make_the_same_and_what_is_there() -> None:
    on_github = "\n".join(run for job in JOBS.values() for run in _steps(job, "run"))

    assert _made(on_github) == _made(SCRIPT)
    assert _made(SCRIPT) == {"lint", "types", "test", "test-slow", "test-services"}


def test_only_the_image_and_the_audit_make_nothing() -> None:
    idle = {name for name, job in JOBS.items() if not _made("\n".join(_steps(job, "run")))}

    assert idle == {"image", "audit"}


def test_actions_are_pinned_to_a_major_version() -> None:
    used = {action for job in JOBS.values() for action in _steps(job, "uses")}

    assert used
    assert [one for one in used if not re.fullmatch(r"[\w-]+/[\w-]+@v\d+", one)] == []


def test_only_the_audit_runs_by_the_clock() -> None:
    # YAML reads the key `on` as true.
    assert WORKFLOW[True]["schedule"]  # type: ignore[index]
    always = {name for name, job in JOBS.items() if "schedule" not in str(job.get("if", ""))}

    assert always == {"audit"}


def test_every_job_has_an_end_and_may_only_read() -> None:
    assert [name for name, job in JOBS.items() if "timeout-minutes" not in job] == []
    assert WORKFLOW["permissions"] == {"contents": "read"}


def test_services_are_those_of_compose() -> None:
    compose = yaml.safe_load((BASE_DIR / "compose.yml").read_text())["services"]
    services = JOBS["services"]["services"]

    assert services["postgres"]["image"] == compose["database"]["image"]
    assert services["redis"]["image"] == compose["cache"]["image"]
