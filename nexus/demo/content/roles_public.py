"""Roles in education, science and the environment."""

from nexus.demo.content.kinds import Role, items, paragraphs

ROLES: tuple[Role, ...] = (
    Role(
        "primary_teacher",
        "education",
        ("Primary School Teacher", "Elementary Teacher, Grade 4", "Class Teacher (Years 1-3)"),
        "mid",
        (52_000, 68_000),
        ("Teaching", "Classroom management", "Literacy"),
        paragraphs("""
            Twenty-three children, a room with a garden door, and a parallel class whose teacher
            shares everything from worksheets to bad days. Planning time is in the timetable and
            not in your evening.

            We teach reading by a method, we sing daily, and nobody owns a telephone before the
            sixth year. If you smiled at one of these, come and see us on an ordinary Wednesday.
        """),
        items("""
            - Teach a class of your own in most subjects
            - Work with parents as with partners
            - Support children who need more, and children who need different
            - Share in the life of the school: theatre, allotment, sports day
        """),
        items("""
            - Teaching qualification
            - Joy in children and in their arguments
            - Team planning
        """),
        types=("full_time", "part_time"),
    ),
    Role(
        "maths_teacher",
        "education",
        ("Mathematics Teacher", "Secondary Teacher: Maths & Physics", "Math Teacher, High School"),
        "mid",
        (56_000, 74_000),
        ("Mathematics", "Teaching", "Physics"),
        paragraphs("""
            "When will I ever need this?" You have a good answer, or better still a good question.

            The department is four people and a cupboard full of polyhedra. Results are above
            average. Enthusiasm, surveys say, is not, and that is what we want to change.
        """),
        items("""
            - Teach mathematics in years 7 to 12
            - Run the Thursday puzzle club, or invent its successor
            - Mark fairly and return work within a week
            - Advise a form group
        """),
        items("""
            - Degree and teaching qualification
            - Explaining things in a third way when two did not work
            - High expectations, kindly held
        """),
    ),
    Role(
        "teaching_assistant",
        "education",
        (
            "Teaching Assistant (SEN)",
            "Special Education Paraprofessional",
            "Learning Support Assistant",
        ),
        "entry",
        (31_000, 38_000),
        ("Special education", "Communication", "Patience"),
        paragraphs("""
            One boy, eight years old, brilliant at maps, overwhelmed by corridors. You will help
            him through the day, and step back a little further each month.

            Term time only, 27 hours a week. You go home when the children do.
        """),
        items("""
            - Support pupils one to one and in small groups
            - Adapt material with the class teacher
            - Keep calm, and lend it
        """),
        items("""
            - Experience with children, at work or at home
            - Record check
            - Consistency
        """),
        hourly=True,
        types=("part_time",),
    ),
    Role(
        "instructional_designer",
        "education",
        ("Instructional Designer", "Learning Content Developer", "Course Author, Online Learning"),
        "mid",
        (68_000, 88_000),
        ("Instructional design", "Writing", "Video editing", "LMS"),
        paragraphs("""
            A course of ours is finished by 61 per cent of those who begin it. In this business
            that is a sensation. You would work on the remaining 39.

            You plan lessons for people who learn on a bus, at night, with one thumb. Short, true,
            and with something to do every ninety seconds.
        """),
        items("""
            - Plan and write courses with subject experts
            - Script and cut short videos
            - Build exercises with useful feedback
            - Test with learners and rewrite without mercy
        """),
        items("""
            - Experience in teaching or course design
            - Strong writing
            - An interest in how memory works
        """),
        workplaces=("remote", "hybrid"),
        types=("full_time", "contract"),
    ),
    Role(
        "language_tutor",
        "education",
        ("Language Tutor (part-time)", "English Teacher, Adults", "Online Language Tutor"),
        "entry",
        (40_000, 52_000),
        ("Teaching", "Languages", "Online teaching"),
        paragraphs("""
            Evening groups of eight adults, tired and motivated. Nurses before an exam, engineers
            before a move, one pensioner who does it for the crossword.

            Six to fifteen hours a week, hours agreed by the term, preparation paid at half rate
            since preparation is work.
        """),
        items("""
            - Teach small groups, on site or on screen
            - Place new learners at the right level
            - Prepare candidates for exams
        """),
        items("""
            - Teaching certificate
            - Native or near-native
            - Lively
        """),
        hourly=True,
        types=("part_time", "contract"),
        workplaces=("remote", "on_site"),
    ),
    Role(
        "marine_biologist",
        "science",
        ("Marine Biologist", "Fish Health Biologist", "Research Scientist, Marine Ecology"),
        "mid",
        (62_000, 82_000),
        ("Marine biology", "Statistics", "R", "Fieldwork"),
        paragraphs("""
            Half of the year you are wet, and the other half you write about it. In between there
            is a boat with a heater which works when spoken to.

            We count, tag, sample and compare, at the same eleven places, every month, since 1994.
            Long series are built by people who come back.
        """),
        items("""
            - Plan and carry out sampling at sea and on shore
            - Analyse data and publish it, also the null results
            - Advise fishers, farmers and ministries
            - Supervise students
        """),
        items("""
            - Master's degree or doctorate in a fitting field
            - Statistics in R
            - Sea legs and a certificate for small boats, or the will to get both
        """),
        types=("full_time", "contract"),
    ),
    Role(
        "ecologist",
        "science",
        ("Field Ecologist", "Conservation Officer", "Ecologist - Botany"),
        "mid",
        (54_000, 70_000),
        ("Botany", "GIS", "Fieldwork", "Report writing"),
        paragraphs("""
            Some of our plants grow on one hill in the world. You would know the hill, the owner of
            the hill, and the goats.

            March to September outside, then inside with maps and reports. It suits people with
            strong boots and clear sentences.
        """),
        items("""
            - Survey habitats and species
            - Write management plans that farmers can follow
            - Guide volunteers
            - Map and keep the data
        """),
        items("""
            - Degree in ecology, and plants you can name without an app
            - GIS
            - Driving licence, off-road sense
        """),
    ),
    Role(
        "lab_scientist",
        "science",
        ("Research Associate", "Laboratory Scientist", "Scientist, Assay Development"),
        "mid",
        (74_000, 96_000),
        ("Laboratory techniques", "Data analysis", "ELISA", "GLP"),
        paragraphs("""
            The assay works nine times out of ten. The tenth time is the reason for this vacancy.

            A bench by the window, two technicians, instruments that are serviced, and a lab book
            culture of which we are a little proud.
        """),
        items("""
            - Design and run experiments with proper controls
            - Develop methods up to validation
            - Analyse and present results, surprising ones first
            - Order, label, tidy
        """),
        items("""
            - MSc or PhD in biochemistry, biotechnology or the like
            - Experience with immunoassays or chromatography
            - Honest notes
        """),
    ),
    Role(
        "environment_officer",
        "science",
        (
            "Environmental Officer",
            "Sustainability Manager",
            "Environment, Health & Safety Specialist",
        ),
        "mid",
        (70_000, 92_000),
        ("ISO 14001", "Reporting", "Waste management", "Health and safety"),
        paragraphs("""
            Our emissions are known for the first time, and they are not flattering. The management
            has signed a target. Now somebody has to reach it.

            You know which ton is cheapest to save, and begin with that.

            Permits, neighbours, meters, and a drain that appears in no drawing. It is office work
            in boots.
        """),
        items("""
            - Measure and report emissions, water and waste
            - Lead savings projects from idea to meter reading
            - Look after permits and audits
            - Say clearly what is green and what is paint
        """),
        items("""
            - Degree in environmental science or engineering
            - Three years in industry or administration
            - Persuasive with numbers
        """),
        workplaces=("hybrid", "on_site"),
    ),
    Role(
        "energy_analyst",
        "science",
        ("Energy Analyst", "Energy Systems Modeller", "Renewable Energy Analyst"),
        "mid",
        (78_000, 102_000),
        ("Python", "Energy markets", "GIS", "Statistics"),
        paragraphs("""
            How much sun does a roof, a village or a country get, and who will need it when? You
            calculate, others pour concrete on the strength of it.

            Our tool for siting was written by an intern, over one remarkable summer. It now
            decides on millions and should be treated accordingly.
        """),
        items("""
            - Model yield, demand and storage
            - Visit sites and correct the model
            - Support tenders with numbers that hold
            - Publish what we may publish
        """),
        items("""
            - Degree in energy, physics or engineering
            - Python for analysis
            - Travel, up to a quarter of the time
        """),
        workplaces=("hybrid", "remote"),
    ),
)
