"""Turns the demo's people into CVs: PDF for most, Word for some, as in any inbox."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from docx import Document

from nexus.demo.content.places import BY_KEY
from nexus.demo.pdf import Line, can_print, write_pdf

if TYPE_CHECKING:
    from nexus.demo.content.kinds import Person

# Every so many-th person writes in Word, and so does whoever needs more letters than Helvetica has.
_WORD_EVERY = 6


class CV(NamedTuple):
    """A document with the name under which its owner would keep it."""

    file_name: str
    content: bytes


def write_cv(person: Person, number: int, *, email: str, phone: str) -> CV:
    """Return the CV of the `number`-th person."""
    whole = " ".join([person.first, person.last, person.bio, person.education])
    stem = f"CV {person.first} {person.last}".replace(" ", "_" if number % 3 else " ")
    if number % _WORD_EVERY == 4 or not can_print(whole):
        return CV(f"{stem}.docx", _word(person, email, phone))
    title = f"Curriculum vitae, {person.first} {person.last}"
    return CV(f"{stem}.pdf", write_pdf(_lines(person, email, phone), title=title))


def _contact(person: Person, email: str, phone: str) -> str:
    city = BY_KEY[person.city]
    return " · ".join(dict.fromkeys((city.name, city.country, email, phone)))


def _lines(person: Person, email: str, phone: str) -> list[Line]:
    lines = [
        Line(f"{person.first} {person.last}", size=22, bold=True),
        Line(person.job_title, size=13),
        Line(_contact(person, email, phone), size=9.5, space_before=4),
        Line(person.bio, space_before=16),
        _heading("Experience"),
    ]
    for station in person.stations:
        lines.append(Line(f"{station.title}, {station.employer}", bold=True, space_before=8))
        lines.append(Line(station.years, size=9.5))
        lines.append(Line(f"• {station.done}", indent=10))
    lines += [
        _heading("Education"),
        Line(person.education, space_before=4),
        _heading("Skills"),
        Line(", ".join(person.skills), space_before=4),
    ]
    if person.certifications:
        lines.append(_heading("Certificates"))
        lines.append(Line(person.certifications, space_before=4))
    return lines


def _heading(text: str) -> Line:
    return Line(text, size=12.5, bold=True, space_before=18)


def _word(person: Person, email: str, phone: str) -> bytes:
    document = Document()
    document.add_heading(f"{person.first} {person.last}", level=0)
    document.add_paragraph(f"{person.job_title}\n{_contact(person, email, phone)}")
    document.add_paragraph(person.bio)
    document.add_heading("Experience", level=1)
    for station in person.stations:
        document.add_paragraph(f"{station.years}: {station.title}, {station.employer}")
        document.add_paragraph(station.done, style="List Bullet")
    document.add_heading("Education", level=1)
    document.add_paragraph(person.education)
    document.add_heading("Skills", level=1)
    document.add_paragraph(", ".join(person.skills))
    if person.certifications:
        document.add_heading("Certificates", level=1)
        document.add_paragraph(person.certifications)
    out = BytesIO()
    document.save(out)
    return out.getvalue()
