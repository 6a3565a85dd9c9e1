"""Writes a posting: a role in the words of a company, laid out as that company does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nexus.demo.content.longform import GROWTH, HOURS, PROCESS, PROMISES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nexus.demo.content.kinds import CompanyText, Role

_HEADINGS: tuple[tuple[str, str, str], ...] = (
    ("What you will do", "What you bring", "What we offer"),
    ("The work", "You", "In return"),
    ("Your tasks", "Your profile", "Our offer"),
    ("Responsibilities", "Requirements", "Benefits"),
    ("What the days look like", "Who we hope for", "What you get"),
    ("Day to day", "About you", "The fine print, the nice part of it"),
)
_SIGNED = {
    "Tallow & Finch": "Hattie Finch",
    "Mortise & Daughters": "Ruth",
    "Studio Calamaio": "Agnese e Ludovico",
    "Kererū Outfitters": "Mere, for all of us",
}


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of a posting as an employer would paste them: HTML or plain, not yet cleaned."""

    description: str
    responsibilities: str = ""
    requirements: str = ""
    benefits: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What goes into one posting. `turn` counts the postings of the same role before it."""

    company: CompanyText
    role: Role
    turn: int
    number: int  # of the posting within its company
    title: str
    place: str
    length: str  # short, usual or long
    terms: str  # type and hours, in words

    def opener(self) -> str:
        return self._filled(self.company.openers[self.number % len(self.company.openers)])

    def intro(self) -> str:
        return self._filled(self.role.intros[self.turn % len(self.role.intros)])

    def closer(self) -> str:
        return self.company.closers[self.number % len(self.company.closers)]

    def duties(self) -> list[str]:
        wanted = {"short": 3, "usual": 6, "long": 99}[self.length]
        return part_of(self.role.duties, self.turn, wanted)

    def needs(self) -> list[str]:
        wanted = {"short": 2, "usual": 5, "long": 99}[self.length]
        return part_of(self.role.needs, self.turn, wanted)

    def benefits(self) -> list[str]:
        return part_of(self.company.benefits, self.number, 99 if self.length == "long" else 5)

    def headings(self) -> tuple[str, str, str]:
        return _HEADINGS[sum(map(ord, self.company.name)) % len(_HEADINGS)]

    def _filled(self, text: str) -> str:
        return text.format(city=self.place, company=self.company.name)


def part_of(pool: Sequence[str], turn: int, wanted: int) -> list[str]:
    """Return `wanted` entries in their order; for another `turn` others, as far as the pool goes.

    The first one says what matters most and is always among them.
    """
    size = min(wanted, len(pool)) - 1
    rest = len(pool) - 1
    start = turn * max(1, rest - size)
    chosen = {0, *(1 + (start + i) % rest for i in range(size))}
    return [pool[place] for place in sorted(chosen)]


def write(draft: Draft) -> Texts:
    """Return the posting's texts in its company's style."""
    return _STYLES[draft.company.style](draft)


def html_list(entries: Sequence[str], tag: str = "ul") -> str:
    return f"<{tag}>" + "".join(f"<li>{entry}</li>" for entry in entries) + f"</{tag}>"


def _p(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts if text)


def _sections(draft: Draft) -> Texts:
    opening = _p(draft.opener(), draft.intro())
    if draft.length == "short":
        return Texts(opening + _p(draft.closer()), html_list(draft.duties()))
    requirements = html_list(draft.needs())
    if draft.role.pluses and draft.number % 2 == 0:
        requirements += _p("Nice to have:") + html_list(draft.role.pluses)
    benefits = html_list(draft.benefits())
    # As in life, not everybody fills in every box.
    if draft.number % 4 == 3:
        return Texts(opening, html_list(draft.duties()), requirements + _p(draft.closer()))
    if draft.number % 5 == 4:
        return Texts(opening + html_list(draft.duties()), "", requirements, benefits)
    if draft.length == "long":
        opening = _p(*draft.company.about) + opening + _growth(draft)
        benefits += _small_print(draft)
    return Texts(opening, html_list(draft.duties()), requirements, benefits + _p(draft.closer()))


def _growth(draft: Draft) -> str:
    later = GROWTH[draft.turn % len(GROWTH)]
    hours = HOURS[draft.number % len(HOURS)]
    return f"<h3>Your first year, and after</h3>{_p(later)}<h3>Time</h3>{_p(hours)}"


def _small_print(draft: Draft) -> str:
    process = PROCESS[(draft.number + draft.turn) % len(PROCESS)]
    return f"<h3>How we hire</h3>{_p(process)}<h3>What we promise</h3>{_p(*PROMISES)}"


def _single(draft: Draft) -> Texts:
    work, you, offer = draft.headings()
    if draft.length == "short":
        return Texts(_p(draft.intro(), draft.opener(), draft.closer()))
    parts = [_p(draft.opener(), draft.intro())]
    parts += [f"<h3>{work}</h3>", html_list(draft.duties())]
    parts += [f"<h3>{you}</h3>", html_list(draft.needs())]
    if draft.role.pluses:
        parts.append(_p("<strong>A plus:</strong> " + _as_sentence(draft.role.pluses)))
    parts += [f"<h3>{offer}</h3>", html_list(draft.benefits())]
    if draft.length == "long":
        parts += ["<h3>Who we are</h3>", _p(*draft.company.about)]
        parts += [_growth(draft), _small_print(draft)]
        parts += ["<h3>How to apply</h3>", _p(*draft.company.closers)]
    else:
        parts.append(_p(draft.closer()))
    return Texts("".join(parts))


def _prose(draft: Draft) -> Texts:
    duties = [_lower(duty) for duty in draft.duties()[:4]]
    return Texts(
        _p(
            draft.opener(),
            draft.intro(),
            "You " + "; you ".join(duties) + ".",
            "What helps: " + "; ".join(map(_lower, draft.needs()[:3])) + ".",
            draft.closer(),
        ),
        benefits=_p(". ".join(draft.benefits()) + "."),
    )


def _plain(draft: Draft) -> Texts:
    bullet = "•" if draft.number % 2 else "-"
    lines = [draft.opener(), "", draft.intro(), "", "MAIN DUTIES"]
    lines += [f"{bullet} {duty}" for duty in draft.duties()]
    lines += ["", "TERMS: " + draft.terms]
    if draft.number % 3 == 2:
        lines += ["", draft.closer()]
        return Texts("\n".join(lines), requirements="\n".join(f"* {n}" for n in draft.needs()))
    lines += ["", "REQUIREMENTS", *(f"{bullet} {need}" for need in draft.needs())]
    lines += ["", "WE OFFER: " + "; ".join(draft.benefits()), "", draft.closer()]
    return Texts("\n".join(lines))


def _formal(draft: Draft) -> Texts:
    initials = "".join(word[0] for word in draft.company.name.split()).upper()
    number = 2140 + draft.number * 37 + draft.turn * 5
    facts = (
        ("Reference", f"{initials}/{number}"),
        ("Post", draft.title),
        ("Place of work", draft.place),
        ("Terms", draft.terms),
    )
    table = "".join(f"<tr><th>{name}</th><td>{value}</td></tr>" for name, value in facts)
    wishes = [*draft.role.pluses, "Experience in a public or publicly owned body"]
    needs = draft.needs()
    rows = "".join(f"<tr><td>{need}</td><td>Essential</td></tr>" for need in needs)
    rows += "".join(f"<tr><td>{wish}</td><td>Desirable</td></tr>" for wish in wishes[:2])
    return Texts(
        f"<table>{table}</table>"
        + _p(draft.opener())
        + "<h3>Purpose of the post</h3>"
        + _p(draft.intro()),
        html_list(draft.duties(), "ol"),
        f"<table><tr><th>Criterion</th><th>Weight</th></tr>{rows}</table>",
        html_list(draft.benefits()) + _p(draft.closer()),
    )


def _terse(draft: Draft) -> Texts:
    first = draft.intro().split(". ")[0].rstrip(".")
    benefits = ". ".join(draft.benefits()[:3])
    return Texts(f"{draft.opener()}\n\n{first}.\n\n{benefits}. {draft.closer()}")


def _shouty(draft: Draft) -> Texts:
    duties = "<br>".join(f"* {duty}" for duty in draft.duties()[:4])
    needs = " / ".join(draft.needs()[:3])
    return Texts(
        f"<p><b>{draft.opener()}</b></p><p><b>{draft.title.upper()} ~ {draft.place}</b></p>"
        + _p(draft.intro())
        + f"<p><b>YOU WILL:</b><br>{duties}</p><p><b>YOU HAVE:</b> {needs}</p>"
        + f"<p><b>WE PAY:</b> {' + '.join(draft.benefits())}</p><p><b>{draft.closer()}</b></p>"
    )


def _letter(draft: Draft) -> Texts:
    greeting = ("Hello,", "Dear neighbour,", "Dear whoever reads this,")[draft.number % 3]
    return Texts(
        _p(greeting, draft.opener(), draft.intro())
        + _p("What you would do:")
        + html_list(draft.duties()[:4])
        + _p("What we hope for: " + "; ".join(map(_lower, draft.needs())) + ".")
        + _p("What there is besides the pay:")
        + html_list(draft.benefits())
        + _p(draft.closer(), f"<em>{_SIGNED[draft.company.name]}</em>")
    )


def _lower(text: str) -> str:
    """Begin in lower case, unless the first word is one of those that never do."""
    word = text.split()[0]
    keeps = word == "I" or any(letter.isupper() or letter.isdigit() for letter in word[1:])
    return text if keeps or word in _NAMES else text[0].lower() + text[1:]


_NAMES = frozenset(
    ("English", "Python", "Kotlin", "Swift", "Adobe", "Heidenhain", "SQL", "Dutch", "Rust")
)


def _as_sentence(texts: Sequence[str]) -> str:
    return "; ".join([texts[0], *map(_lower, texts[1:])]) + "."


_STYLES: dict[str, Callable[[Draft], Texts]] = {
    "sections": _sections,
    "single": _single,
    "prose": _prose,
    "plain": _plain,
    "formal": _formal,
    "terse": _terse,
    "shouty": _shouty,
    "letter": _letter,
}
