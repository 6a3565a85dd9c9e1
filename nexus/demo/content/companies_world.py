"""Companies of Africa, Asia and the Pacific. None of them exists."""

from nexus.demo.content.kinds import CompanyText, items, paragraphs

COMPANIES: tuple[CompanyText, ...] = (
    CompanyText(
        "Savanna Grid Ltd",
        "savannagrid.example",
        ("nairobi",),
        "sections",
        paragraphs("""
            Savanna Grid builds and runs small solar grids for towns the main line has not reached:
            58 of them in Kenya, so far, with 190,000 people connected, and a mobile money meter in
            every house.
        """),
        paragraphs("""
            Savanna Grid lights 58 towns. The next twelve are surveyed, and we are hiring for them
            in Nairobi.

            When the lamp in a clinic goes out somebody calls Savanna Grid. When it does not go out
            nobody does. We work for the second case.
        """),
        items("""
            - Medical cover for you and up to four dependants
            - Pension contribution of ten per cent
            - Field allowance and good boots
            - 24 days of leave
            - One course of your choice each year
        """),
        paragraphs("""
            Only shortlisted candidates will be contacted. We never charge a fee at any stage;
            please report anyone who does.
        """),
        ("energy_analyst", "network", "driver", "embedded", "programme_lead", "data_engineer"),
        60,
    ),
    CompanyText(
        "Addis Granary PLC",
        "addisgranary.example",
        ("addis_ababa",),
        "plain",
        paragraphs("""
            Addis Granary (አዲስ ጎተራ) mills, packs and delivers teff, barley and chickpea flour to
            3,400 shops. 510 employees, two mills, one very large silo.
        """),
        paragraphs("""
            Addis Granary PLC would like to invite competent applicants for the position below.

            Reports to: Department Head. Number required: see below.
        """),
        items("""
            - Provident fund and medical insurance
            - Transport service
            - Flour at cost price
            - Annual bonus according to result
        """),
        paragraphs("""
            Interested applicants shall submit a CV with credentials within ten working days.
            Female applicants are highly encouraged.

            Only applicants who fulfil the requirements will be called for an exam.
        """),
        (
            "accountant",
            "quality_engineer",
            "store_manager",
            "operator",
            "transport_planner",
            "learning",
        ),
        60,
    ),
    CompanyText(
        "Palmkernel Pay",
        "palmkernelpay.example",
        ("lagos",),
        "single",
        paragraphs("""
            Palmkernel Pay lets market traders take cards, save daily and borrow against a good
            month. 240 people in Lagos; licensed, audited, and named after the founder's
            grandmother's trade.
        """),
        paragraphs("""
            Two million traders open their stall in the morning and Palmkernel with it. It has to
            work, also when the network does not.

            Palmkernel Pay, Yaba, Lagos. We build money tools for people who can count better than
            most banks.
        """),
        items("""
            - HMO for the family
            - Salary reviewed twice a year, in view of inflation
            - Generator, inverter and fibre allowance for home days
            - Lunch, and it is good
            - Stock options explained in plain words
        """),
        paragraphs("""
            Please apply here only. We do not recruit through messaging apps.
        """),
        (
            "mobile",
            "security",
            "compliance",
            "backend",
            "performance_marketer",
            "support_lead",
            "eng_manager",
        ),
        50,
    ),
    CompanyText(
        "Strandveld Conservancy",
        "strandveld.example",
        ("cape_town",),
        "sections",
        paragraphs("""
            The Strandveld Conservancy looks after 21,000 hectares of fynbos and dune on the west
            coast, together with the farmers who own most of them.
        """),
        paragraphs("""
            The Strandveld Conservancy works where fynbos, farms and holiday houses meet. They do
            not always meet gladly.
        """),
        items("""
            - Medical aid contribution
            - Vehicle for field work
            - Study leave
            - A week's stay in the research cottage each year, family included
        """),
        paragraphs("""
            Appointments follow our employment equity plan. If you have not heard from us after six
            weeks, please consider your application unsuccessful.
        """),
        ("ecologist", "comms_manager", "office_manager"),
        70,
    ),
    CompanyText(
        "Monsoon Ledger Pvt Ltd",
        "monsoonledger.example",
        ("bengaluru",),
        "single",
        paragraphs("""
            Monsoon Ledger is bookkeeping for shops that used to keep books: bilingual, offline
            first, and kind to people who never studied commerce. 380 people in Bengaluru.
        """),
        paragraphs("""
            Nine hundred thousand shopkeepers do their accounts on Monsoon Ledger, between two
            customers. We design for the interruption.
        """),
        items("""
            - Health insurance for family and parents
            - 24 days of leave plus festivals
            - Hybrid, with shuttle from five Metro stations
            - Learning budget and conference leave
            - Gratuity, provident fund, no bonds, no notice buy-out games
        """),
        paragraphs("""
            Three rounds, each of an hour, all in one week. You get feedback either way.
        """),
        (
            "sre",
            "graduate_dev",
            "tester",
            "ml_engineer",
            "dotnet",
            "product_manager",
            "support_tech",
        ),
        45,
    ),
    CompanyText(
        "星空部品 Hoshizora Components K.K.",
        "hoshizora.example",
        ("osaka",),
        "sections",
        paragraphs("""
            星空部品株式会社 makes the small gears in large telescopes, and in a good number of cameras and
            rice cookers. 95 employees in Higashiōsaka.
        """),
        paragraphs("""
            Hoshizora Components cuts gears with up to 0.15 mm module. Visitors usually ask for a
            magnifying glass and then for a job.
        """),
        items("""
            - Social insurance, commuting costs, housing allowance
            - 125 days off a year
            - Japanese lessons during working hours
            - Bonus twice a year
        """),
        paragraphs("""
            Please send a résumé in Japanese (履歴書) or English. Visa support is available.
        """),
        ("cnc", "sales_engineer", "process_engineer", "industrial_designer"),
        55,
    ),
    CompanyText(
        "Tanjong Quay Capital",
        "tanjongquay.example",
        ("singapore",),
        "sections",
        paragraphs("""
            Tanjong Quay finances ships that burn less: new engines, sails, and the occasional
            honest scrapping. 64 people, regulated in Singapore.
        """),
        paragraphs("""
            Tanjong Quay Capital finances the cleaning up of shipping. Our portfolio has 118
            vessels and fewer tons of carbon each year; we publish the figure.
        """),
        items("""
            - Performance bonus with a formula
            - Medical for the family
            - 22 days of leave
            - Flexible start between seven and ten
        """),
        paragraphs("""
            By applying you consent to the processing of your data for recruitment under the PDPA.
        """),
        ("compliance", "counsel", "head_of_data", "receptionist"),
        25,
    ),
    CompanyText(
        "Wattlebird Aged Care",
        "wattlebird.example",
        ("melbourne",),
        "single",
        paragraphs("""
            Wattlebird runs six small homes and a community service in the inner north of
            Melbourne. Never more than sixteen people to a house, one kitchen each, and somebody
            always baking.
        """),
        paragraphs("""
            At Wattlebird people live in houses and not in facilities. If the difference is clear
            to you, we would love to hear from you.

            G'day. Wattlebird Aged Care is after a good one.
        """),
        items("""
            - Above award rates, penalty rates on top
            - Salary packaging up to $15,900
            - Paid first aid and medication training
            - Roster set with you
            - Employee assistance program, confidential
        """),
        paragraphs("""
            National police check and NDIS screening required; we cover the cost. First Nations
            applicants strongly encouraged.
        """),
        ("home_carer", "care_assistant", "chef", "hr_generalist"),
        88,
    ),
    CompanyText(
        "Kererū Outfitters",
        "kereru.example",
        ("wellington",),
        "letter",
        paragraphs("""
            Kererū makes rain jackets for a town where umbrellas last a day. Four shops, a repair
            room, and a factory that moved home from overseas in 2020.
        """),
        paragraphs("""
            Kia ora. We are Kererū, we make jackets that keep out Wellington.
        """),
        items("""
            - Living wage and up
            - Five weeks of leave
            - Gear at cost, repairs for free
            - A tramping day each quarter, weather permitting, which it does not
        """),
        paragraphs("""
            Ngā mihi. Applications close when we find the right person, so don't hang about.
        """),
        ("store_assistant", "content_editor", "warehouse", "sysadmin", "account_executive"),
        75,
    ),
)
