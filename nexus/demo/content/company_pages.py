"""Pages that the editor has written about companies."""

from __future__ import annotations

from typing import Any, NamedTuple

from nexus.demo.content.pictures import Face, Picture

type Blocks = list[tuple[str, Any]]


class CompanyText(NamedTuple):
    """One sentence about a company, the picture at the head, and the blocks."""

    tagline: str
    picture: Picture
    blocks: Blocks


def _quote(text: str, name: str, role: str) -> tuple[str, Any]:
    return ("quote", {"text": text, "name": name, "role": role})


def _figures(*figures: tuple[str, str], heading: str = "", source: str = "") -> tuple[str, Any]:
    rows = [{"figure": figure, "label": label} for figure, label in figures]
    return ("statistics", {"heading": heading, "figures": rows, "source": source})


def _gallery(heading: str, *pictures: tuple[Picture, str]) -> tuple[str, Any]:
    rows = [{"image": image, "caption": caption} for image, caption in pictures]
    return ("gallery", {"heading": heading, "pictures": rows})


def _questions(heading: str, *questions: tuple[str, str]) -> tuple[str, Any]:
    rows = [{"question": question, "answer": f"<p>{answer}</p>"} for question, answer in questions]
    return ("questions", {"heading": heading, "questions": rows})


def _team(heading: str, *people: tuple[str, str, str, str]) -> tuple[str, Any]:
    rows = [
        {"name": name, "role": role, "words": words, "portrait": Face(initials)}
        for name, role, words, initials in people
    ]
    return ("team", {"heading": heading, "people": rows})


COMPANY_PAGES: dict[str, CompanyText] = {
    "Tallow & Finch": CompanyText(
        "Four bakeries with queues, and one mill.",
        Picture("bakery", "brick", "Loaves on two shelves beside an oven"),
        [
            (
                "text",
                "<p>Four bakeries and one mill in and around Bristol. We bake with flour from eleven farms we can cycle to, close on Mondays, and pay the same wage to the night as to the counter.</p>",
            ),
            _quote(
                "We moved half of the night into the afternoon. The bread did not notice.",
                "Hattie Lowe",
                "Baker, Gloucester Road",
            ),
            _figures(
                ("11", "farms within a day’s cycling"),
                ("Monday", "closed, always"),
                ("2", "days off in a row, for everybody"),
            ),
        ],
    ),
    "Northmere Light Railway": CompanyText(
        "Sixty-two trams, five lines, one roundabout that everybody knows.",
        Picture("street", "sea", "A street of shops with two bicycles"),
        [
            (
                "text",
                "<h2>What we run</h2><p>On a dry day a hundred thousand people ride with us, on a wet one a few more. Drivers, fitters, planners and the people at the gate are all employed by the railway itself; nothing that touches a passenger is bought in.</p>",
            ),
            _figures(
                ("14 weeks", "of training, on full pay"),
                ("62", "trams, washed nightly"),
                ("1 in 3", "drivers are women"),
                heading="In figures",
                source="Annual report of the railway.",
            ),
            _questions(
                "What people ask us",
                (
                    "Do I need a licence?",
                    "A car licence of one year. The tram licence is ours to give.",
                ),
                (
                    "When do shifts begin?",
                    "The first at 3:50, the last at 18:10. Rotas are out six weeks ahead.",
                ),
            ),
        ],
    ),
    "Saltgrass Solar": CompanyText(
        "Panels and batteries for homes, churches and feed stores.",
        Picture("solar", "field", "Rows of solar panels before low hills"),
        [
            (
                "text",
                "<p>We began in 2011 with one truck and a borrowed ladder. The ladder went back; the truck is parked in front of the office and still starts on most days.</p><p>Crews work four long days. When the deck is rotten the crew says so, the job stops, and nobody argues.</p>",
            ),
            _quote(
                "Eleven of our nineteen crew leads began as apprentices. I am number seven.",
                "Lupe Arredondo",
                "Crew lead",
            ),
            _gallery(
                "Where we work",
                (
                    Picture("hills", "field", "A house on a hill between trees"),
                    "Most roofs look like this",
                ),
                (
                    Picture("town", "field", "A row of houses below a low sun"),
                    "Some look like this",
                ),
                (
                    Picture("workshop", "morning", "A workbench with tools on the wall"),
                    "Rainy days",
                ),
            ),
        ],
    ),
    "Kestrel Bay Health": CompanyText(
        "One hospital, four clinics, a helicopter.",
        Picture("ward", "sea", "A bed in a ward, hills behind the window"),
        [
            (
                "text",
                "<p>Three hundred and ten beds in Halifax and four clinics along the shore, the smallest with four beds and one kettle. We are paid for by the province and thanked in chowder.</p>",
            ),
            _figures(
                ("310", "beds in the hospital"),
                ("4", "clinics on the coast"),
                ("28 of 42", "days at home for locums"),
            ),
            _team(
                "Who will call you back",
                (
                    "Moira Keddy",
                    "Nurse practitioner, Sable Point",
                    "Says: bring books. You will not open them.",
                    "MK",
                ),
                (
                    "Dr. Anil Bhatt",
                    "Head of locums",
                    "Has done the fog himself, for six winters.",
                    "AB",
                ),
            ),
        ],
    ),
    "Oakum & Rivet Shipyard": CompanyText(
        "Ferries, research ships and the odd floating sauna.",
        Picture("harbour", "brick", "A ship with containers below two cranes"),
        [
            (
                "text",
                "<h2>Three slipways</h2><p>Welders, fitters, draughtsmen and the man with the horn: 340 people on the Martwa Wisła. A ship takes us fourteen months, and everybody who worked on it is on board when it leaves.</p>",
            ),
            _figures(("340", "people"), ("14", "months for a ferry"), ("1", "horn")),
            _quote(
                "You weld for a year, and then it floats. I have not got used to it.",
                "Grzegorz Malec",
                "Welder, second slipway",
            ),
        ],
    ),
    "Prairie Lantern Schools": CompanyText(
        "Fourteen schools and 7,800 children in the west of Omaha.",
        Picture("classroom", "sea", "A classroom with a blackboard and four desks"),
        [
            (
                "text",
                "<p>Nine elementary schools, three middle schools, two high schools. No class has more than twenty-four children, and each school has a librarian who is asked before anything is thrown away.</p>",
            ),
            _questions(
                "Before you apply",
                (
                    "Which certificate do I need?",
                    "That of the state. We help those who move here, and pay the fee.",
                ),
                (
                    "Are there jobs without a degree?",
                    "Many: in kitchens, buses, offices and as an aide in class.",
                ),
                (
                    "What about summers?",
                    "Ten-month contracts can be paid over twelve. You choose in May.",
                ),
            ),
        ],
    ),
    "Zaagmolen Fietsen": CompanyText(
        "Cargo bikes, signed by the person who built them.",
        Picture("workshop", "field", "A workbench with tools on the wall"),
        [
            (
                "text",
                "<p>A former sawmill in Utrecht, 5,200 bikes last year, and no owner but ourselves since 2019. Whoever stays for a year gets a share, a vote and a key to the coffee.</p>",
            ),
            _gallery(
                "From the saw to the street",
                (
                    Picture("workshop", "brick", "A workbench with tools on the wall"),
                    "Frames, on Mondays",
                ),
                (
                    Picture("street", "dusk", "A street of shops with two bicycles"),
                    "And where they end up",
                ),
            ),
            _quote(
                "I sign about nine bikes a week. I have met four of them again.",
                "Femke Prins",
                "Assembly",
            ),
        ],
    ),
    "Federkiel Software GmbH": CompanyText(
        "Software für Praxen, die nicht an 1996 erinnert.",
        Picture("office", "dusk", "A desk with a screen and a lamp at a window"),
        [
            (
                "text",
                "<p>Federkiel schreibt die Software, mit der 4.100 Praxen arbeiten, ohne viel davon zu merken. Wir sitzen in Berlin, mit Blick auf einen Hinterhof, in dem ein Hund wohnt.</p><p>We work in German and write code in English. Classes in either are paid for and happen during working hours.</p>",
            ),
            _figures(
                ("4.100", "Praxen in drei Ländern"),
                ("35 h", "die Woche, für alle"),
                ("0", "Anrufe nach 18 Uhr"),
            ),
        ],
    ),
}
