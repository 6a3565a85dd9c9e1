"""Finds the companies that postings name, and makes those that do not exist yet, in bulk."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from django.db.models.functions import Lower
from django.utils.text import slugify

from jobs.importing.posting import Posting
from people.models import Company
from taxonomy.names import spellings

_MAX_REMEMBERED = 100_000
_MAX_SLUG = 200


class CompanyBook:
    """Remembers which company a name or key of the source stands for."""

    def __init__(self) -> None:
        self._by_name: dict[str, int] = {}
        self._by_key: dict[str, int] = {}

    def ids_for(self, postings: Iterable[Posting], *, create: bool) -> Mapping[str, int]:
        """Return the company's id for each `company_name`, making new ones where `create`.

        A key that the source gave to another spelling before stands for the same company.
        Names of no known company are left out unless `create`. One query for the names that
        were not met before, three where companies are made. Runs in the caller's transaction.
        """
        if len(self._by_name) + len(self._by_key) > _MAX_REMEMBERED:
            self.forget()
        postings = list(postings)
        unknown = {
            p.company_name
            for p in postings
            if p.company_name.lower() not in self._by_name and p.company_key not in self._by_key
        }
        if unknown:
            self._look_up(unknown)
            missing = self._without_company(postings)
            if missing and create:
                Company.objects.bulk_create(
                    [Company(name=name, slug=_slug_of(name)) for name in missing],
                    ignore_conflicts=True,
                )
                # Read back: another process may have made one of them first.
                self._look_up(set(missing))
        found: dict[str, int] = {}
        for posting in postings:
            company = self._by_name.get(posting.company_name.lower())
            if company is None and posting.company_key:
                company = self._by_key.get(posting.company_key)
            if company is not None:
                found[posting.company_name] = company
                if posting.company_key:
                    self._by_key.setdefault(posting.company_key, company)
        return found

    def forget(self) -> None:
        """Read everything anew from now on: what was remembered may have been rolled back."""
        self._by_name.clear()
        self._by_key.clear()

    def _without_company(self, postings: Iterable[Posting]) -> list[str]:
        """Return one spelling for each company, by name and by key, that is not known yet."""
        missing: dict[str, str] = {}
        keys: set[str] = set()
        for posting in postings:
            folded, key = posting.company_name.lower(), posting.company_key
            if folded in self._by_name or key in self._by_key or (key and key in keys):
                continue
            missing.setdefault(folded, posting.company_name)
            keys.add(key)
        # In one order always, so that two loads at once wait for each other and do not deadlock.
        return [missing[folded] for folded in sorted(missing)]

    def _look_up(self, names: set[str]) -> None:
        lowered = {form for name in names for form in spellings(name)}
        rows = (
            Company.objects.alias(lowered=Lower("name"))
            .filter(lowered__in=lowered)
            .order_by()
            .values_list("pk", "name")
        )
        for pk, name in rows:
            self._by_name[name.lower()] = pk


def _slug_of(name: str) -> str:
    """Return a slug that no other name has: the words, and a few digits of the name's hash."""
    digits = hashlib.blake2b(name.lower().encode(), digest_size=4).hexdigest()
    return "-".join(filter(None, (slugify(name)[:_MAX_SLUG].strip("-"), digits)))
