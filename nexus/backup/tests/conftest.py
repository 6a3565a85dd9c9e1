"""A small market on disk, and what is needed to back it up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nexus.core.storages import storages_from_url

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings


@pytest.fixture
def files(settings: Settings, tmp_path: Path) -> Path:
    """The directory of both storages, which are empty."""
    folder = tmp_path / "files"
    settings.STORAGES = {**settings.STORAGES, **storages_from_url("", folder)}
    return folder


@pytest.fixture
def shelf(settings: Settings, tmp_path: Path, files: Path) -> Path:
    """A directory for backups, for which a key is configured."""
    settings.BACKUP_KEYS = ["a backup key"]
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder
