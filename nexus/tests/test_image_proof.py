"""What `make prove-image` reads: the Dockerfile, and what .dockerignore leaves out of the image."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from nexus.tests.image_proof import __main__ as image_proof
from nexus.tests.image_proof.dockerfile import Ignored, UnknownInstruction, read_stages
from nexus.tests.machine import BASE_DIR

DOCKERFILE = (BASE_DIR / "Dockerfile").read_text()
BASE = {"PATH": "/usr/bin"}


@pytest.fixture
def ignored() -> Ignored:
    return Ignored((BASE_DIR / ".dockerignore").read_text())


def test_our_dockerfile_is_understood_from_its_first_line_to_its_last() -> None:
    build, final = read_stages(DOCKERFILE, BASE)

    assert (build.name, final.name) == ("build", "final")
    assert [step.name for step in build.steps] == [
        *("RUN", "RUN", "WORKDIR", "COPY", "RUN", "COPY", "RUN")
    ]
    assert build.steps[4].environment["PATH"] == "/venv/bin:/usr/bin"
    assert [step.flags for step in final.steps if step.name == "COPY"] == [{"from": "build"}] * 2
    assert final.environment["PATH"] == "/venv/bin:/usr/bin"
    assert final.labels["org.opencontainers.image.version"] == "unknown"
    assert (final.user, final.folder, final.volumes) == ("10001", "/app", ["/data"])
    assert final.health == ["python", "-m", "nexus.healthcheck"]
    assert final.entrypoint[-1] == "/app/scripts/entrypoint.sh"


def test_lines_that_go_on_are_one_and_comments_are_none() -> None:
    text = "FROM a:1\n# RUN nothing\nRUN one \\\n # between\n && two\n"

    (stage,) = read_stages(text, {})

    assert [step.arguments.split() for step in stage.steps] == [["one", "&&", "two"]]


def test_an_instruction_that_is_not_known_is_refused() -> None:
    with pytest.raises(UnknownInstruction, match="SHELL"):
        read_stages('FROM a:1\nSHELL ["bash"]\n', {})


@pytest.mark.parametrize(
    "path",
    [
        *(".env", "deploy/prod.env", "var/nexus.sqlite3", "nexus/copy.sqlite3"),
        *(".git", ".git/config", ".venv/bin/python", ".mypy_cache/3.12/a", ".coverage.x.1"),
        *("nexus/tests/machine.py", "people/services/tests/test_a.py", "a/__pycache__/b.pyc"),
        *("requirements-dev.lock", "conftest.py", "nexus.egg-info/PKG-INFO", ".hypothesis/x"),
    ],
)
def test_keys_data_and_what_developers_need_stay_out(path: str, ignored: Ignored) -> None:
    assert ignored(path)


def test_what_runs_is_in_the_image(ignored: Ignored) -> None:
    files = set(ignored.files(BASE_DIR))
    listed = subprocess.run(
        ["git", "ls-files", "nexus", "jobs", "people", "hiring", "taxonomy", "site", "templates"],
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    wanted = {path for path in listed if "tests" not in Path(path).parts}

    assert len(wanted) > 500
    assert wanted - files == set()
    assert {"manage.py", "gunicorn.conf.py", "requirements.lock", "LICENSE"} <= files
    assert "scripts/entrypoint.sh" in files


def test_without_root_it_says_what_it_takes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setattr("sys.argv", ["prove-image", "--database=x", "--cache=x"])

    assert image_proof.main() == 2
    assert "cannot be proved here. It takes root" in capsys.readouterr().err
