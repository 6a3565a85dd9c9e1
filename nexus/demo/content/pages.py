"""What the editor of the demo has written: the home page, four pages, the foot."""

from __future__ import annotations

from nexus.demo.content.working import WORKING

HEADLINE = "Work worth getting up for"
LEAD = "Every job here says what it pays, where it is, and until when you can apply."

HOME = [
    (
        "statistics",
        {
            "heading": "How we keep it fair",
            "figures": [
                {
                    "figure": "40",
                    "label": "companies, each of them read by a person before it posts",
                },
                {"figure": "2 min", "label": "to apply, with a CV and a sentence"},
                {"figure": "0", "label": "trackers, pop-ups and newsletters nobody asked for"},
            ],
            "source": "",
        },
    ),
    (
        "call_to_action",
        {
            "heading": "New to all this?",
            "text": "What happens between your application and an answer, told in six steps.",
            "link": {"label": "How hiring works", "page": None, "address": "/how-we-hire/"},
        },
    ),
]

ABOUT = [
    (
        "text",
        "<h2>A job market that reads like a newspaper</h2><p>Most advertisements hide the two things"
        " that people look for first: the pay and the deadline. Here both stand in the same place on"
        " every job, and where a company says nothing about pay, that is said as well.</p><p>We are"
        " eleven people in a former tram depot. Three of us read postings all day, and send back those"
        " which ask for a rock star.</p>",
    ),
    (
        "quote",
        {
            "text": "I turned down four companies in my first week. Two of them thanked me later.",
            "name": "Ruth Adeyemi",
            "role": "Head of listings",
        },
    ),
    (
        "team",
        {
            "heading": "Who reads your postings",
            "people": [
                {
                    "name": "Ruth Adeyemi",
                    "role": "Head of listings",
                    "words": "Ran a bakery for nine years and hired for it. Knows what a night shift is.",
                },
                {
                    "name": "Jonas Wendt",
                    "role": "Companies",
                    "words": "Answers the telephone. It is the only number on this site.",
                },
                {
                    "name": "Mireille Faure",
                    "role": "Candidates",
                    "words": "Reads each complaint on the day it comes, and keeps the list of those that were right.",
                },
            ],
        },
    ),
    (
        "call_to_action",
        {
            "heading": "See who is hiring",
            "text": "From a mill in Bristol to a clinic with one kettle.",
            "link": {"label": "All companies", "page": None, "address": "/companies/"},
        },
    ),
]

HOW_WE_HIRE = [
    (
        "text",
        "<h2>From “looks interesting” to “when do I start”</h2><ol><li><b>You apply.</b> A CV is enough;"
        " a letter helps where you have something to say.</li><li><b>You get a receipt.</b> It comes by"
        " mail at once, and tells you who can read what you sent.</li><li><b>Somebody reads it.</b> A"
        " person of the company, not a program.</li><li><b>You talk.</b> Once or twice, rarely more."
        " You may ask for the questions beforehand.</li><li><b>You hear yes or no.</b> In both cases"
        " you hear it.</li><li><b>You decide.</b> You can withdraw at any step, without a reason.</li></ol>",
    ),
    (
        "statistics",
        {
            "heading": "What to expect",
            "figures": [
                {"figure": "2 weeks", "label": "until the first answer, for most companies"},
                {"figure": "1 or 2", "label": "conversations before a decision"},
            ],
            "source": "What the companies here have told us of their own ways.",
        },
    ),
    (
        "call_to_action",
        {
            "heading": "Still in doubt?",
            "text": "The questions we are asked most, and short answers.",
            "link": {"label": "Questions and answers", "page": None, "address": "/questions/"},
        },
    ),
]

QUESTIONS = [
    (
        "questions",
        {
            "heading": "Applying",
            "questions": [
                {
                    "question": "Do I need an account?",
                    "answer": "<p>You need an address at which we reach you. An account keeps your CV, so that you send it once.</p>",
                },
                {
                    "question": "Must I write a letter?",
                    "answer": "<p>No. Where you do, half a page is plenty.</p>",
                },
                {
                    "question": "Can I take an application back?",
                    "answer": "<p>Yes, at any time until there is a decision, and nobody asks why.</p>",
                },
                {
                    "question": "Why does a job say “pay not stated”?",
                    "answer": "<p>Because the company has not told us. We ask each of them; some cannot, most could.</p>",
                },
            ],
        },
    ),
    (
        "questions",
        {
            "heading": "Your data",
            "questions": [
                {
                    "question": "Who sees my CV?",
                    "answer": "<p>The team of the company to which you sent it, and nobody else. Each look at it is recorded, and you can see who looked.</p>",
                },
                {
                    "question": "How do I get everything deleted?",
                    "answer": "<p>In your account, by yourself. You have a week to change your mind.</p>",
                },
            ],
        },
    ),
]

# Title, slug, opening sentence, blocks.
PAGES = (
    ("About us", "about", "Who is behind this market, and what we will not print.", ABOUT),
    ("How hiring works", "how-we-hire", "Six steps, none of them secret.", HOW_WE_HIRE),
    (
        "Questions and answers",
        "questions",
        "Short answers to what people write to us about.",
        QUESTIONS,
    ),
    (
        "Working with us",
        "working-with-us",
        "Eleven people, one long table, and rarely a free chair.",
        WORKING,
    ),
)

FOOT = "<p>A demonstration market. Its companies, people and jobs do not exist.</p>"
