"""What dashboards and alerts ask for is what /metrics tells."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from nexus.core.metrics import REGISTRY
from nexus.observing.metrics_page import current

if TYPE_CHECKING:
    from pathlib import Path

_NAME = re.compile(r"\bnexus_[a-z_]+")


@pytest.fixture
def folder(settings: Any) -> Path:
    found: Path = settings.BASE_DIR / "deploy" / "observability"
    return found


@pytest.fixture
def told(db: None, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Every name that can stand in /metrics."""
    from jobs.search.reader import IndexFacts

    monkeypatch.setattr("jobs.search.index_facts", lambda: IndexFacts(1, 1, 1.0))
    names = {family.name for family in text_string_to_metric_families(current().decode())}
    for family in REGISTRY.collect():
        endings = ("_bucket", "_count", "_sum") if family.type == "histogram" else ("_total",)
        names |= {family.name + ending for ending in endings}
    return names


def rules(folder: Path) -> list[dict[str, Any]]:
    groups = yaml.safe_load((folder / "alerts.yml").read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


def test_alerts_ask_for_what_there_is_and_are_explained(
    folder: Path, told: set[str], settings: Any
) -> None:
    explained = (settings.BASE_DIR / "docs" / "observability.md").read_text()
    found = rules(folder)

    assert len(found) > 10
    for rule in found:
        assert set(_NAME.findall(rule["expr"])) <= told, rule["alert"]
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert rule["annotations"]["summary"].endswith(".")
        assert f"`{rule['alert']}`" in explained
        assert rule["expr"].count("(") == rule["expr"].count(")")


def test_the_dashboard_asks_for_what_there_is(folder: Path, told: set[str]) -> None:
    panels = json.loads((folder / "dashboard.json").read_text())["panels"]

    asked = {
        name
        for panel in panels
        for target in panel["targets"]
        for name in _NAME.findall(target["expr"])
    }
    assert len(panels) > 15
    assert asked <= told


def test_every_metric_is_explained(told: set[str], settings: Any) -> None:
    explained = (settings.BASE_DIR / "docs" / "observability.md").read_text()

    for name in told:
        if name.endswith("_created"):
            continue  # when a counter began, which the library adds by itself
        base = re.sub(r"_(bucket|count|sum)$", "", name)
        if base in {family.name for family in REGISTRY.collect()}:
            base = f"{base}_total" if f"{base}_total" in told else base
        assert f"`{name}`" in explained or f"`{base}`" in explained, name
