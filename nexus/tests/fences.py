"""The fenced blocks of the documents, and the answers that are shown below them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

BASE_DIR = Path(__file__).resolve().parents[2]
PAGES = sorted([*BASE_DIR.glob("*.md"), *(BASE_DIR / "docs").glob("*.md")])
RUN = ("sh", "python", "js")
PARSED = ("env", "yaml", "json", "ini", "http")

_FENCE = re.compile(r"^( *)```([a-z]*)$")
_NOT_RUN = re.compile(r"<!-- not run: (.+) -->$")
# What is said in so many words, and therefore has to be the same; numbers and times may differ.
_WORDS = {"error", "message", "code", "status", "details", "expires_in", "allowed_statuses"}


@dataclass(frozen=True, slots=True)
class Fence:
    """A block of a page; `reason` says why it is not run, where it is not."""

    page: Path
    line: int
    language: str
    text: str
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.page.name}:{self.line}"


def fences_of(page: Path) -> list[Fence]:
    """Return the blocks of a page from top to bottom."""
    found: list[Fence] = []
    lines = page.read_text(encoding="utf-8").splitlines()
    number, before = 0, ""
    while number < len(lines):
        opened = _FENCE.match(lines[number])
        if opened is None:
            before = lines[number].strip() or before
            number += 1
            continue
        indent, language = opened.groups()
        end = lines.index(f"{indent}```", number + 1)
        text = "\n".join(line.removeprefix(indent) for line in lines[number + 1 : end])
        reason = _NOT_RUN.match(before)
        found.append(Fence(page, number + 1, language, text, reason[1] if reason else ""))
        number, before = end + 1, ""
    return found


@dataclass(slots=True)
class Example:
    """A block that runs, and the answer that the page shows for it."""

    fence: Fence
    shown: Shown | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer as a page shows it: `status` and `headers` where it shows these too."""

    fence: Fence
    status: int | None = None
    headers: tuple[str, ...] = ()
    body: Any = None


@dataclass(slots=True)
class Answer:
    """What came back."""

    status: int | None = None
    headers: list[str] = field(default_factory=list)
    body: Any = None


def examples_of(page: Path, language: str) -> list[Example]:
    """Return a page's blocks in a language; an answer belongs to the blocks right above it."""
    examples: list[Example] = []
    above: list[Example] = []
    answered = False
    for fence in fences_of(page):
        if fence.language in RUN and not fence.reason:
            if answered:
                above, answered = [], False
            # Of two blocks in one language the answer is that of the last.
            above = [one for one in above if one.fence.language != fence.language]
            above.append(Example(fence))
            if fence.language == language:
                examples.append(above[-1])
        elif fence.language in {"json", "http"}:
            answered = True
            for example in above:
                example.shown = shown_in(fence)
    return examples


def shown_in(fence: Fence) -> Shown:
    """Read an answer that a page shows."""
    if fence.language == "json":
        return Shown(fence, body=json.loads(fence.text))
    head, _, body = fence.text.partition("\n\n")
    first, *rest = head.splitlines()
    names = tuple(line.partition(":")[0].lower() for line in rest)
    return Shown(fence, int(first.split()[1]), names, json.loads(body) if body else None)


def answer_in(output: str) -> Answer:
    """Read what curl wrote last: with the head of the answer or without."""
    answer = Answer()
    head, _, body = output.replace("\r", "").rpartition("\n\n")
    if output.startswith("HTTP/"):
        first, *rest = (head or output).strip().splitlines()
        answer.status = int(first.split()[1])
        answer.headers = [line.partition(":")[0].lower() for line in rest]
    else:
        body = output
    # Several answers may stand one behind the other: the last is meant.
    decoder, rest_of_body = json.JSONDecoder(), body.strip()
    while rest_of_body:
        answer.body, end = decoder.raw_decode(rest_of_body)
        rest_of_body = rest_of_body[end:].strip()
    return answer


def differences(shown: Shown, found: Answer) -> list[str]:
    """Return in words where an answer is not as it is shown."""
    told = []
    if shown.status is not None and shown.status != found.status:
        told.append(f"status {found.status} instead of {shown.status}")
    told += [f"no header {name}" for name in shown.headers if name not in found.headers]
    if shown.body is not None:
        told += _unlike(shown.body, found.body, "answer", exact=False)
    return told


def _unlike(shown: Any, found: Any, where: str, *, exact: bool) -> list[str]:
    if shown == "…":
        return [] if found is not None else [f"{where} is null"]
    if isinstance(shown, dict) and isinstance(found, dict):
        told = [f"{where} has no {key}" for key in shown if key not in found]
        for key in shown.keys() & found.keys():
            meant = exact or key in _WORDS
            told += _unlike(shown[key], found[key], f"{where}.{key}", exact=meant)
        return told
    if isinstance(shown, list) and isinstance(found, list):
        if len(shown) > len(found) or (exact and len(shown) != len(found)):
            return [f"{where} has {len(found)} items"]
        return [
            difference
            for number, (one, other) in enumerate(zip(shown, found, strict=False))
            for difference in _unlike(one, other, f"{where}[{number}]", exact=exact)
        ]
    if type(shown) is not type(found):
        return [f"{where} is {found!r}, shown as {shown!r}"]
    if (exact or isinstance(shown, bool)) and shown != found:
        return [f"{where} is {found!r}, shown as {shown!r}"]
    return []
