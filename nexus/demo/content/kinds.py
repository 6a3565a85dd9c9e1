"""The shapes of the demo's content, and two helpers to write prose in."""

from dataclasses import dataclass


def paragraphs(text: str) -> tuple[str, ...]:
    """Split `text` at blank lines and join the wrapped lines of each paragraph."""
    return tuple(" ".join(block.split()) for block in text.strip().split("\n\n") if block.strip())


def items(text: str) -> tuple[str, ...]:
    """Return the entries of a list in which each begins with a dash on a line of its own."""
    entries = ("\n" + text.strip()).replace("\n    ", "\n ").split("\n")
    found: list[str] = []
    for line in entries:
        bare = line.strip()
        if bare.startswith("- "):
            found.append(bare[2:])
        elif bare:
            found[-1] = f"{found[-1]} {bare}"
    return tuple(found)


@dataclass(frozen=True, slots=True)
class City:
    """A real city. `pay` compares its wages with an average American city, in its own money."""

    key: str
    name: str
    country: str
    region: str
    currency: str
    pay: float  # local units of money earned where the American colleague earns a dollar
    floor: int  # about what the law or custom sets as the least for a year of full-time work
    month: bool  # whether salaries are spoken of by the month


@dataclass(frozen=True, slots=True)
class CategoryText:
    key: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Role:
    """One kind of job. The texts are pools from which each posting takes its own part."""

    key: str
    category: str
    titles: tuple[str, ...]
    level: str
    pay: tuple[int, int]  # US dollars a year in an average American city
    skills: tuple[str, ...]
    intros: tuple[str, ...]
    duties: tuple[str, ...]
    needs: tuple[str, ...]
    pluses: tuple[str, ...] = ()
    hourly: bool = False
    types: tuple[str, ...] = ("full_time",)
    workplaces: tuple[str, ...] = ("on_site",)


@dataclass(frozen=True, slots=True)
class CompanyText:
    """A company with its way of writing. `roles` is its cast: one posting for each key."""

    name: str
    site: str
    cities: tuple[str, ...]
    style: str
    about: tuple[str, ...]
    openers: tuple[str, ...]
    benefits: tuple[str, ...]
    closers: tuple[str, ...]
    roles: tuple[str, ...]
    pay_shown: int = 100  # of a hundred postings, how many name the pay
    verified: bool = True


@dataclass(frozen=True, slots=True)
class WholePosting:
    """A posting that was written in one piece, oddities included."""

    company: str
    category: str
    title: str
    location: str
    description: str
    level: str = "mid"
    type: str = "full_time"
    workplace: str = "on_site"
    pay: tuple[str | None, str | None, str, str] | None = None  # low, high, currency, period
    requirements: str = ""
    responsibilities: str = ""
    benefits: str = ""
    skills: tuple[str, ...] = ()
    with_about: bool = False


@dataclass(frozen=True, slots=True)
class Station:
    """One job in a person's past."""

    years: str
    title: str
    employer: str
    done: str


@dataclass(frozen=True, slots=True)
class Person:
    """A candidate; `wish` is the yearly salary hoped for, in the city's currency."""

    first: str
    last: str
    city: str
    job_title: str
    level: str
    categories: tuple[str, ...]
    born: int
    gender: str
    bio: str
    skills: tuple[str, ...]
    education: str
    stations: tuple[Station, ...]
    certifications: str = ""
    wish: tuple[int, int] | None = None
    public: bool = True
    available: bool = True
    cv: str = "pdf"
