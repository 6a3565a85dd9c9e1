"""Makes a market of any size out of the postings there are: pure arithmetic, no database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

# The demo and the real postings are spread over the same time.
_DAYS_BACK = 60
_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Base:
    """What of a posting is resampled; everything else is copied as it is."""

    title: str
    location: str
    salary_min: Decimal | None
    salary_max: Decimal | None


@dataclass(frozen=True, slots=True)
class Resampled:
    """A job made of the base at `index`, with a place, an employer, pay and dates of its own."""

    index: int
    number: int
    company_id: int
    location: str
    reference: str
    salary_min: Decimal | None
    salary_max: Decimal | None
    posted_at: datetime
    deadline: datetime


def resample(
    bases: Sequence[Base],
    company_ids: Sequence[int],
    *,
    count: int,
    now: datetime,
    seed: int = 1,
) -> Iterator[Resampled]:
    """Yield `count` jobs, the same for the same arguments, in the order they were posted.

    Employers differ in size as real ones do: a few post very often, most rarely. Each job has a
    reference of its own, so that the vocabulary of a big market is big as well.
    """
    random = Random(seed)  # noqa: S311  # a market, not a secret
    chosen = base_indexes(len(bases), count=count, seed=seed)
    places = [base.location for base in bases]
    step = timedelta(days=_DAYS_BACK) / max(1, count)
    began = now - timedelta(days=_DAYS_BACK)
    for number, index in enumerate(chosen):
        base = bases[index]
        factor = Decimal(random.randrange(80, 126)) / 100
        yield Resampled(
            index=index,
            number=number,
            company_id=company_ids[int(len(company_ids) * random.random() ** 3)],
            location=random.choice(places),
            reference=reference_of(number),
            salary_min=_scaled(base.salary_min, factor),
            salary_max=_scaled(base.salary_max, factor),
            posted_at=began + number * step,
            deadline=now + timedelta(days=7, seconds=random.randrange(60 * 86_400)),
        )


def base_indexes(bases: int, *, count: int, seed: int = 1) -> Iterator[int]:
    """Yield which base each job is made of: a draw of its own, so that it can be repeated."""
    random = Random(f"bases {seed}")  # noqa: S311  # a market, not a secret
    for _ in range(count):
        yield random.randrange(bases)


def reference_of(number: int) -> str:
    """Return a reference such as `R7-0Q4K`: distinct for each number below 30 million or so."""
    scrambled = (number * 48_271 + 11) % (32**5)
    letters = ""
    for _ in range(5):
        scrambled, digit = divmod(scrambled, 32)
        letters += _DIGITS[digit]
    return f"R{letters[0]}-{letters[1:]}"


def _scaled(amount: Decimal | None, factor: Decimal) -> Decimal | None:
    return None if amount is None else (amount * factor).quantize(_CENT)
