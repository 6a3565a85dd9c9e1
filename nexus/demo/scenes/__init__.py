"""Draws the pictures of the demo's pages: places of work in five flat tones, none of them real."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nexus.demo.scenes import indoors, outdoors
from nexus.demo.scenes.sheet import SIZE, TONES, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SCENES", "SIZE", "TONES", "scene"]

SCENES: dict[str, Callable[[Sheet], None]] = {
    "bakery": indoors.bakery,
    "classroom": indoors.classroom,
    "harbour": outdoors.harbour,
    "hills": outdoors.hills,
    "office": indoors.office,
    "solar": outdoors.solar,
    "street": outdoors.street,
    "town": outdoors.town,
    "ward": indoors.ward,
    "workshop": indoors.workshop,
}


def scene(kind: str, tones: str) -> bytes:
    """Return the PNG of a scene, 1600 by 1000 pixels. Takes some 80 ms; always the same."""
    sheet = Sheet(TONES[tones])
    SCENES[kind](sheet)
    return sheet.png()
