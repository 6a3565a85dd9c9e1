"""Companies of the Americas. None of them exists."""

from nexus.demo.content.kinds import CompanyText, items, paragraphs

COMPANIES: tuple[CompanyText, ...] = (
    CompanyText(
        "Saltgrass Solar",
        "saltgrass.example",
        ("austin",),
        "single",
        paragraphs("""
            Saltgrass Solar puts panels and batteries on homes, churches and feed stores between
            Austin and the Gulf. We began in 2011 with one truck and a borrowed ladder. Today we
            are 230 people with 41 trucks, and the ladder hangs in the lobby.

            We employ our crews, we do not knock on doors, and we come back when something squeaks.
        """),
        paragraphs("""
            Saltgrass Solar is growing again, carefully, and {city} is where we need you.

            Texas has sun, storms and a grid with moods. Saltgrass helps people with all three.

            At Saltgrass nobody gets on a roof above 98 degrees, nobody sells a system which will
            not pay for itself, and nobody eats lunch in the truck alone.
        """),
        items("""
            - Medical, dental and vision from day one; we pay 85 per cent, families included
            - 401(k) with a five per cent match
            - Four weeks of paid time off, and you will be asked if you do not take it
            - Sixteen weeks of paid parental leave
            - Solar at cost for your own roof
            - Boots, twice a year
            - Profit sharing every March
        """),
        paragraphs("""
            Apply with whatever shows us best who you are. A person reads it.

            Saltgrass is an equal opportunity employer. We hire for skill and kindness, in that
            order, and need both.
        """),
        (
            "electrician",
            "site_manager",
            "product_manager",
            "backend",
            "account_executive",
            "energy_analyst",
            "recruiter",
            "support_agent",
            "warehouse",
            "fpa",
            "performance_marketer",
            "product_designer",
            "cfo",
        ),
        92,
    ),
    CompanyText(
        "Juniper & Slate Advisory",
        "juniperslate.example",
        ("new_york",),
        "sections",
        paragraphs("""
            Juniper & Slate looks after the accounts, taxes and second thoughts of 600 small
            businesses in New York, from bodegas to ballet schools.
        """),
        paragraphs("""
            Juniper & Slate is a firm of 58 with offices on West 38th Street, above a button shop,
            which is also a client.

            Our clients are people whose name is on the door. They ask different questions from
            corporations, and at different hours, and we like them for it.
        """),
        items("""
            - Health insurance, three plans
            - 401(k) with match
            - 20 days of vacation, and summer Fridays from noon
            - CPA review course and exam fees
            - Cap of 50 hours a week in the season, kept
        """),
        paragraphs("""
            The range shown is what we pay. Where you land depends on experience and not on how
            well you bargain.
        """),
        ("accountant", "fpa", "office_manager", "analyst", "executive_assistant", "dotnet"),
        100,
    ),
    CompanyText(
        "THREEFOLD STAFFING",
        "threefoldstaffing.example",
        ("chicago",),
        "shouty",
        paragraphs("""
            Threefold Staffing places people in warehouses, plants and offices all over
            Chicagoland. Family owned. Three brothers. Hence the name.
        """),
        paragraphs("""
            Our client in the western suburbs is HIRING NOW!

            Immediate openings!! Great team, steady hours, start this week.
        """),
        items("""
            - Weekly pay, every Friday
            - Overtime available
            - Temp to hire after 520 hours
            - Referral bonus $250
            - Shuttle from the Blue Line
        """),
        paragraphs("""
            CALL OR TEXT 24/7. Walk-ins welcome Mon-Thu 8-2. Bring two forms of ID. EOE

            Can't make it in? Apply online, takes 3 minutes.
        """),
        ("warehouse", "operator", "driver", "hvac", "people_ops", "receptionist"),
        70,
        False,
    ),
    CompanyText(
        "Mortise & Daughters",
        "mortiseanddaughters.example",
        ("portland",),
        "letter",
        paragraphs("""
            We build timber frames: barns, halls, a few houses, one very small opera. Owned by Ruth
            Mortise and two of her three daughters. The third is a dentist.
        """),
        paragraphs("""
            We are Mortise & Daughters, a timber frame shop with fourteen people, nine dogs on
            Fridays, and two openings this year.
        """),
        items("""
            - Health plan, paid in full
            - Four ten-hour days
            - Tool allowance of $800 a year
            - Two weeks off when the steelhead run
        """),
        paragraphs("""
            Send pictures of something you made and tell us what is wrong with it.
        """),
        ("carpenter", "project_manager", "accountant"),
        100,
    ),
    CompanyText(
        "Prairie Lantern Schools",
        "prairielantern.example",
        ("omaha",),
        "formal",
        paragraphs("""
            Prairie Lantern is a public school district with nine elementary schools, three middle
            schools and two high schools serving 7,800 students in the west of the Omaha area.
        """),
        paragraphs("""
            Prairie Lantern Schools announces the following opening for the coming school year.
        """),
        items("""
            - State retirement plan
            - Health, dental, life
            - 12 sick days, 3 personal days
            - Tuition reimbursement up to $2,400 a year
            - New teacher mentoring with release time
        """),
        paragraphs("""
            Open until filled. Review of applications begins two weeks after posting. Fingerprint
            background check required for all positions.

            The district does not discriminate on the basis of race, color, religion, sex,
            disability, age, or national origin.
        """),
        (
            "primary_teacher",
            "maths_teacher",
            "teaching_assistant",
            "support_tech",
        ),
        100,
    ),
    CompanyText(
        "Rideau Thread",
        "rideauthread.example",
        ("toronto",),
        "single",
        paragraphs("""
            Rideau Thread makes the software with which tailors, cobblers and repair shops take
            orders. 31,000 of them use it in nine countries. 160 of us, mostly in Toronto.
        """),
        paragraphs("""
            Things that get repaired last. Rideau Thread makes software for those who repair them,
            from a third floor in Toronto with its own cobbler.

            Somewhere a person brings in a coat with a torn lining. Our software knows whose coat,
            whose hands, and until when.
        """),
        items("""
            - Extended health and dental for you and yours
            - RRSP match of five per cent
            - Five weeks off, and the last week of the year
            - Everything you own mended at our expense
            - Parental leave topped up to full pay for 26 weeks
        """),
        paragraphs("""
            Rideau Thread welcomes applications from everybody, and provides accommodation at every
            stage on request.

            Two conversations and one exercise, which takes at most ninety minutes and is paid.
        """),
        (
            "customer_success",
            "frontend",
            "data_engineer",
            "eng_manager",
            "account_executive",
            "hr_generalist",
            "product_designer",
            "sre",
        ),
        100,
    ),
    CompanyText(
        "Kestrel Bay Health",
        "kestrelbay.example",
        ("halifax",),
        "sections",
        paragraphs("""
            Kestrel Bay Health runs one hospital of 310 beds, four community clinics and a
            helicopter on the eastern shore of Nova Scotia.
        """),
        paragraphs("""
            Kestrel Bay Health cares for 140,000 people along 300 kilometres of coast, many of whom
            know the name of their nurse, and their nurse's mother.

            We are inviting applications for a position based in {city}.
        """),
        items("""
            - Provincial pension plan
            - Relocation support up to $10,000
            - Guaranteed leave for registration and study
            - Staff housing for the first three months
            - Wellness rooms on each ward, used
        """),
        paragraphs("""
            Internationally educated professionals: our bridging coordinator will guide you from
            the first form to the first shift.

            We acknowledge that our sites lie in Mi'kma'ki, the ancestral territory of the Mi'kmaq
            people.
        """),
        (
            "staff_nurse",
            "physician",
            "radiographer",
            "mental_health_nurse",
            "ward_manager",
            "pharmacist",
            "lab_technician",
            "head_of_data",
            "security",
        ),
        95,
    ),
    CompanyText(
        "Nopal Verde Empaques",
        "nopalverde.example",
        ("guadalajara",),
        "plain",
        paragraphs("""
            Nopal Verde makes packaging from agave fibre which would otherwise be burnt: trays,
            cups, and egg boxes the hens would approve of. Plant in Guadalajara, 420 people.
        """),
        paragraphs("""
            Nopal Verde Empaques, S.A. de C.V. solicita personal. (English version)

            Packaging plant in Guadalajara turns leftovers of tequila into egg boxes and needs you.
        """),
        items("""
            - Benefits above the law from the first day
            - Savings fund and food vouchers
            - Company transport
            - Canteen with a real cook
            - 30 days of Christmas bonus
        """),
        paragraphs("""
            Send your CV or come to gate 2, Tuesday and Thursday at nine.
        """),
        ("operator", "process_engineer", "maintenance", "environment_officer", "key_account"),
        50,
    ),
    CompanyText(
        "Ipê Amarelo Educação",
        "ipeamarelo.example",
        ("sao_paulo",),
        "sections",
        paragraphs("""
            Ipê Amarelo teaches adults to read, to do sums and to pass the exam they missed at
            sixteen, by telephone lessons of seven minutes. 1.2 million people have learned with
            it.
        """),
        paragraphs("""
            Our learners study on the bus. Ipê Amarelo has seven minutes of their attention at a
            time and intends to deserve them.
        """),
        items("""
            - CLT contract, health and dental plan
            - Meal card and day-care allowance
            - Fridays end at three
            - Study grant, up to half of the fees
        """),
        paragraphs("""
            Queremos uma equipe parecida com o Brasil. Pessoas negras, indígenas, trans e com
            deficiência: this one is for you, too.
        """),
        (
            "instructional_designer",
            "mobile",
            "ml_engineer",
            "comms_manager",
            "researcher",
            "controller",
        ),
        40,
    ),
)
