"""Every block of code in the documents, run against a demo market that is served."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nexus.tests.fences import PAGES, RUN, Answer, Example, answer_in, differences, examples_of
from nexus.tests.machine import BASE_DIR, Machine
from nexus.tests.samples import pdf_bytes

pytestmark = pytest.mark.slow

TOTP_KEY = base64.b32encode(b"known to these tests").decode()
_INTEGRATION = f"""
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from people.models import User
user = User.objects.create_user("integration", password="nexus-demo")
TOTP.activate(user, {TOTP_KEY!r})
print(*RecoveryCodes.activate(user).get_unused_codes())
"""
# What came is written beside the blocks, under their line.
_SHELL = """set -euo pipefail
curl() { command curl -sS $REFUSALS "$@"; }
"""
_PYTHON = """
def _note(line):
    headers = [name.lower() for name in (globals().get("headers") or {})]
    found = {"status": globals().get("status"), "headers": headers, "body": globals().get("answer")}
    with open(f"{line}.json", "w") as file:
        _json.dump(found, file)
import json as _json
"""
_NODE = """
import { writeFileSync as _write } from "node:fs";
const _note = (line, status, headers, body) =>
  _write(`${line}.json`, JSON.stringify({ status, headers: [...(headers?.keys() ?? [])], body }));
"""


class Reader:
    """Somebody who types what a page says, in a folder that looks like a checkout."""

    def __init__(self, machine: Machine, folder: Path, codes: list[str]) -> None:
        self._machine = machine
        self._folder = folder
        self._codes = codes

    def follow(self, page: Path, language: str) -> list[str]:
        """Run the blocks of a page in one language; return what was not as the page says."""
        folder = self._folder / f"{page.stem}-{language}"
        folder.mkdir()
        for path in [*BASE_DIR.iterdir(), Path(sys.prefix)]:
            name = ".venv" if path == Path(sys.prefix) else path.name
            if name != "var" and not (folder / name).exists():
                (folder / name).symlink_to(path)
        (folder / "cv.pdf").write_bytes(pdf_bytes())
        examples = examples_of(page, language)
        command = {"sh": _as_shell, "python": _as_python, "js": _as_javascript}[language](
            examples, folder, self._with_our_port
        )
        done = subprocess.run(
            command,
            cwd=folder,
            env={**self._machine.environment, "CODE": self._codes.pop(), "TOTP_KEY": TOTP_KEY},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        told = [f"{page.name}: {done.stderr[-3000:]}"] if done.returncode else []
        for example in examples:
            told += self._not_as_shown(example, folder)
        return told

    def _with_our_port(self, text: str) -> str:
        return text.replace("127.0.0.1:8000", f"127.0.0.1:{self._machine.port}")

    def _not_as_shown(self, example: Example, folder: Path) -> list[str]:
        if example.shown is None:
            return []
        place = f"{example.fence} ({example.fence.language})"
        shell, other = (folder / f"{example.fence.line}.{end}" for end in ("out", "json"))
        if not shell.exists() and not other.exists():
            return [f"{place} was not reached"]
        answer = (
            answer_in(shell.read_text())
            if shell.exists()
            else Answer(**json.loads(other.read_text()))
        )
        if example.shown.status is None and (answer.status or 200) >= 400:
            return [f"{place} was refused: {answer.body}"]
        return [f"{place}: {what}" for what in differences(example.shown, answer)]


def _as_shell(examples: list[Example], folder: Path, ours: Any) -> list[str]:
    script = [_SHELL]
    for example in examples:
        line, shown = example.fence.line, example.shown
        is_refused = shown is not None and (shown.status or 0) >= 300
        # What a page does not show to be refused must not be.
        script.append(f"REFUSALS={'' if is_refused else '--fail-with-body'}")
        script.append(f"{{\n{ours(example.fence.text)}\n}} > {line}.out")
    (folder / "script.sh").write_text("\n".join(script), encoding="utf-8")
    return ["bash", "script.sh"]


def _as_python(examples: list[Example], folder: Path, ours: Any) -> list[str]:
    script = [_PYTHON]
    for example in examples:
        script += [ours(example.fence.text), f"_note({example.fence.line})"]
    (folder / "script.py").write_text("\n".join(script), encoding="utf-8")
    return [sys.executable, "script.py"]


def _as_javascript(examples: list[Example], folder: Path, ours: Any) -> list[str]:
    node = shutil.which("node")
    if node is None:
        # Where everything is promised, its absence is a failure and not a skip.
        assert not os.environ.get("REQUIRE_SERVICES"), "Node is not installed."
        pytest.skip("Node is not installed: the examples in JavaScript were not run.")
    script = [_NODE]
    for example in examples:
        script += [ours(example.fence.text)]
        script += [f"_note({example.fence.line}, status, headers, answer);"]
    (folder / "script.mjs").write_text("\n".join(script), encoding="utf-8")
    return [node, "script.mjs"]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    machine = Machine(tmp_path_factory.mktemp("machine"))
    # All readers come from one address: what they may do together would else be too little.
    machine.environment |= {"LIMIT_LOGIN_FAILED": "5/5m/key", "API_RATE_ANON": "1000/h"}
    machine.environment["BACKUP_KEYS"] = "one-long-key-of-the-backups-of-these-tests"
    try:
        machine.start()
        codes = machine.run("manage.py", "shell", "--no-imports", "-c", _INTEGRATION).split()
        yield Reader(machine, tmp_path_factory.mktemp("pages"), codes)
    finally:
        machine.kill()


@pytest.mark.parametrize(
    ("page", "language"),
    [
        pytest.param(page, language, id=f"{page.name}-{language}")
        for page in PAGES
        for language in RUN
        if examples_of(page, language)
    ],
)
def test_what_a_page_tells_to_type_does_what_it_says(
    page: Path, language: str, reader: Reader
) -> None:
    assert reader.follow(page, language) == []
