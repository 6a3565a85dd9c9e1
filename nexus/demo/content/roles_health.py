"""Roles in nursing, care, medicine and the health professions around them."""

from nexus.demo.content.kinds import Role, items, paragraphs

ROLES: tuple[Role, ...] = (
    Role(
        "staff_nurse",
        "nursing",
        ("Registered Nurse", "Staff Nurse, Acute Medicine", "Registered Nurse - Medical Ward"),
        "mid",
        (72_000, 88_000),
        ("Patient care", "Medication administration", "Triage", "Documentation"),
        paragraphs("""
            A 28-bed ward, a team that has mostly been together for years, and a ratio that we
            publish on the door: one nurse to five patients by day, one to seven by night. When we
            cannot keep it, we close beds. We closed four in March.

            You know what a good shift feels like. It has enough hands, a handover that is listened
            to, and a break that happens. We will not promise you that every shift is like this. We
            do promise that somebody counts how many are.

            The ward moves into the new wing in autumn: single rooms, daylight, and supply
            cupboards that nurses designed. We are hiring ahead of the move so that nobody has to
            learn the building and the patients at once.
        """),
        items("""
            - Plan, give and record care for your own group of patients
            - Take part in the daily round, and be asked
            - Recognise when somebody is getting worse, and call early without having to apologise
            - Teach students and new colleagues at the bedside
            - Support families through long days
            - Keep medicines, stock and records in order
            - Prepare people for going home, from the first day on
        """),
        items("""
            - Current registration, or eligibility with a date
            - At least a year on an acute ward, or a strong final placement
            - Safe in medicines and in asking for help
            - Rotating shifts including one weekend in three
            - Certification in basic life support
        """),
        items("""
            - Experience with telemetry or non-invasive ventilation
            - A second language spoken by our patients
        """),
        hourly=True,
        types=("full_time", "part_time"),
    ),
    Role(
        "care_assistant",
        "nursing",
        ("Care Assistant", "Healthcare Assistant", "Personal Care Worker"),
        "entry",
        (33_000, 39_000),
        ("Personal care", "Dementia care", "Communication"),
        paragraphs("""
            Mr. A. used to drive trams and wants the window seat. Mrs. K. does not want to be
            called dear. If you would enjoy knowing things like this about thirty people, the rest
            of the work can be learned, and we pay you while you do.

            No experience is fine. What cannot be taught is whether you knock before entering.

            The work is physical, it is close, and it is never the same two mornings in a row. Most
            of our team came from other jobs: a baker, two drivers, a former bank clerk who says
            she has never laughed so much.
        """),
        items("""
            - Help people to wash, dress, eat and move, at their pace and not at yours
            - Notice small changes and tell the nurse
            - Spend time: cards, a walk, the football results
            - Keep short, true records on the tablet
            - Work with relatives, also on difficult days
        """),
        items("""
            - Warmth and common sense
            - Early, late and weekend duties by a rota you get six weeks ahead
            - A clean record check, which we pay for
            - Enough of the local language for a chat and for an emergency
        """),
        hourly=True,
        types=("full_time", "part_time"),
    ),
    Role(
        "home_carer",
        "nursing",
        ("Home Carer", "Caregiver (Days/Evenings)", "Community Support Worker"),
        "entry",
        (32_000, 38_000),
        ("Personal care", "Driving licence", "Meal preparation"),
        paragraphs("""
            Six visits a day, never shorter than thirty minutes, always the same people. That is
            the whole idea of our rounds, and the reason why carers stay with us.

            You will have a small car, a phone, a key safe list, and a coordinator who has done the
            job herself and picks up when you ring.
        """),
        items("""
            - Visit clients at home: breakfast, medicines, a shower, a word
            - Prepare simple meals the way the client likes them
            - Watch for falls, loneliness and unopened post
            - Record each visit before you drive on
        """),
        items("""
            - Valid driving licence
            - Reliable in weather, traffic and conversation
            - References from two people who would let you into their mother's house
        """),
        hourly=True,
        types=("part_time", "full_time"),
    ),
    Role(
        "ward_manager",
        "nursing",
        ("Ward Manager", "Clinical Nurse Lead", "Head of Care"),
        "senior",
        (92_000, 114_000),
        ("Leadership", "Patient safety", "Rostering", "Quality improvement"),
        paragraphs("""
            Thirty-four people on the rota, two senior nurses beside you, and an office with a door
            that you will want to leave open. You keep one clinical shift a week, because you asked
            for it or because we insist.

            We need somebody who can read a budget and a face. The last inspection called our ward
            "good with outstanding warmth". It also listed four things to mend. You will find them
            on your desk with dates next to them, some of them already past.
        """),
        items("""
            - Lead, develop and roster a nursing team
            - Answer for the safety and the experience of patients around the clock
            - Look at every incident with curiosity and without blame
            - Hold the budget, and defend it
            - Hire well and slowly
        """),
        items("""
            - Registered nurse with five years of practice, two of them in charge
            - A leadership qualification, or a place on our next course
            - Experience with inspections
            - Steady under pressure, and able to make others so
        """),
    ),
    Role(
        "mental_health_nurse",
        "nursing",
        ("Mental Health Nurse", "Psychiatric Nurse, Community Team", "Night Nurse (Mental Health)"),
        "mid",
        (74_000, 90_000),
        ("De-escalation", "Risk assessment", "Patient care"),
        paragraphs("""
            Our crisis team answers the telephone that other services give out when they close for
            the day. It rings about sixty times between five in the evening and eight in the
            morning. Most callers need forty minutes of a calm, clever person.

            A small community team with a waiting list we are embarrassed about is looking for the
            colleague who brings it below six weeks.
        """),
        items("""
            - Assess risk and need, alone first and then with a colleague
            - Agree on safety plans that fit on one page
            - Visit people at home, in pairs where it is wise
            - Coordinate with doctors, housing and police
            - Reflect on your work in weekly supervision which is never cancelled
        """),
        items("""
            - Registration as a mental health nurse
            - Two years with people in acute distress
            - Knowledge of the law on treatment without consent
            - Good boundaries and good humour
        """),
        types=("full_time", "part_time"),
    ),
    Role(
        "physio",
        "medicine",
        ("Physiotherapist", "Physical Therapist", "Physiotherapist, Rehabilitation"),
        "mid",
        (72_000, 90_000),
        ("Rehabilitation", "Manual therapy", "Gait analysis"),
        paragraphs("""
            People arrive after a stroke, a hip or a motorcycle. They stay for three weeks on
            average, and in that time learn to get up, to climb a stair and sometimes to swim. You
            would be one of nine therapists, with a pool, a garden with five kinds of pavement, and
            forty minutes for each session.

            Treatment slots of 40 minutes. We mention it first since it is what everybody asks.
        """),
        items("""
            - Assess and treat adults, alone and in small groups
            - Set goals with patients in their words
            - Train relatives for the time after
            - Choose aids that will really be used
            - Discuss cases weekly with doctors, nurses and speech therapy
        """),
        items("""
            - Degree and licence as a physiotherapist
            - Interest in neurology or orthopaedics
            - Own further training, which we co-fund with 1,500 a year
            - Encouraging, and honest when progress stops
        """),
        types=("full_time", "part_time"),
    ),
    Role(
        "radiographer",
        "medicine",
        ("Radiographer (CT/MRI)", "Diagnostic Radiographer", "Medical Imaging Technologist"),
        "mid",
        (70_000, 88_000),
        ("CT", "MRI", "Radiation protection", "Patient care"),
        paragraphs("""
            You have about fifteen minutes with each patient, most of whom are frightened of the
            noise, the dark or the result. Good pictures begin with those fifteen minutes.

            Two scanners, a third one on a lorry somewhere in the Alps at the time of writing, and
            a waiting list which it will shorten by half. We need three people who can run it.
        """),
        items("""
            - Carry out CT, MRI and plain imaging to protocol, and improve the protocols
            - Explain, position, calm
            - Keep doses as low as the question allows
            - Share in the emergency rota, one night in ten
            - Teach students on placement
        """),
        items("""
            - Licence as a radiographer
            - Cross-sectional experience, or the wish to be trained for it over six months
            - Accurate when it is busy
        """),
    ),
    Role(
        "physician",
        "medicine",
        (
            "General Practitioner",
            "Physician, Internal Medicine",
            "Salaried GP / Hospital Physician",
        ),
        "senior",
        (190_000, 245_000),
        ("Clinical diagnosis", "Internal medicine", "Patient care"),
        paragraphs("""
            Fifteen-minute appointments, an afternoon for letters, and colleagues who cover your
            list when your child has a fever. We lost one doctor to retirement and none to burn-out
            in five years, and intend to keep it that way.

            You would join eight physicians who decide most things round one table. The coffee is
            good. The table is too small, which is on the agenda.
        """),
        items("""
            - See patients of all ages, and their paperwork
            - Lead on one field of your own choosing, from diabetes to asylum medicine
            - Supervise a resident, with time set aside for it
            - Home visits on one afternoon
            - Quality circle every month
        """),
        items("""
            - Specialist qualification and full licence
            - Language skills for the consultation without an interpreter
            - Team spirit, in the unpretentious sense
        """),
        types=("full_time", "part_time"),
    ),
    Role(
        "pharmacist",
        "medicine",
        ("Pharmacist", "Clinical Pharmacist", "Hospital Pharmacist"),
        "mid",
        (105_000, 128_000),
        ("Pharmacology", "Medication review", "Aseptic preparation"),
        paragraphs("""
            Last year our pharmacists questioned one prescription in twenty-two, and were right in
            most cases. Doctors have begun to call before they write. You would work on the wards
            four days a week and in the dispensary on the fifth.

            A hospital pharmacy with its own clean room, a robot named by the trainees, and a night
            cupboard that finally counts correctly.
        """),
        items("""
            - Review medicines at admission and discharge
            - Advise doctors and nurses, in person
            - Prepare and release aseptic products
            - Follow up shortages and find the second-best drug in time
            - Report and learn from errors
        """),
        items("""
            - Licence to practise
            - Clinical training or the will to complete it here
            - Precise, and pleasant about being precise
        """),
    ),
    Role(
        "lab_technician",
        "medicine",
        (
            "Medical Laboratory Technician",
            "Biomedical Scientist",
            "Laboratory Technician (Haematology)",
        ),
        "entry",
        (48_000, 62_000),
        ("Haematology", "Laboratory techniques", "Quality control"),
        paragraphs("""
            Two thousand tubes a day come through the hatch. Each is somebody's bad night. The
            analysers do the counting, and you do the thinking when a number cannot be true.

            The laboratory never closes, but it sleeps a little: nights are covered by two people,
            with a bed in the back room and extra pay that makes the bed unnecessary.
        """),
        items("""
            - Run and maintain analysers in haematology and chemistry
            - Check, release and telephone urgent results
            - Look down a microscope when the machine is unsure
            - Keep controls and records such that an assessor smiles
        """),
        items("""
            - Professional training or degree with registration
            - Careful with labels, always
            - Shifts, roughly five nights a month
        """),
    ),
)
