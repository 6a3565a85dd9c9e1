"""Words as long as the fields that hold them, in several scripts, and hostile to any layout."""

from __future__ import annotations

from typing import Any

from nexus.demo.content.pictures import Face, Picture


def _filled(text: str, length: int) -> str:
    """Return `text` as often as it takes to have `length` characters."""
    return ((text + " ") * (length // len(text) + 1))[:length].strip()


_LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
TITLES = (
    _filled(
        "Senior Lead Principal Staff Engineer (m/f/d), Platform & Infrastructure – 100 % remote,"
        " night shift, start AS SOON AS POSSIBLE!!!",
        200,
    ),
    _LONG_WORD + "s" * (200 - len(_LONG_WORD)),
    _filled("مهندس برمجيات أول في فريق البنية التحتية", 200),
    _filled("高级软件工程师（基础设施与平台）", 200),
)
COMPANY = _filled("NHS Trust of Upper, Lower & Middle (formerly known as the Board)", 180)
PLACE = _filled("Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch, Ynys Môn,", 200)
CATEGORY = _filled("Environmental, Biotechnological & Other Engineering", 100)
SITE = _filled("The Federal Employment Exchange of the Northern Provinces", 60)
HEADLINE = _filled(f"Work for {_LONG_WORD}", 120)
LEAD = _filled("A sentence that goes on and on, because nobody has stopped it:", 300)
DESCRIPTION = _filled(f"What we do takes long to tell. {_LONG_WORD} is our name for it.", 2000)
LETTER = _filled(f"Dear all, I write to you at length. {_LONG_WORD}.", 6000)
SKILLS = [f"Skill {n} {'of the longest kind ' * (n % 4)}".strip()[:80] for n in range(39)]
SKILLS.append("X" * 80)
PICTURE = Picture("town", "night", "A row of houses at night")

POSTING = f"""
<h1>ABOUT THE ROLE</h1><p style="color:red">{_LONG_WORD} {"=" * 120}</p>
<h4>What you do</h4><ul><li>One<ul><li>Two<ul><li>Three{"<br>" * 3}</li></ul></li></ul></li></ul>
<table><tr>{"<th>Column of a table</th>" * 9}</tr><tr>{"<td>12,345.67</td>" * 9}</tr></table>
<p>https://jobs.example/{"a-very-long-address/" * 12}</p><blockquote><p>{LEAD}</p></blockquote>
<pre>{"pre formatted text " * 20}</pre><p dir="rtl">{TITLES[2]}</p><p></p><p>&nbsp;</p><hr>
"""


def blocks() -> list[tuple[str, Any]]:
    """Return one block of each kind, filled to the brim."""
    link = {"label": CATEGORY[:80], "page": None, "address": "/jobs/"}
    figures = [{"figure": "123,456,789,012,345", "label": LEAD[:100]} for _ in range(6)]
    people = [
        {"name": TITLES[n][:100], "role": TITLES[n][:100], "words": LEAD, "portrait": face}
        for n, face in enumerate((Face("AA"), None, Face("CC"), None))
    ]
    questions = [{"question": TITLES[n][:200], "answer": f"<p>{LEAD}</p>"} for n in range(3)]
    pictures = [{"image": PICTURE, "caption": LEAD[:150]} for _ in range(5)]
    return [
        ("text", f"<h2>{TITLES[1][:120]}</h2><p>{DESCRIPTION}</p><h3>{TITLES[2]}</h3>"),
        ("quote", {"text": LEAD * 2, "name": TITLES[1][:100], "role": TITLES[2][:100]}),
        (
            "picture",
            {"image": PICTURE, "caption": LEAD[:250], "credit": LEAD[:100], "width": "wide"},
        ),
        ("gallery", {"heading": TITLES[1][:120], "pictures": pictures}),
        (
            "video",
            {
                "title": TITLES[1][:120],
                "still": PICTURE,
                "film": None,
                "subtitles": None,
                "address": "https://films.example/long",
                "duration": "123:45:67 minutes",
            },
        ),
        ("statistics", {"heading": TITLES[1][:120], "figures": figures, "source": LEAD[:200]}),
        ("team", {"heading": TITLES[1][:120], "people": people}),
        ("questions", {"heading": TITLES[1][:120], "questions": questions}),
        ("call_to_action", {"heading": TITLES[1][:120], "text": LEAD, "link": link}),
    ]
