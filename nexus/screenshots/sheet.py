"""Puts the pictures onto one page."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_HEAD = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Every page of the site and the back office</title>
<style>
  body { margin: 2rem; background: #777; color: #fff; font: 1rem/1.4 system-ui, sans-serif; }
  h2, h3 { margin: 2rem 0 0.5rem; }
  a { color: inherit; }
  ul { display: flex; gap: 1rem; margin: 0; padding: 0; list-style: none; overflow-x: auto; }
  img { display: block; height: 32rem; object-fit: cover; object-position: top; }
</style>
<h1>Every page of the site and the back office</h1>
"""


def write_sheet(folder: Path) -> Path:
    """Write index.html above the pictures of all markets, and return where it is."""
    parts = [_HEAD]
    # The markets themselves are in a folder that begins with a dot.
    for state in sorted(folder.glob("[!.]*/")):
        parts.append(f"<h2>{escape(state.name)}</h2>\n")
        rows: dict[str, list[Path]] = {}
        for picture in sorted(state.glob("*.png")):
            rows.setdefault(picture.stem.rsplit("-", 2)[0], []).append(picture)
        for name, pictures in rows.items():
            parts.append(f"<h3>{escape(name)}</h3>\n<ul>\n")
            parts += [_picture(state.name, picture) for picture in pictures]
            parts.append("</ul>\n")
    index = folder / "index.html"
    index.write_text("".join(parts), encoding="utf-8")
    return index


def _picture(state: str, picture: Path) -> str:
    address = escape(f"{state}/{picture.name}")
    return (
        f'<li><a href="{address}"><img loading="lazy" src="{address}" alt="">'
        f"{escape(picture.stem)}</a></li>\n"
    )
