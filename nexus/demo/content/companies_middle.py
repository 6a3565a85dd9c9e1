"""Companies of the middle and the south of Europe. None of them exists."""

from nexus.demo.content.kinds import CompanyText, items, paragraphs

COMPANIES: tuple[CompanyText, ...] = (
    CompanyText(
        "Ostwind Ladewerk GmbH",
        "ostwind-ladewerk.example",
        ("leipzig", "berlin"),
        "sections",
        paragraphs("""
            Ostwind Ladewerk develops and builds charging stations for lorries in Leipzig. 190
            colleagues, two halls, one rooftop full of solar panels, and customers from Lisbon to
            Lapland.
        """),
        paragraphs("""
            Ostwind Ladewerk builds chargers for lorries: one megawatt through a cable a person can
            still lift.

            A lorry that charges during the driver's break needs no diesel. That is our business
            plan, and it has 190 people by now.
        """),
        items("""
            - 38 hours, 30 days of leave, Christmas Eve and New Year's Eve on top
            - Public transport ticket or company bike
            - Child care subsidy
            - Permanent contract
            - Workshop keys: private projects welcome after hours
            - Works council since 2021, consulted and listened to
        """),
        paragraphs("""
            Apply in German or English. Severely disabled applicants are given preference where
            equally qualified.

            (m/w/d) is meant seriously here.
        """),
        (
            "embedded",
            "mechanical_engineer",
            "electrician",
            "quality_engineer",
            "sales_engineer",
            "controller",
            "project_manager",
        ),
        55,
    ),
    CompanyText(
        "Federkiel Software GmbH",
        "federkiel.example",
        ("berlin",),
        "single",
        paragraphs("""
            Federkiel makes record keeping for doctors' practices that does not look like 1996.
            4,100 practices use it, mostly without noticing, which is as it should be.
        """),
        paragraphs("""
            Doctors spend a third of their day on records. At Federkiel in {city} we take that
            personally.

            Federkiel, 75 people, Berlin-Wedding, third courtyard, second staircase, no lift, good
            legs.
        """),
        items("""
            - 30 days of leave and your birthday
            - Budget of 1,800 euros a year for learning
            - Work from anywhere in the EU for up to eight weeks
            - Bahncard 50
            - Salary bands open to all colleagues
        """),
        paragraphs("""
            We hire by conversation: two talks, one paid trial day.

            German is welcome, and for some roles needed; we say so where it is.
        """),
        (
            "frontend",
            "backend",
            "privacy",
            "product_designer",
            "customer_success",
            "security",
            "data_intern",
        ),
        75,
    ),
    CompanyText(
        "Kupferkessel Brauhaus",
        "kupferkessel.example",
        ("munich",),
        "terse",
        paragraphs("""
            Brauhaus mit Wirtschaft, Biergarten und zwölf Gästezimmern in Haidhausen.
            Familienbetrieb in der vierten Generation; gebraut wird im Keller.
        """),
        paragraphs("""
            Verstärkung gesucht. Reinforcement wanted.

            Brewery, inn and beer garden in Haidhausen is hiring.
        """),
        items("""
            - Above the collective agreement
            - Staff flat possible
            - Sunday and Monday closed
            - Tips stay with you
        """),
        paragraphs("""
            Einfach vorbeikommen. Just come by, before eleven is best.
        """),
        ("chef", "restaurant_manager", "front_desk"),
        80,
        False,
    ),
    CompanyText(
        "Seniorenstift Sonnenrain",
        "sonnenrain.example",
        ("hamburg",),
        "sections",
        paragraphs("""
            Sonnenrain ist ein gemeinnütziges Haus mit 96 Plätzen am Rand von Hamburg, mit einem
            Obstgarten, einem Chor und zwei Ziegen. / A charitable care home with 96 places at the
            edge of Hamburg, an orchard, a choir and two goats.
        """),
        paragraphs("""
            Sonnenrain is home to 96 people between 61 and 104. We are looking for somebody who
            likes that range.

            Care takes time. So we have one colleague more per shift than the key demands, paid for
            by a foundation and by the apple juice.
        """),
        items("""
            - Pay by the public sector scale, and supplements for nights and Sundays
            - 31 days of leave
            - Rota six weeks ahead, wishes are met in four cases out of five
            - Recognition of foreign certificates: we help with it and pay for it
            - Day nursery next door
        """),
        paragraphs("""
            Come for a trial day, paid and with lunch.

            Your application may be short. We are more interested in meeting you.
        """),
        ("care_assistant", "ward_manager", "office_manager"),
        90,
    ),
    CompanyText(
        "Hotel Drei Linden",
        "dreilinden.example",
        ("vienna",),
        "single",
        paragraphs("""
            A hotel of 82 rooms in Vienna's ninth district, with a coffee house in which newspapers
            are still on sticks. Run by two sisters who inherited it, closed it, and opened it
            again properly.
        """),
        paragraphs("""
            The Drei Linden in Vienna is looking for reinforcement. It is a house with 82 rooms and
            few rules, the first of which is to greet.
        """),
        items("""
            - Five-day week, two days off in a row
            - Pay clearly above the collective agreement
            - Meals, annual pass for public transport, language course
            - Friends and family rate in partner hotels
        """),
        paragraphs("""
            Your application reaches Therese and Marlies directly.

            Bewerbung gerne auch auf Deutsch.
        """),
        (
            "front_desk",
            "housekeeper",
            "chef",
            "restaurant_manager",
            "executive_assistant",
            "barista",
        ),
        100,
    ),
    CompanyText(
        "Aarebogen Medtech AG",
        "aarebogen.example",
        ("zurich",),
        "sections",
        paragraphs("""
            Aarebogen develops insulin pumps for children: small, waterproof, and free of cartoon
            animals at the children's request. 210 people near Zürich, sold in 22 countries.
        """),
        paragraphs("""
            Aarebogen makes pumps that children forget they are wearing. For {city} we are looking
            for a colleague who understands how much work that is.

            Eleven thousand children wear our product on their skin. It focuses the mind.
        """),
        items("""
            - 40-hour week, flexible, with part-time from 60 per cent in all roles
            - Six weeks of leave
            - Pension fund above the legal minimum, two thirds paid by us
            - Half-fare card and a place for your bicycle
            - Sixteen weeks of parental leave for either parent
        """),
        paragraphs("""
            Please apply with the usual documents. References are asked for after the second
            interview.

            For this position we accept direct applications only.
        """),
        ("embedded", "lab_scientist", "quality_engineer", "cnc", "key_account", "counsel", "cfo"),
        30,
    ),
    CompanyText(
        "Clinique des Tilleuls",
        "clinique-tilleuls.example",
        ("lyon",),
        "sections",
        paragraphs("""
            Clinique indépendante de 180 lits à Lyon, fondée par des sages-femmes en 1926. / An
            independent hospital of 180 beds in Lyon, founded by midwives in 1926, and to this day
            with the best bread of any hospital in France.
        """),
        paragraphs("""
            The Clinique des Tilleuls is strengthening its teams. We are an independent hospital
            with 180 beds, and no plans to become part of anything larger.
        """),
        items("""
            - Nursery from 6:15 to 21:45
            - Thirteenth month
            - Ten days of additional rest (RTT)
            - Training plan and tutoring in the first three months
            - Parking, or half of your transport pass
        """),
        paragraphs("""
            Candidatures à l'attention de la direction des soins. B2 French is needed for contact
            with patients.
        """),
        (
            "radiographer",
            "pharmacist",
            "physio",
            "mental_health_nurse",
            "receptionist",
            "lab_technician",
            "staff_nurse",
            "physician",
        ),
        45,
    ),
    CompanyText(
        "Atelier Brassart",
        "atelierbrassart.example",
        ("paris",),
        "prose",
        paragraphs("""
            Atelier Brassart designs and makes chairs for schools, libraries and one parliament.
            Studio in Paris, workshop in the Loiret, a waiting list for the stool.
        """),
        paragraphs("""
            Since 1962 the atelier has made chairs for people who have to sit on them for a long
            time.
        """),
        items("""
            - Meal vouchers and travel pass
            - A chair for each fifth year
            - One month in the workshop for all newcomers
            - Five weeks of leave and RTT
        """),
        paragraphs("""
            Portfolio in PDF, under 10 MB, in French or English.
        """),
        (
            "industrial_designer",
            "graphic_designer",
            "key_account",
            "executive_assistant",
        ),
        35,
    ),
    CompanyText(
        "Alcaraván Logística",
        "alcaravan.example",
        ("valencia",),
        "sections",
        paragraphs("""
            Alcaraván carries oranges north and almost everything else south: 140 lorries, a cold
            store at the port of València, and since last year a night train of its own.
        """),
        paragraphs("""
            Alcaraván moves fresh fruit from València to 19 countries, preferably while it is
            fresh.

            In the season we load 300 pallets a night. Outside of it we repair, plan and go to the
            beach, in that order.
        """),
        items("""
            - Permanent contract under the provincial agreement
            - Fourteen payments
            - Short Fridays from June to September
            - Fruit. A great deal of fruit
            - Training for the CE licence paid by us
        """),
        paragraphs("""
            Envíanos tu CV en español, valencià o inglés.
        """),
        (
            "driver",
            "transport_planner",
            "warehouse",
            "ops_manager",
            "accountant",
            "analyst",
            "compliance",
        ),
        65,
    ),
    CompanyText(
        "Studio Calamaio",
        "calamaio.example",
        ("milan",),
        "letter",
        paragraphs("""
            Calamaio is an agency for museums, publishers and cities that do not want to look like
            other cities. Twenty-six people around one courtyard in Milan, Isola.
        """),
        paragraphs("""
            We are Calamaio, twenty-six people who argue about typefaces and agree on lunch.
        """),
        items("""
            - Contract under the national agreement for commerce, fourteen payments
            - Meal vouchers of 8 euros
            - August off, properly
            - Two days a week from wherever the light is good
        """),
        paragraphs("""
            Send work and not words. Then, please, also words.
        """),
        (
            "graphic_designer",
            "content_editor",
            "community_manager",
            "project_manager",
            "office_manager",
        ),
        50,
    ),
    CompanyText(
        "Salgueiral Remote, Lda.",
        "salgueiral.example",
        ("lisbon",),
        "single",
        paragraphs("""
            Salgueiral runs customer support and bookkeeping for small companies all over Europe,
            from kitchens, lighthouses and a former school in Lisbon. 140 people, 19 languages.
        """),
        paragraphs("""
            Salgueiral is a remote company with a house in Lisbon. Come to the house or don't, we
            hear you just as well.
        """),
        items("""
            - Portuguese contract wherever we legally can, employer of record elsewhere
            - 600 euros for your desk and chair, once, and 50 a month for the rest
            - Everyone meets in Lisbon for a week in May, with families
            - 25 days of leave and your own public holidays
            - Mornings without meetings
        """),
        paragraphs("""
            Apply in any of our languages. Yes, Frisian counts.
        """),
        (
            "support_agent",
            "support_lead",
            "payroll",
            "learning",
            "people_ops",
            "performance_marketer",
            "language_tutor",
        ),
        85,
    ),
)
