"""In how many widths and schemes the browser tests are run.

Each test is run in one of its looks, so that all of them are seen by some; EVERY_LOOK=1 runs each
in all of them (`make test-looks`), which takes twice as long.
"""

from __future__ import annotations

import os
import zlib
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pytest

LOOKS: Sequence[tuple[int, Literal["light", "dark"]]] = [(1280, "light"), (390, "dark")]
"""The two widths and the two schemes, each of them once."""

EVERY_LOOK = bool(os.environ.get("EVERY_LOOK"))


def in_one_look(
    items: Iterable[pytest.Item], fixture: str
) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """Part tests into those that stay and those in a look that is left to others.

    The looks are the parameters of `fixture`. Which of them stays of a test is decided by its
    name: the same on every machine.
    """
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        callspec = getattr(item, "callspec", None)
        look = None if callspec is None else callspec.params.get(fixture)
        name = f"{item.path.name}::{getattr(item, 'originalname', item.name)}"
        stays = EVERY_LOOK or look not in LOOKS or look == LOOKS[zlib.crc32(name.encode()) % 2]
        (kept if stays else left).append(item)
    return kept, left
