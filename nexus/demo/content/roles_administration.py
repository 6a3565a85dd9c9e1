"""Roles in administration and public service."""

from nexus.demo.content.kinds import Role, items, paragraphs

ROLES: tuple[Role, ...] = (
    Role(
        "office_manager",
        "admin",
        ("Office Manager", "Office Administrator", "Studio Manager"),
        "mid",
        (50_000, 66_000),
        ("Organisation", "Excel", "Communication", "Purchasing"),
        paragraphs("""
            Keys, plants, post, parties, the coffee machine's engineer on speed dial: a company is
            held together by things that appear in no chart.

            A house full of people who will notice on your first day off what you do.

            We tried without for half a year. There were two coffee deliveries a week, no paper,
            and a standing order to a gym. We have learned our lesson.

            A house with many people in it needs one who knows where everything is, including the
            people.
        """),
        items("""
            - Keep the house running and the suppliers honest
            - Look after guests, mail and travel
            - Prepare invoices for accounting
            - Plan the summer party and its rain version
        """),
        items("""
            - Experience in running an office
            - Practical mind, friendly manner
            - You finish things
        """),
        types=("full_time", "part_time"),
    ),
    Role(
        "executive_assistant",
        "admin",
        ("Executive Assistant", "Assistant to the Managing Director", "Personal Assistant"),
        "mid",
        (62_000, 82_000),
        ("Organisation", "Communication", "Minutes", "Travel booking"),
        paragraphs("""
            Two directors, one calendar, no free Thursday. You decide what is urgent and are
            usually the only one who knows.

            Discretion is the first half of this job. The second is to see on Monday what will go
            wrong on Thursday.

            Three time zones before breakfast, a board meeting on Thursday and a director who
            answers everything at eleven at night: none of it frightens you, and after a few months
            none of it will be necessary any more.

            This position carries a good deal of trust, some travel, and the last word on who gets
            half an hour.
        """),
        items("""
            - Run calendars, travel and correspondence
            - Prepare meetings and write minutes people do not dispute
            - Follow up on what was promised
            - Be the friendly threshold
        """),
        items("""
            - Several years as assistant at this level
            - Excellent written language
            - Nerves
        """),
        workplaces=("on_site", "hybrid"),
    ),
    Role(
        "receptionist",
        "admin",
        ("Receptionist", "Medical Receptionist", "Front Office Assistant"),
        "entry",
        (34_000, 42_000),
        ("Customer service", "Telephone", "MS Office"),
        paragraphs("""
            The telephone rings, somebody stands at the desk, and a parcel is on its way down. In
            that order, or in yours.

            You are the first voice and the first face. Mornings or afternoons, shared between two
            people who agree with each other on holidays.

            Between eight and nine everybody wants something at once. Between two and three nobody
            does. Both hours need the same calm person.

            A bell, a bowl of sweets, a screen that is rarely looked at: our reception is older
            than our website and better visited.
        """),
        items("""
            - Welcome visitors and patients
            - Make and move appointments
            - Sort post, keep registers
            - Help the back office in quiet hours
        """),
        items("""
            - Friendly on the hundredth call
            - Sure in spelling and with the computer
            - Punctual
        """),
        hourly=True,
        types=("part_time", "full_time"),
    ),
    Role(
        "planning_officer",
        "admin",
        ("Planning Officer", "Urban Planner", "Principal Planning Officer"),
        "mid",
        (64_000, 84_000),
        ("Urban planning", "GIS", "Public consultation", "Report writing"),
        paragraphs("""
            The waterfront, the old market hall, and 1,900 homes which everybody wants and nobody
            wants next door. You prepare decisions that will outlast all of us.

            Applications have to be decided in eight weeks and, since last year, are. We would like
            to go on deciding them well, too.
        """),
        items("""
            - Assess applications and negotiate improvements
            - Write reports committees can follow
            - Hold consultations in church halls and on screens
            - Defend decisions at appeal
        """),
        items("""
            - Degree in planning, architecture or geography
            - Knowledge of planning law
            - Even temper in public
        """),
        workplaces=("hybrid",),
    ),
    Role(
        "caseworker",
        "admin",
        ("Caseworker, Housing", "Benefits Officer", "Social Welfare Caseworker"),
        "entry",
        (44_000, 56_000),
        ("Casework", "Interviewing", "Welfare law"),
        paragraphs("""
            Behind each number is a kitchen table with a letter on it. You find out what the letter
            means, what the person is entitled to, and how quickly it can be done.

            A caseload of 55, limited by agreement, and a team that eats together on Wednesdays and
            talks about the hard ones.
        """),
        items("""
            - Interview applicants, in the office and at home
            - Decide on entitlements and give reasons
            - Work with landlords, courts and charities
            - Keep files that a colleague could take over tomorrow
        """),
        items("""
            - Training in administration, social work or law
            - Firm and humane
            - Clear letters
        """),
        workplaces=("on_site", "hybrid"),
    ),
)
