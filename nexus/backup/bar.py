"""How far it is, on a terminal alone."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from tqdm import tqdm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nexus.backup.making import Progress


@contextmanager
def bar(title: str) -> Iterator[Progress]:
    """Yield what is told which part is at work and how many bytes are done."""
    with tqdm(desc=title, unit="B", unit_scale=True, disable=None) as shown:

        def show(part: str, number: int) -> None:
            if not shown.disable:
                shown.set_postfix_str(part, refresh=False)
            shown.update(number)

        yield show
