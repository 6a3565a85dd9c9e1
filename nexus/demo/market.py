"""Plans every posting of the demo: who looks for whom, where, since when and for what pay."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

from jobs.choices import EmploymentType, ExperienceLevel, JobStatus, Workplace
from nexus.demo.compose import Draft, Texts, write
from nexus.demo.content.catalogue import COMPANIES, ROLES, WHOLE_POSTINGS
from nexus.demo.content.letters import FEATURES
from nexus.demo.content.market_words import REMOTE_PLACES, SHOUTING, TITLE_ENDINGS
from nexus.demo.content.places import BY_KEY
from nexus.demo.pay import Pay, pay_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from nexus.demo.content.kinds import City, CompanyText, Role, WholePosting

SEED = 1871
SHOWCASE = "Saltgrass Solar"
# Of the postings made from roles, every so many-th is not open; the rest are.
_STATES = (
    (17, 5, "closed"),
    (23, 7, "expired"),
    (41, 11, "archived"),
    (37, 3, "draft"),
    (53, 9, "in_review"),
)
# The company of the demo's employer shows one of each.
_SHOWCASE_STATES = {
    3: "scheduled",
    4: "in_review",
    6: "draft",
    8: "closed",
    9: "expired",
    10: "archived",
}
# Editors feature the first role of these companies, or a whole posting; both have to be open.
_FEATURED = frozenset(company for company, *_ in FEATURES)
_HOURS = ("37.5 hours per week", "40 hours per week, Monday to Friday", "38 hours, flexitime")
_TERMS = {
    EmploymentType.FULL_TIME: "Permanent",
    EmploymentType.PART_TIME: "Permanent, part-time",
    EmploymentType.CONTRACT: "Fixed term, 12 months",
    EmploymentType.INTERNSHIP: "Internship, six months",
    EmploymentType.REMOTE: "Permanent, remote",
}


@dataclass(frozen=True, slots=True)
class Posting:
    """One job as it shall stand in the database; texts are not yet cleaned."""

    company: CompanyText
    category: str
    title: str
    location: str
    country: str
    texts: Texts
    level: str
    type: str
    workplace: str
    pay: Pay
    skills: tuple[str, ...]
    with_about: bool
    status: JobStatus
    created_at: datetime
    published_at: datetime | None
    deadline: datetime
    closed_at: datetime | None
    opens_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Dates:
    status: JobStatus
    created_at: datetime
    published_at: datetime | None
    deadline: datetime
    closed_at: datetime | None
    opens_at: datetime | None = None


def build_market(now: datetime) -> list[Posting]:
    """Return all postings, the same for the same `now`; dates count from it."""
    rng = Random(SEED)  # noqa: S311  # for variety, not for secrets
    postings = [*_from_roles(now, rng), *_from_whole(now, rng)]
    rng.shuffle(postings)
    return postings


def _from_roles(now: datetime, rng: Random) -> Iterator[Posting]:
    turns: dict[str, int] = {}
    count = 0
    for company in COMPANIES:
        for number, key in enumerate(company.roles):
            turn = turns.get(key, 0)
            turns[key] = turn + 1
            yield _posting(
                company, ROLES[key], turn, number, _state(company, number, count), now, rng
            )
            count += 1


def _state(company: CompanyText, number: int, count: int) -> str:
    if company.name == SHOWCASE:
        return _SHOWCASE_STATES.get(number, "open")
    if number == 0 and company.name in _FEATURED:
        return "open"
    return next((state for every, at, state in _STATES if count % every == at), "open")


def _posting(
    company: CompanyText,
    role: Role,
    turn: int,
    number: int,
    state: str,
    now: datetime,
    rng: Random,
) -> Posting:
    city = BY_KEY[company.cities[number % len(company.cities)]]
    workplace = Workplace(role.workplaces[(turn + number) % len(role.workplaces)])
    kind = EmploymentType(role.types[turn % len(role.types)])
    if workplace == Workplace.REMOTE and company.name not in REMOTE_PLACES:
        workplace = Workplace.HYBRID
    if kind == EmploymentType.REMOTE or company.name.startswith("Salgueiral"):
        workplace = Workplace.REMOTE
    if workplace == Workplace.REMOTE and number % 2 and kind == EmploymentType.FULL_TIME:
        kind = EmploymentType.REMOTE
    title = role.titles[turn % len(role.titles)]
    level, factor = _level(role, title)
    place = _place(company, city, workplace, number)
    draft = Draft(
        company=company,
        role=role,
        turn=turn,
        number=number,
        title=title,
        place=city.name,
        length=rng.choices(("short", "usual", "long"), (11, 77, 12))[0],
        terms=f"{_TERMS[kind]}, {_HOURS[number % len(_HOURS)]}",
    )
    pay = pay_in(
        city,
        (role.pay[0] * factor, role.pay[1] * factor),
        hourly=role.hourly,
        daily=kind == EmploymentType.CONTRACT and level == ExperienceLevel.SENIOR,
        rng=rng,
    )
    dates = _dates(state, now, rng)
    return Posting(
        company=company,
        category=role.category,
        title=_title(company, title, pay, number),
        location=place,
        country=city.country,
        texts=write(draft),
        level=level,
        type=kind,
        workplace=workplace,
        pay=_as_shown(pay, company.pay_shown, rng),
        skills=role.skills[: rng.randint(2, len(role.skills))],
        with_about=draft.length == "usual" and number % 3 == 1,
        status=dates.status,
        created_at=dates.created_at,
        published_at=dates.published_at,
        deadline=dates.deadline,
        closed_at=dates.closed_at,
        opens_at=dates.opens_at,
    )


def _level(role: Role, title: str) -> tuple[str, float]:
    """Return the level that this title means, and what it does to the pay."""
    words = set(title.replace(",", " ").split())
    if words & {"Senior", "Principal"} and role.level == "mid":
        return ExperienceLevel.SENIOR, 1.18
    if words & {"Head", "Director", "Chief"} and role.level in ("mid", "senior"):
        return ExperienceLevel.SENIOR, 1.22
    if words & {"Assistant", "Junior"} and role.level == "mid" and "Store" in words:
        return ExperienceLevel.ENTRY, 0.84
    return role.level, 1.0


def _title(company: CompanyText, title: str, pay: Pay, number: int) -> str:
    endings = TITLE_ENDINGS.get(company.name, ("",))
    ending = endings[number % len(endings)]
    if company.name not in SHOUTING:
        return title + ending
    hourly = f" ${pay.low}/HR" if pay.period == "hour" else ""
    return f"{title.upper()}{hourly}{ending}"


def _place(company: CompanyText, city: City, workplace: Workplace, number: int) -> str:
    if workplace == Workplace.REMOTE:
        return REMOTE_PLACES[company.name]
    plain = city.name
    if city.name == city.country:
        return plain
    forms = (
        f"{plain}, {city.country}",
        plain,
        f"{plain}, {city.region}" if city.region else plain,
        f"{plain} (hybrid)" if workplace == Workplace.HYBRID else f"{plain}, {city.country}",
    )
    # A company keeps to one way, most of the time.
    habit = len(company.name) + (1 if number % 5 == 4 else 0)
    return forms[habit % len(forms)]


def _as_shown(pay: Pay, of_a_hundred: int, rng: Random) -> Pay:
    if rng.randrange(100) >= of_a_hundred:
        return pay._replace(low=None, high=None)
    kind = rng.random()
    if kind < 0.05:
        return pay._replace(high=None)
    if kind < 0.08:
        return pay._replace(low=None)
    return pay


def _dates(state: str, now: datetime, rng: Random) -> _Dates:
    """Return when a posting in this state came and goes; most are recent."""
    age = timedelta(days=60 * rng.random() ** 1.8, hours=rng.uniform(0.5, 9))
    created = (now - age).replace(second=0, microsecond=0)
    ahead = rng.choice((1, 2, 4, 7, 9, 12, 14, 18, 21, 21, 28, 28, 30, 35, 45, 60, 75))
    deadline = _end_of_day(now + timedelta(days=ahead))
    dates = _Dates(JobStatus.OPEN, created, created, deadline, None)
    if state == "expired":
        created -= timedelta(days=35)
        gone = _end_of_day(now - timedelta(days=rng.randint(1, 20)))
        return replace(dates, created_at=created, published_at=created, deadline=gone)
    if state in ("closed", "archived"):
        created -= timedelta(days=40 if state == "closed" else 120)
        closed = created + timedelta(days=rng.randint(18, 34), hours=3)
        return _Dates(JobStatus(state), created, created, closed + timedelta(days=9), closed)
    if state == "scheduled":
        opens = (now + timedelta(days=5)).replace(hour=7, minute=0, second=0, microsecond=0)
        later = _end_of_day(opens + timedelta(days=30))
        return _Dates(JobStatus.SCHEDULED, now - timedelta(days=1), None, later, None, opens)
    if state in ("draft", "in_review"):
        recent = now - timedelta(days=rng.uniform(0.2, 6))
        return _Dates(JobStatus(state), recent, None, deadline, None)
    return dates


def _end_of_day(moment: datetime) -> datetime:
    return moment.replace(hour=21, minute=59, second=0, microsecond=0)


def _from_whole(now: datetime, rng: Random) -> Iterator[Posting]:
    companies = {company.name: company for company in COMPANIES}
    for whole in WHOLE_POSTINGS:
        company = companies[whole.company]
        dates = _dates("open", now, rng)
        yield Posting(
            company=company,
            category=whole.category,
            title=whole.title,
            location=whole.location,
            country=BY_KEY[company.cities[0]].country,
            texts=Texts(
                whole.description, whole.responsibilities, whole.requirements, whole.benefits
            ),
            level=whole.level,
            type=whole.type,
            workplace=whole.workplace,
            pay=_whole_pay(whole, BY_KEY[company.cities[0]]),
            skills=whole.skills,
            with_about=whole.with_about,
            status=dates.status,
            created_at=dates.created_at,
            published_at=dates.published_at,
            deadline=dates.deadline,
            closed_at=dates.closed_at,
            opens_at=dates.opens_at,
        )


def _whole_pay(whole: WholePosting, city: City) -> Pay:
    if whole.pay is None:
        return Pay(None, None, city.currency, "month" if city.month else "year")
    low, high, currency, period = whole.pay
    return Pay(Decimal(low) if low else None, Decimal(high) if high else None, currency, period)
