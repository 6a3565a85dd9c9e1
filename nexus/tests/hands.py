"""A person at keyboard and mouse, whose clicks, keys and page loads are counted by task."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Locator, Page


@dataclass
class Effort:
    """What a task took."""

    clicks: int = 0
    keys: int = 0
    loads: int = 0

    def is_within(self, clicks: int, keys: int, loads: int) -> bool:
        return self.clicks <= clicks and self.keys <= keys and self.loads <= loads


class Hands:
    """Clicks and types on `page`; nothing else may, or it is not counted.

    Where an act leads to another page, `leads=True` waits for it.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.efforts: dict[str, Effort] = {}
        self._now = Effort()
        page.on("load", lambda _page: self._count_load())

    def _count_load(self) -> None:
        self._now.loads += 1

    @contextmanager
    def task(self, name: str) -> Iterator[None]:
        """Count what happens inside under `name`."""
        self._now = self.efforts[name] = Effort()
        yield
        self.page.wait_for_load_state()

    def click(self, target: Locator, *, leads: bool = False, shift: bool = False) -> None:
        self._now.clicks += 1
        with self._waiting(leads):
            target.click(modifiers=["Shift"] if shift else [])

    def press(self, *keys: str, leads: bool = False) -> None:
        """Press keys one after the other; `leads` is about each."""
        for key in keys:
            self._now.keys += 1
            with self._waiting(leads):
                self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        self._now.keys += len(text)
        self.page.keyboard.type(text)

    @contextmanager
    def _waiting(self, leads: bool) -> Iterator[None]:
        if not leads:
            yield
            return
        with self.page.expect_event("load"):
            yield

    def table(self) -> str:
        """Return the efforts as lines of equal width."""
        wide = max(map(len, self.efforts))
        lines = [f"{'task':<{wide}}  clicks  keys  page loads"]
        lines += [
            f"{name:<{wide}}  {one.clicks:>6}  {one.keys:>4}  {one.loads:>10}"
            for name, one in self.efforts.items()
        ]
        return "\n".join(lines)
