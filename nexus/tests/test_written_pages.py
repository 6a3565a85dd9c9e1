"""What the documents promise without a server: blocks that can be read, links that lead somewhere."""

from __future__ import annotations

import configparser
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from nexus import licences
from nexus.screenshots.guide import GUIDE_PAGES, PICTURES
from nexus.tests.deploy_check import PRODUCTION
from nexus.tests.fences import BASE_DIR, PAGES, PARSED, RUN, Fence, fences_of, shown_in

FENCES = [fence for page in PAGES for fence in fences_of(page)]
# Blocks that nobody runs, by page, with the reason that stands before each. Keep it short.
NOT_RUN = {
    "README.md": [
        "it is what serves all other examples",
        "it is what runs this",
        "a list of folders",
    ],
    "backup.md": ["a line for cron", "the tests of the restore do the same"],
    "configuration.md": ["downloads 200 MB"],
    "containers.md": ["needs a container engine"] * 2,
    "getting-started.md": ["needs the repository's own address"],
}
README = (BASE_DIR / "README.md").read_text(encoding="utf-8")


def _in(*languages: str) -> list[Any]:
    chosen = [one for one in FENCES if one.language in languages and not one.reason]
    return [pytest.param(fence, id=str(fence)) for fence in chosen]


def test_every_block_is_run_or_read_or_says_why_not() -> None:
    unknown = [str(one) for one in FENCES if not one.reason and one.language not in RUN + PARSED]

    assert unknown == []


def test_few_blocks_are_not_run() -> None:
    reasons: dict[str, list[str]] = {}
    for fence in FENCES:
        if fence.reason:
            reasons.setdefault(fence.page.name, []).append(fence.reason)

    assert reasons == NOT_RUN


@pytest.mark.parametrize("fence", _in("json", "http"))
def test_answers_that_are_shown_are_json(fence: Fence) -> None:
    shown_in(fence)


def _variables(fence: Fence) -> dict[str, str]:
    lines = [line for line in fence.text.splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


@pytest.mark.parametrize("fence", _in("env"))
def test_settings_that_are_shown_are_known_and_accepted(fence: Fence) -> None:
    variables = _variables(fence)
    known = (BASE_DIR / "docs" / "configuration.md").read_text(encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-c", "import nexus.settings"],
        env={**PRODUCTION, **variables, "PATH": os.environ["PATH"], "DATA_DIR": "var"},
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )

    assert [name for name in variables if f"`{name}`" not in known] == []
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("fence", _in("yaml", "ini"))
def test_other_files_that_are_shown_can_be_read(fence: Fence) -> None:
    if fence.language == "yaml":
        assert yaml.safe_load(fence.text)
    else:
        parser = configparser.ConfigParser(strict=False, interpolation=None)
        parser.read_string(fence.text)
        assert parser.sections()


def _anchors(page: Path) -> set[str]:
    """Return the names that GitHub gives to the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_of_a_page_lead_somewhere(page: Path) -> None:
    found = re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    missing = []
    for link in found:
        path, _, anchor = link.partition("#")
        if "://" in link or link.startswith("mailto:"):
            continue
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in _anchors(target)):
            missing.append(link)

    assert missing == []


def test_the_folders_that_the_readme_lists_are_there() -> None:
    (layout,) = [one for one in FENCES if one.reason == "a list of folders"]
    named = re.findall(r"^([a-z/]+)/ ", layout.text, re.MULTILINE)

    assert {"nexus", "jobs", "site", "templates"} <= set(named)
    assert [name for name in named if not (BASE_DIR / name).is_dir()] == []


def test_the_readme_stays_one_page() -> None:
    assert len(README.splitlines()) <= 140


def test_the_picture_of_the_architecture_shows_the_layers_that_are_checked() -> None:
    project = tomllib.loads((BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    (layers,) = [
        contract["layers"]
        for contract in project["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers"
    ]
    picture = (BASE_DIR / "docs" / "architecture.svg").read_text(encoding="utf-8")
    page = (BASE_DIR / "docs" / "architecture.md").read_text(encoding="utf-8")

    shown = re.findall(r'class="app"[^>]*>([a-z.]+)<', picture)

    assert shown == [*layers, "nexus.core"]
    assert re.findall(r"^\| `([a-z.]+)` \|", page, re.MULTILINE) == shown


def test_the_guides_show_each_picture_that_is_made_and_no_other() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    shown = set(re.findall(r"\]\(pictures/([a-z-]+)\.webp\)", text))
    files = {path.stem for path in PICTURES.iterdir()}

    assert shown == files == {page_type.name for page_type in GUIDE_PAGES}


def test_the_pictures_of_the_guides_are_small() -> None:
    assert sum(path.stat().st_size for path in PICTURES.iterdir()) < 1_500_000


def test_the_list_of_licences_is_up_to_date() -> None:
    assert licences.REPORT.read_text(encoding="utf-8") == licences.report(), (
        "What is installed changed: run `make licences` and commit the difference."
    )


def test_no_licence_binds_those_who_use_nexus() -> None:
    binding = re.compile("GPL|General Public|SSPL|BUSL|Commons Clause|EUPL|-NC|not declared", re.I)

    bound = {name for name in licences.locked() if binding.search(licences.licence_of(name))}

    assert bound == {"psycopg", "psycopg-binary"}
