"""From the parameters of the search page to the question a feed answers.

Whatever is not understood is left out: a reader of feeds cannot correct itself.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from careers.job_search.answers import around_label
from careers.job_search.facets import label_of
from careers.job_search.parameters import read_search
from careers.job_search.surroundings import surroundings_of
from careers.job_search.vocabulary import Vocabulary
from jobs.choices import EmploymentType, ExperienceLevel, Workplace
from jobs.search import JobQuery
from nexus.core.ids import row_id_of
from nexus.core.money import CURRENCIES
from taxonomy.models import Category

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import TextChoices
    from django.http import QueryDict

_LONGEST = 200
_MOST_VALUES = 20
_MOST_DAYS = 365
# No row has it: what is left of a filter whose categories do not exist.
_NO_CATEGORY = 0


class FeedQuestion(NamedTuple):
    """What a feed lists, the words in which its title says so, and where people see the same."""

    query: JobQuery
    words: list[str]


def feed_question(given: QueryDict) -> FeedQuestion:
    """Return the question that `given` puts. At most three queries."""
    categories = _categories(given)
    types = _choices(given, "employment_type", EmploymentType)
    levels = _choices(given, "experience_level", ExperienceLevel)
    workplaces = _choices(given, "workplace", Workplace)
    text, place = _text(given, "q"), _text(given, "location")
    company = _text(given, "company")
    names = [category.name for category in categories]
    labels = [str(choice.label) for choice in [*types, *levels, *workplaces]]
    ids = frozenset(category.pk for category in categories)
    # Those that the page alone has, read as the page reads them.
    search, _notices = read_search(given, Vocabulary({}))
    around = surroundings_of(search)
    near = frozenset(around.meant(search))
    query = JobQuery(
        text=text,
        categories=ids or frozenset([_NO_CATEGORY] if given.getlist("category") else []),
        employment_types=frozenset(map(str, types)),
        experience_levels=frozenset(map(str, levels)),
        workplaces=frozenset(map(str, workplaces)),
        location="" if search.within and near else place,
        near=near,
        places=frozenset(map(int, search.chosen.get("place", ()))),
        pay_bands=frozenset(search.chosen.get("pay", ())),
        company=company,
        salary_min=_amount(given),
        currency=_currency(given),
        posted_since=_since(given),
        ordering="-created_at",
    )
    bands = [label_of("pay", value, Vocabulary({})) for value in search.chosen.get("pay", ())]
    words = (text, *names, *labels, *bands, around_label(search), company)
    return FeedQuestion(query, [word for word in words if word])


def _text(given: QueryDict, name: str) -> str:
    return given.get(name, "").replace("\x00", " ").strip()[:_LONGEST]


def _choices[C: TextChoices](given: QueryDict, name: str, choices: type[C]) -> list[C]:
    wanted = set(given.getlist(name)[:_MOST_VALUES])
    return [choice for choice in choices if choice.value in wanted]


def _categories(given: QueryDict) -> list[Category]:
    wanted = [value[:_LONGEST].replace("\x00", "") for value in given.getlist("category")]
    if not wanted:
        return []
    known = Category.objects.active()
    ids = [pk for pk in map(row_id_of, wanted[:_MOST_VALUES]) if pk is not None]
    found = known.filter(slug__in=wanted[:_MOST_VALUES]) | known.filter(pk__in=ids)
    return list(found.distinct().order_by("title"))


def _amount(given: QueryDict) -> Decimal | None:
    try:
        amount = Decimal(given.get("salary_min", ""))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and 0 <= amount < 10**12 else None


def _currency(given: QueryDict) -> str | None:
    code = given.get("currency", "").upper()
    return code if code in CURRENCIES else None


def _since(given: QueryDict) -> datetime | None:
    days = given.get("posted_within", "")
    if not (days.isascii() and days.isdigit() and len(days) <= 3):
        return None
    # From the full hour, so that answers can be kept for those who ask again.
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    return hour - timedelta(days=min(int(days), _MOST_DAYS))
