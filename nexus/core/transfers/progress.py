"""The bar that shows how far long work has got: a template, a module of script, an answer in JSON.

A page gives `Progress` to `backoffice/progress.html` (as `progress`) and answers at `url` with
`progress_answer`. Without scripts the page is loaded anew every few seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import JsonResponse

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Progress:
    """How far it is. `total` is 0 while nobody knows; `url` is where to ask again.

    `words` say it for people ("12,000 of 20,000 rows"). When it `is_over`, the page loads itself
    anew and shows what came of it.
    """

    done: int
    total: int
    words: StrOrPromise
    url: str
    is_over: bool = False
    label: StrOrPromise = ""

    @property
    def percent(self) -> int | None:
        if not self.total:
            return None
        return min(100, self.done * 100 // self.total)


def progress_answer(progress: Progress) -> HttpResponse:
    """Return what the bar asks for."""
    answer = JsonResponse(
        {
            "percent": progress.percent,
            "words": str(progress.words),
            "isOver": progress.is_over,
        }
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
