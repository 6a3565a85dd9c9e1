"""Which picture stands where. They are drawn (see `scenes` and `drawings`), never photographed."""

from __future__ import annotations

from typing import NamedTuple


class Picture(NamedTuple):
    """A scene in some tones, and what it shows for those who cannot see it."""

    scene: str
    tones: str
    shows: str


class Face(NamedTuple):
    """The portrait of somebody, always the same for the same initials."""

    initials: str


HOME_PICTURE = Picture("town", "morning", "A row of houses with lit windows below a low sun")

# By company: the picture of its featured job.
FEATURE_PICTURES = {
    "Northmere Light Railway": Picture("street", "brick", "A street of shops with two bicycles"),
    "Kestrel Bay Health": Picture("ward", "sea", "A bed in a ward, hills behind the window"),
    "Rideau Thread": Picture("office", "dusk", "A desk with a screen and a lamp at a window"),
    "Tallow & Finch": Picture("bakery", "morning", "Loaves on two shelves beside an oven"),
    "Saltgrass Solar": Picture("solar", "field", "Rows of solar panels before low hills"),
    "Seniorenstift Sonnenrain": Picture("hills", "field", "A house on a hill between trees"),
    "Monsoon Ledger Pvt Ltd": Picture("street", "field", "A street of shops in the morning"),
    "Tidewrack Marine Institute": Picture("harbour", "sea", "A ship below two cranes"),
}

# By the key of a category: the picture at its head.
CATEGORY_PICTURES = {
    "software": Picture("office", "sea", "A desk with a screen at a window"),
    "nursing": Picture("ward", "morning", "A bed in a ward, hills behind the window"),
    "education": Picture("classroom", "sea", "A classroom with a blackboard and four desks"),
    "trades": Picture("workshop", "field", "A workbench with tools on the wall"),
    "logistics": Picture("harbour", "dusk", "A ship with containers below two cranes"),
    "hospitality": Picture("bakery", "brick", "Loaves on two shelves beside an oven"),
    "science": Picture("hills", "sea", "A house on a hill above the water"),
}
