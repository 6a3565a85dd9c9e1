"""Which of their companies somebody who works for several has in view; of no meaning to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest

_KEY = "backoffice_company"


def chosen_company(request: HttpRequest) -> int | None:
    """Return the id of the company that lists are narrowed to; None shows all of them.

    It only ever narrows: what a person may see is decided before and without it.
    """
    chosen = request.session.get(_KEY)
    return chosen if isinstance(chosen, int) else None


def choose_company(request: HttpRequest, company_id: int | None) -> None:
    """Have the lists narrowed from now on. The caller has checked that the company is theirs."""
    if company_id is None:
        request.session.pop(_KEY, None)
    else:
        request.session[_KEY] = company_id
