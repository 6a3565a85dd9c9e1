"""Roles in design and in product and project management."""

from nexus.demo.content.kinds import Role, items, paragraphs

ROLES: tuple[Role, ...] = (
    Role(
        "product_designer",
        "design",
        ("Product Designer", "Senior Product Designer", "UX/UI Designer"),
        "mid",
        (95_000, 128_000),
        ("Figma", "Interaction design", "Prototyping", "User research"),
        paragraphs("""
            You would be the second designer. The first one drew everything you see today, alone,
            in four years, and has a list of the things she would do differently. The list is the
            starting point.

            Half of our product is a table. If you believe that tables are where design goes to
            die, this is not for you. If you think a good table is one of the kindest things one
            can do to a working person, please write to us.

            We do not need pixels polished on top of decisions already made. We need somebody in
            the room when they are made, drawing.
        """),
        items("""
            - Take a problem from a vague complaint to a tested proposal, and stay until it is
              built
            - Sketch in the open, early, and throw most of it away
            - Look after the design system with the frontend people
            - Visit customers every month and bring back more than quotes
            - Write the words on the buttons; there is no copywriter
            - Design the empty, the broken and the far-too-long state first
        """),
        items("""
            - A portfolio with two or three things in depth, failures welcome
            - Experience with dense, professional tools rather than with landing pages alone
            - You prototype in code or work closely with those who do
            - Working knowledge of accessibility
            - Criticism in both directions without bruises
        """),
        workplaces=("hybrid", "remote"),
    ),
    Role(
        "researcher",
        "design",
        ("UX Researcher", "User Researcher", "Design Researcher"),
        "mid",
        (90_000, 118_000),
        ("User research", "Interviewing", "Statistics"),
        paragraphs("""
            We have built two things this year that nobody uses. Both were good ideas. That is our
            whole argument for this position.

            Our users are spread over nine counties, most are older than sixty, and few of them
            will come to a lab. You will go to them, drink a great deal of tea, and come back with
            findings that change the plan.
        """),
        items("""
            - Plan and run interviews, field visits and usability tests, about two rounds a month
            - Recruit people who are unlike us
            - Bring the team along, so that findings need no selling
            - Keep a library of what we already know, and point to it when the same question
              returns
            - Say clearly how sure you are
        """),
        items("""
            - Three years of research for products or services
            - Sound in qualitative methods, safe in quantitative ones
            - Ethics that are more than a consent form
            - The rare ability to stay silent for eight seconds
        """),
        types=("full_time", "contract"),
        workplaces=("hybrid",),
    ),
    Role(
        "graphic_designer",
        "design",
        ("Graphic Designer", "Graphic Designer / Illustrator", "Communication Designer"),
        "mid",
        (52_000, 70_000),
        ("InDesign", "Illustrator", "Typography", "Branding"),
        paragraphs("""
            Half of the work is drawing and the other half is leaving out. We can help with the
            first; the second we have never learned.

            Our brand has a good skeleton and has been fed badly. Somebody ought to love it again:
            two typefaces, four colours, and a strict diet.

            Signs, labels, the annual report, the van, and once a year the calendar that customers
            queue for. Everything passes over one desk, and from April the desk is free.
        """),
        items("""
            - Design print and screen matter from the first scribble to the proof
            - Keep typography in order across everything we publish
            - Brief photographers and printers, and stand at the press when it counts
            - Draw simple illustrations in our own style
            - Build templates that colleagues cannot break
        """),
        items("""
            - Training or degree in graphic design and a portfolio that shows type
            - Adobe tools, paper and ink
            - Reliable with several deadlines in the same week
            - Spelling
        """),
        types=("full_time", "part_time"),
        workplaces=("on_site", "hybrid"),
    ),
    Role(
        "industrial_designer",
        "design",
        ("Industrial Designer", "Furniture Designer", "Product Designer (Physical Products)"),
        "mid",
        (70_000, 94_000),
        ("CAD", "Rhino", "Prototyping", "Materials"),
        paragraphs("""
            An object of ours is used for fifteen years on average. Please bring that much
            foresight and, if you have it, the ability to weld, sew or turn wood badly but
            fearlessly.

            The workshop is next door to the studio, the door between them is always open, and a
            drawing that cannot be made comes back within the hour.

            Nothing we make is new. It has existed for centuries, and that is what makes it
            difficult. You would add very little, in the right place.
        """),
        items("""
            - Take products from sketch through mock-up to series
            - Build models at full scale and let people sit, lean and drop things on them
            - Choose materials with an eye to repair and to what happens at the end
            - Work with suppliers within a day's drive wherever there is one
            - Prepare drawings with tolerances that mean something
        """),
        items("""
            - A degree in industrial or furniture design and something of yours in production
            - Solid CAD; Rhino or SolidWorks preferred
            - Hands that know at least one material
            - Interest in how things are taken apart
        """),
    ),
    Role(
        "product_manager",
        "product",
        ("Product Manager", "Senior Product Manager", "Product Owner"),
        "senior",
        (115_000, 150_000),
        ("Product strategy", "User research", "SQL", "Roadmapping"),
        paragraphs("""
            The product makes money and its users like it. It also does 212 things, of which a
            typical customer needs nine. Which nine, and what happens to the rest, is where you
            come in.

            We look for a product manager who can kill a feature with grace. Starting them is not
            our problem.

            You get one team of six, one clear number to move, and a founder who has promised in
            writing not to bring ideas from conferences before the following Monday.

            The last release was for the loudest customers. The next one is for the others, who are
            more, write less, and pay just as punctually. Please find out what they would say.
        """),
        items("""
            - Talk to three customers every week, including those who left
            - Set out the next two quarters as problems to be solved, in order
            - Write briefs short enough to be read
            - Measure what shipped and say so when it did not work
            - Keep sales, support and engineering telling the same story
            - Own the price list together with finance
        """),
        items("""
            - Four years in product work, or in a neighbouring trade with proof that you did this
              anyway
            - You can query your own data
            - Decisions of yours that we can discuss, one of them wrong
            - Plain language
        """),
        workplaces=("hybrid", "remote"),
    ),
    Role(
        "project_manager",
        "product",
        ("Project Manager", "Delivery Manager", "Senior Project Manager"),
        "mid",
        (82_000, 108_000),
        ("Project management", "Stakeholder management", "Budgeting", "MS Project"),
        paragraphs("""
            Some projects need a plan. Ours need somebody who notices on Tuesday that the plan has
            stopped being true.

            Three projects run side by side, each with a partner outside of the house and a date
            that is printed somewhere. You hold the threads, the budget and, now and then, people's
            nerves.

            Projects here last between four and eighteen months and end with something one can
            stand on, switch on or walk through. You see what you did.

            The easy projects are under way already. Left over are the one with four owners, the
            one without an owner, and the one everybody is secretly proud of. You may choose which
            to start with.
        """),
        items("""
            - Lead projects from the contract to the handover
            - Keep one list of risks, short and current
            - Run meetings that end early
            - Report to clients in a way that creates no surprises later
            - Watch money, time and scope, and raise your hand when two of them no longer fit
            - Close projects properly, lessons included
        """),
        items("""
            - Five years of leading projects with external partners
            - Certification welcome, judgement required
            - At ease with both a spreadsheet and a hard hat
            - Negotiation without drama
        """),
        workplaces=("on_site", "hybrid"),
        types=("full_time", "contract"),
    ),
    Role(
        "programme_lead",
        "product",
        ("Programme Director", "Chief Product Officer", "Director, Strategic Programmes"),
        "executive",
        (160_000, 205_000),
        ("Leadership", "Product strategy", "Budgeting"),
        paragraphs("""
            Over the next three years we will spend more than in the last ten together. The board
            wants one person who can say at any time where the money is and what it has become.

            This is a role for somebody who has done it before and would like to do it once more
            with fewer compromises.
        """),
        items("""
            - Answer to the board for a portfolio of nine programmes
            - Build a small office that helps and does not police
            - Stop what no longer makes sense, in the open
            - Negotiate with ministries, banks and unions as the need arises
        """),
        items("""
            - Fifteen years of work, five of them with responsibility for eight-figure budgets
            - A record of programmes that ended
            - Standing in a room where people outrank you
        """),
        workplaces=("hybrid",),
    ),
)
