"""Companies of Britain, Ireland and the north of Europe. None of them exists."""

from nexus.demo.content.kinds import CompanyText, items, paragraphs

COMPANIES: tuple[CompanyText, ...] = (
    CompanyText(
        "Penhallow Mutual",
        "penhallow-mutual.example",
        ("leeds", "london"),
        "single",
        paragraphs("""
            Penhallow Mutual insures houses, small shops and one lighthouse. It was founded in 1871
            by eleven mill owners who were tired of burning down, and still belongs to the people
            it insures: 410,000 members and no shareholders.

            We are 620 people in Leeds with a handful in London. We are slow to promise and quick
            to pay, and would like to keep both habits while everything around us becomes software.
        """),
        paragraphs("""
            Penhallow Mutual is looking for somebody to join us in {city}.

            A mutual has no shareholders to please in March. It has members who need help in
            November. Most of what is different about working here follows from that.
        """),
        items("""
            - 28 days of holiday plus bank holidays, and the option to buy five more
            - Pension: we pay ten per cent if you pay five
            - Two paid days a year for a charity of your choice
            - Hybrid by agreement: most teams meet on Tuesdays and Thursdays
            - Cycle-to-work scheme, with showers that work
            - Professional exams paid, including the second attempt
        """),
        paragraphs("""
            Please send a CV and a few lines on why this one. We answer everybody within two weeks.

            We are happy to talk about part-time and job shares for any post. Just say so when you
            apply.
        """),
        (
            "claims",
            "actuary",
            "dotnet",
            "support_lead",
            "analyst",
            "compliance",
            "privacy",
            "researcher",
        ),
        90,
    ),
    CompanyText(
        "Tallow & Finch",
        "tallowandfinch.example",
        ("bristol",),
        "letter",
        paragraphs("""
            Four bakeries and one mill in and around Bristol. We bake with flour from eleven farms
            we can cycle to, close on Mondays, and pay the same wage to the night as to the
            counter.
        """),
        paragraphs("""
            We are Tallow & Finch, four bakeries with queues, and you have perhaps stood in one of
            them.
        """),
        items("""
            - Real Living Wage and then a pound
            - Bread. As much as you can carry
            - Two days off in a row, always
            - Closed between Christmas and Epiphany, paid
            - Tips are shared by hours, in front of everybody
        """),
        paragraphs("""
            No CV needed. Come by on a weekday after two, ask for Hattie, and bring an appetite.

            Write to us or ring the Gloucester Road shop before noon. If nobody answers it is the
            oven.
        """),
        (
            "baker",
            "barista",
            "store_manager",
            "store_assistant",
            "courier",
        ),
        100,
    ),
    CompanyText(
        "Northmere Light Railway",
        "northmere-rail.example",
        ("manchester",),
        "formal",
        paragraphs("""
            Northmere Light Railway runs 62 trams on five lines between Manchester and the towns to
            its north, and carries a hundred thousand people on a dry day. It is owned by the six
            boroughs it serves.
        """),
        paragraphs("""
            Applications are invited for the above post within the operations directorate.

            The Railway wishes to appoint a suitably qualified person to the following permanent
            position.
        """),
        items("""
            - Free travel on the network for you and one other person
            - Career average pension scheme
            - 27 days of annual leave, rising to 32
            - Occupational health service on site
            - Subsidised canteen at the depot (opens 04:30)
        """),
        paragraphs("""
            Interviews are expected to be held in the fortnight after the closing date. The Railway
            is an equal opportunity employer and guarantees an interview to disabled applicants who
            meet the essential criteria.

            For an informal discussion please ring the duty manager between 10:00 and 12:00.
        """),
        (
            "ops_manager",
            "maintenance",
            "network",
            "project_manager",
            "payroll",
            "sysadmin",
        ),
    ),
    CompanyText(
        "Mersey Vale Council",
        "merseyvale.example",
        ("manchester",),
        "formal",
        paragraphs("""
            Mersey Vale is a borough of 214,000 people, three market towns and a long argument
            about a bypass. The Council employs 2,900 people, from lifeguards to lawyers.
        """),
        paragraphs("""
            Mersey Vale Council is seeking to fill the following vacancy.

            This is a politically restricted post. The successful candidate will join a friendly
            service in the Civic Centre (tram stop opposite).
        """),
        items("""
            - Local government pension
            - 26 days of leave plus statutory days
            - Flexitime without core hours
            - Salary sacrifice schemes for cars, bicycles and childcare
            - Payment of one professional subscription
        """),
        paragraphs("""
            Canvassing of members will disqualify. Proof of the right to work will be requested at
            interview.

            The Council particularly welcomes applications from people who are under-represented in
            its workforce.
        """),
        (
            "planning_officer",
            "caseworker",
            "environment_officer",
            "teaching_assistant",
            "support_tech",
            "hr_generalist",
            "site_manager",
        ),
    ),
    CompanyText(
        "Corrigan Vale LLP",
        "corriganvale.example",
        ("dublin",),
        "sections",
        paragraphs("""
            Corrigan Vale is a law firm of forty in Dublin. We advise farms, families, foundations
            and the occasional start-up, and have been in the same Georgian house with the same
            temperamental lift since 1958.
        """),
        paragraphs("""
            Corrigan Vale LLP has an opening in its Dublin office.

            Forty people, one house, one lift: Corrigan Vale is large enough for interesting files
            and small enough for lunch.
        """),
        items("""
            - Pension with employer contribution of eight per cent
            - Health insurance
            - Fees and leave for professional exams
            - 26 days of leave, and the office closes for the last week of December
            - Nobody sends mail after seven
        """),
        paragraphs("""
            Applications in confidence to the practice manager.

            Strictly no agencies, thank you.
        """),
        ("paralegal", "counsel", "executive_assistant", "receptionist", "learning"),
        40,
    ),
    CompanyText(
        "Tidewrack Marine Institute",
        "tidewrack.example",
        ("cork",),
        "sections",
        paragraphs("""
            Tidewrack studies the coast between Cork and Kerry: seaweeds, shellfish, sea
            temperature, and what all three do to one another. An independent foundation with 74
            staff and two boats.
        """),
        paragraphs("""
            The Tidewrack Marine Institute invites applications for a position at its station near
            {city}.

            We are a small institute with a long memory. Our oldest series of measurements began
            with a bucket in 1931.
        """),
        items("""
            - Public holidays and 29 days of leave
            - Sea pay for days on board
            - Conference budget for everybody, technicians included
            - Family-friendly hours outside of the field season
            - The view
        """),
        paragraphs("""
            Please apply with a letter, a CV and the names of two people we may telephone.

            The institute holds a bronze award for equality in science and is working on silver.
        """),
        (
            "marine_biologist",
            "data_engineer",
            "lab_scientist",
            "comms_manager",
            "data_intern",
        ),
        85,
    ),
    CompanyText(
        "Lanternfish Games",
        "lanternfish.example",
        ("malmo",),
        "single",
        paragraphs("""
            Lanternfish makes calm games with deep water in them. Our second one, about a
            lighthouse keeper's tax return, sold two million copies to everybody's surprise. We are
            48 people in Malmö.
        """),
        paragraphs("""
            Lanternfish is a studio of 48 in Malmö. We make quiet games and finish them on time,
            without crunch. Both facts are checked by our own works council.

            Hej! We are Lanternfish. You may know us from the game with the tax return.
        """),
        items("""
            - No overtime. The door locks itself at 18:30
            - Swedish terms: 30 days of leave, parental leave with 90 per cent of pay
            - Occupational pension and wellness allowance
            - Every ninth week is yours, for ideas
            - Help with moving, papers, and Swedish
        """),
        paragraphs("""
            A portfolio or something we can play beats any letter.

            English is our working language; 21 nations, one fika.
        """),
        (
            "graphic_designer",
            "community_manager",
            "tester",
            "product_manager",
            "eng_manager",
            "people_ops",
        ),
        60,
    ),
    CompanyText(
        "Fjordlys Havbruk AS",
        "fjordlys.example",
        ("bergen",),
        "sections",
        paragraphs("""
            Fjordlys farms cod and kelp in three fjords north of Bergen, far enough apart for both
            to stay healthy. Owned by 160 people from the villages around, most of whom also work
            here.
        """),
        paragraphs("""
            Fjordlys Havbruk is hiring at its office in Bergen and its sites along the coast.

            It rains 240 days a year here. We mention it so that the rest of this advertisement can
            be cheerful.
        """),
        items("""
            - Collective agreement and pension from the first krone
            - Rota of 7 days on, 7 days off at sea sites
            - Survival suit, training and boat licence paid
            - Help to find housing; the village wants children for its school
            - Share plan after two years
        """),
        paragraphs("""
            Questions? Ring Solveig, the operations manager. She prefers calls to mails.

            Vi ser fram til å høre fra deg!
        """),
        (
            "marine_biologist",
            "operator",
            "controller",
            "environment_officer",
            "welder",
            "ml_engineer",
        ),
        75,
    ),
    CompanyText(
        "Zaagmolen Fietsen",
        "zaagmolen.example",
        ("utrecht",),
        "single",
        paragraphs("""
            Zaagmolen builds cargo bikes in a former sawmill in Utrecht: 5,200 last year, each
            signed by the person who assembled it. Employee-owned since 2019.
        """),
        paragraphs("""
            We build cargo bikes in Utrecht and need an extra pair of hands. In this case with a
            head attached.

            Zaagmolen belongs to its 83 employees. You would be number 84 and after a year, if you
            like, a co-owner.
        """),
        items("""
            - A bike. Obviously
            - 36-hour week, 25 days and public holidays
            - Profit share, the same amount for everyone
            - Lunch at one long table, cooked by whoever lost
            - Pension with the metal sector fund
        """),
        paragraphs("""
            Drop us a line or drop in, Thursday is open house from four.
        """),
        (
            "industrial_designer",
            "cnc",
            "store_manager",
            "mechanical_engineer",
            "frontend",
            "support_agent",
            "courier",
        ),
        80,
    ),
    CompanyText(
        "Oakum & Rivet Shipyard",
        "oakumrivet.example",
        ("gdansk",),
        "plain",
        paragraphs("""
            Oakum & Rivet builds ferries, research ships and the odd floating sauna on the Martwa
            Wisła in Gdańsk. 340 people, three slipways, and a horn one can hear in Sopot.
        """),
        paragraphs("""
            Shipyard in Gdańsk, order book full until 2029, is growing its team.

            We launch a ship about every ten weeks. Everybody gets the afternoon off to watch.
        """),
        items("""
            - Contract of employment from day one
            - Private medical care, family included
            - Warm meal every shift
            - Holiday allowance and Christmas bonus
            - Shuttle bus from Wrzeszcz and Nowy Port
        """),
        paragraphs("""
            CV po polsku or in English, both are fine.

            Please include the consent clause on personal data.
        """),
        (
            "welder",
            "mechanical_engineer",
            "maintenance",
            "quality_engineer",
        ),
        60,
    ),
    CompanyText(
        "Jarzębina Software",
        "jarzebina.example",
        ("krakow",),
        "sections",
        paragraphs("""
            Jarzębina (the rowan tree) writes route planning for public transport in 14 countries.
            If your bus waited for your train this morning, you are welcome. 130 people in Kraków,
            a few everywhere else.
        """),
        paragraphs("""
            Jarzębina makes buses wait for trains. We are looking for a colleague in Kraków or
            anywhere within two hours of its clock.

            Software for timetables sounds dull until it is minus twelve and you are at the stop.
            We work for that person.
        """),
        items("""
            - Employment or B2B, your choice, the net is published
            - 26 days of leave in both cases
            - Sports card, medical package, English or Polish lessons
            - A yearly train journey with the whole company; the destination is voted on
            - Hardware you choose and keep
        """),
        paragraphs("""
            Process: a call of 30 minutes, a conversation about code (yours or ours), a meeting
            with the team. Two weeks in all.
        """),
        ("backend", "sre", "mobile", "product_manager", "tester", "recruiter", "graduate_dev"),
        95,
    ),
)
