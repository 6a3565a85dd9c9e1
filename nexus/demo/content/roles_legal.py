"""Roles in law and compliance."""

from nexus.demo.content.kinds import Role, items, paragraphs

ROLES: tuple[Role, ...] = (
    Role(
        "paralegal",
        "legal",
        ("Paralegal", "Legal Assistant", "Paralegal, Real Estate"),
        "entry",
        (46_000, 60_000),
        ("Legal research", "Drafting", "Document management"),
        paragraphs("""
            Files with a history, deadlines with teeth, and three lawyers who depend on your
            knowing where both are.

            You have an orderly mind and would rather read a clause twice than once. We are
            prepared to show you the rest.
        """),
        items("""
            - Prepare documents, bundles and registrations
            - Research and summarise
            - Watch deadlines with the four-eyes rule
            - Speak with clients, courts and registries
        """),
        items("""
            - Paralegal training or a law degree
            - Exact language
            - Trustworthy
        """),
        workplaces=("on_site", "hybrid"),
    ),
    Role(
        "counsel",
        "legal",
        ("Legal Counsel", "Senior Counsel, Commercial", "Associate Lawyer"),
        "senior",
        (125_000, 165_000),
        ("Contract law", "Negotiation", "Drafting"),
        paragraphs("""
            You like contracts short. So do we. The template for our most common agreement has
            fallen from 31 pages to nine, and the rest of the shelf awaits you.

            You would be the first lawyer on the payroll. So far we have called a firm whenever it
            was late already. Cheaper, quicker and kinder: that is the brief, and you write the
            rest of it.

            Clients call you before signing and not after. It has taken us years to bring this
            about, and it is the best part of the work.
        """),
        items("""
            - Draft and negotiate commercial agreements
            - Advise on whatever comes in through the door, and know when to refer
            - Look after disputes, mostly by avoiding them
            - Train colleagues in reading what they sign
        """),
        items("""
            - Admitted lawyer with four years or more
            - Clear drafting in English and, where needed, in the local language
            - Commercial sense
        """),
        workplaces=("hybrid", "on_site"),
    ),
    Role(
        "compliance",
        "legal",
        ("Compliance Officer", "AML & Compliance Analyst", "Head of Compliance"),
        "senior",
        (96_000, 126_000),
        ("Compliance", "AML", "Risk assessment", "Regulation"),
        paragraphs("""
            Our regulator is strict and, when one talks to them, reasonable. We need a person who
            talks to them.

            Compliance that only says no is bypassed. Yours will say how.

            There are two sorts of files, those that are complete and those that are found in time.
            We would like to have both on the same shelf.

            Two inspections are due next year. The first is announced.
        """),
        items("""
            - Run the compliance programme and its yearly plan
            - Monitor, test and report
            - Decide on difficult customers
            - Train in examples and not in paragraphs
            - Keep the register of promises we made to authorities
        """),
        items("""
            - Five years in compliance, audit or supervision
            - Certification such as CAMS is welcome
            - Independence of judgement
        """),
        workplaces=("hybrid",),
    ),
    Role(
        "privacy",
        "legal",
        ("Data Protection Officer", "Privacy Counsel", "Data Protection Specialist"),
        "mid",
        (84_000, 110_000),
        ("GDPR", "Privacy", "Information security"),
        paragraphs("""
            Personal data comes to us with trust attached. You see to it that we remember the
            second part.

            You will work with developers more than with paragraphs: privacy here is decided in
            database tables.
        """),
        items("""
            - Advise teams early, and write impact assessments with them
            - Answer data subjects within the time the law allows, and better within a week
            - Look after records, contracts and training
            - Handle breaches calmly
        """),
        items("""
            - Sound knowledge of GDPR or a comparable law
            - Enough technology to ask where the backups are
            - Diplomatic
        """),
        workplaces=("hybrid", "remote"),
        types=("full_time", "part_time"),
    ),
)
