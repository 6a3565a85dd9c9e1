"""The page on which the editor has used every block there is."""

from nexus.demo.content.pictures import Face, Picture

WORKING = [
    (
        "text",
        "<h2>A depot, a kettle and forty companies</h2><p>We run this market from a former tram"
        " depot: eleven people, one long table, and a wall on which the complaints hang until"
        " they are dealt with. We read postings, talk to companies, and keep the machinery"
        " going.</p><p>We hire rarely and slowly. When we do, it says so <a"
        ' href="/jobs/">among the jobs</a> like everybody else’s, with pay and deadline.</p>',
    ),
    (
        "picture",
        {
            "image": Picture(
                "workshop", "sea", "A long workbench under a lamp, with tools on the wall"
            ),
            "caption": "The workbench came with the building. The lamp did not.",
            "credit": "Drawing: the listings desk",
            "width": "wide",
        },
    ),
    (
        "quote",
        {
            "text": "I expected a website. I found people who ring a bakery to ask what a night shift means.",
            "name": "Owen Pritchard",
            "role": "Listings, since 2023",
        },
    ),
    (
        "statistics",
        {
            "heading": "Us, in figures",
            "figures": [
                {"figure": "11", "label": "people, nine of them here on most days"},
                {"figure": "32 h", "label": "a week, at the pay of forty"},
                {"figure": "30", "label": "days of holiday, all of them taken"},
                {"figure": "1 day", "label": "until a complaint is answered"},
            ],
            "source": "Counted in January; the holidays by the people who took them.",
        },
    ),
    (
        "text",
        "<h2>What a week looks like</h2><p>Monday is for reading, Thursday for visits. In between"
        " there is work that nobody sees:</p><ul><li>postings go back with <b>one</b> question,"
        " never five</li><li>pay is asked for, politely, every time</li><li>whoever writes “rock"
        " star” gets a telephone call</li></ul><h3>Where we sit</h3><p>At one table. There is a"
        " quiet room for those who read aloud.</p>",
    ),
    (
        "gallery",
        {
            "heading": "The neighbourhood",
            "pictures": [
                {
                    "image": Picture("street", "morning", "A street of shops with two bicycles"),
                    "caption": "Depot Street, before nine",
                },
                {
                    "image": Picture("harbour", "morning", "A ship below two cranes"),
                    "caption": "The harbour, ten minutes on foot",
                },
                {
                    "image": Picture("hills", "dusk", "A house on a hill in the evening"),
                    "caption": "Where two of us live",
                },
            ],
        },
    ),
    (
        "video",
        {
            "title": "A day at the listings desk",
            "still": Picture("office", "morning", "A desk with a screen and a lamp at a window"),
            "film": None,
            "subtitles": None,
            "address": "https://films.example/listings-desk",
            "duration": "3:20 min",
        },
    ),
    (
        "team",
        {
            "heading": "Whom you would work with",
            "people": [
                {
                    "name": "Ruth Adeyemi",
                    "role": "Head of listings",
                    "words": "Ran a bakery for nine years and hired for it. Knows what a night shift is.",
                    "portrait": Face("RA"),
                },
                {
                    "name": "Jonas Wendt",
                    "role": "Companies",
                    "words": "Answers the telephone. It is the only number on this site.",
                    "portrait": Face("JW"),
                },
                {
                    "name": "Mireille Faure",
                    "role": "Candidates",
                    "words": "Reads each complaint on the day it comes, and keeps the list of those that were right.",
                    "portrait": Face("MF"),
                },
                {
                    "name": "Owen Pritchard",
                    "role": "Listings",
                    "words": "Was a postman. Still early.",
                    "portrait": Face("OP"),
                },
            ],
        },
    ),
    (
        "job_list",
        {
            "heading": "Open now, part time",
            "text": "",
            "categories": [],
            "company": None,
            "employment_types": ["part_time"],
            "experience_levels": [],
            "workplaces": [],
            "location": "",
            "limit": 4,
        },
    ),
    (
        "questions",
        {
            "heading": "Before you write",
            "questions": [
                {
                    "question": "Do you take people without experience?",
                    "answer": "<p>Every other time. We teach reading postings in a fortnight; curiosity we cannot teach.</p>",
                },
                {
                    "question": "May I work from somewhere else?",
                    "answer": "<p>Two days of the week, after the first three months. The table is part of the work.</p>",
                },
                {
                    "question": "How do you choose?",
                    "answer": "<p>Two talks and a paid morning at the table:</p><ul><li>you read ten real postings</li><li>you tell us what you would ask</li><li>we tell you what we did ask</li></ul>",
                },
            ],
        },
    ),
    (
        "call_to_action",
        {
            "heading": "Nothing here for you?",
            "text": "Two hundred other jobs are open, and each says what it pays or that it does not say.",
            "link": {"label": "Look at all jobs", "page": None, "address": "/jobs/"},
        },
    ),
]
