"""The filters beside the results, each value with the number of jobs it would leave."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careers.job_search.parameters import FILTERS
from jobs.choices import EmploymentType, ExperienceLevel, Workplace
from jobs.search import POSTED_DAYS, band_named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from careers.job_search.parameters import FilterKind, Search
    from careers.job_search.vocabulary import Vocabulary
    from jobs.search import FacetCount

# So many values of a filter are seen at once; the others unfold.
_SHOWN = 8
# Of these there may be thousands: the commonest are offered.
_CURRENCIES = 2
MOST_PLACES = 60
_CHOICES = {
    "workplace": Workplace,
    "employment_type": EmploymentType,
    "experience_level": ExperienceLevel,
}


@dataclass(frozen=True, slots=True)
class Option:
    """A value that can be ticked; without a count it stands for all of them."""

    value: str
    label: str
    count: int | None
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A filter and its values; `more` are those that unfold."""

    kind: FilterKind
    options: list[Option]
    more: list[Option] = field(default_factory=list)


def label_of(name: str, value: str, vocabulary: Vocabulary) -> str:
    """Return what people call a value of a filter."""
    if name == "category":
        return vocabulary.categories[value].name
    if name == "place":
        place = vocabulary.places.get(value)
        return str(place) if place else _("Unknown city")
    if name == "pay":
        return _band_label(value)
    if name == "posted_within":
        days = int(value)
        if days == 1:
            return _("Last 24 hours")
        return ngettext("Last %(days)s day", "Last %(days)s days", days) % {"days": days}
    return str(_CHOICES[name](value).label)


def places_shown(search: Search, counts: Mapping[str, list[FacetCount]]) -> set[str]:
    """Return the ids of the places that a page names: the commonest, and those chosen."""
    commonest = [one.value for one in counts.get("place_id", ())[:MOST_PLACES]]
    return {*commonest, *search.chosen.get("place", ())}


def groups(
    search: Search,
    counts: Mapping[str, list[FacetCount]],
    vocabulary: Vocabulary,
) -> list[Group]:
    """Return the filters that have anything to offer, in their fixed order."""
    by_pk = {str(one.pk): one.slug for one in vocabulary.categories.values()}
    found = []
    for kind in FILTERS:
        numbers = {one.value: one.count for one in counts.get(kind.facet, ())}
        if kind.name == "category":
            numbers = {by_pk[pk]: count for pk, count in numbers.items() if pk in by_pk}
        chosen = search.chosen.get(kind.name, ())
        values = _values(kind.name, numbers, chosen)
        if kind.name == "place":
            values = [value for value in values if value in vocabulary.places]
        options = [
            Option(
                value=value,
                label=label_of(kind.name, value, vocabulary),
                count=numbers.get(value, 0),
                is_chosen=value in chosen,
            )
            for value in values
        ]
        if kind.is_single:
            options.insert(0, Option("", _("Any time"), None, is_chosen=not chosen))
        if options:
            found.append(_folded(kind, options))
    return found


def _values(name: str, numbers: Mapping[str, int], chosen: tuple[str, ...]) -> list[str]:
    """Return the values to offer: closed sets whole, of others those that have jobs."""
    if name in _CHOICES:
        return list(_CHOICES[name].values)
    if name == "posted_within":
        return [str(days) for days in POSTED_DAYS]
    values = list(dict.fromkeys([*numbers, *chosen]))
    return _bands(values, numbers, chosen) if name == "pay" else values


def _bands(values: list[str], numbers: Mapping[str, int], chosen: tuple[str, ...]) -> list[str]:
    """Return the bands of the commonest currencies from the lowest up, and those chosen."""
    per_currency: dict[str, int] = {}
    for value in values:
        currency = value.partition("-")[0]
        per_currency[currency] = per_currency.get(currency, 0) + numbers.get(value, 0)
    ranked = sorted(per_currency, key=lambda one: (-per_currency[one], one))
    wanted = {*ranked[:_CURRENCIES], *(value.partition("-")[0] for value in chosen)}
    bands = [band for value in values if (band := band_named(value)) and band.currency in wanted]
    ordered = sorted(bands, key=lambda band: (ranked.index(band.currency), band.lowest))
    return [band.value for band in ordered]


def _folded(kind: FilterKind, options: list[Option]) -> Group:
    if len(options) <= _SHOWN + 1:
        return Group(kind, options)
    if kind.name == "pay":
        first = options[0].value.partition("-")[0]
        shown = [one for one in options if one.is_chosen or one.value.startswith(first)]
    else:
        chosen = [one for one in options if one.is_chosen]
        shown = [*chosen, *(one for one in options if not one.is_chosen)]
        shown = shown[: max(_SHOWN, len(chosen))]
    return Group(kind, shown, [one for one in options if one not in shown])


def _band_label(value: str) -> str:
    band = band_named(value)
    if band is None:
        return value
    lowest = number_format(band.lowest, use_l10n=True, force_grouping=True)
    if band.beyond is None:
        return _("from %(amount)s %(currency)s") % {"amount": lowest, "currency": band.currency}
    beyond = number_format(band.beyond, use_l10n=True, force_grouping=True)
    if not band.lowest:
        return _("below %(amount)s %(currency)s") % {"amount": beyond, "currency": band.currency}
    return f"{lowest} – {beyond} {band.currency}"
