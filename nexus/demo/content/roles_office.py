"""Roles in finance and human resources."""

from nexus.demo.content.kinds import Role, items, paragraphs

ROLES: tuple[Role, ...] = (
    Role(
        "accountant",
        "finance",
        ("Accountant", "Management Accountant", "Senior Accountant"),
        "mid",
        (66_000, 88_000),
        ("Accounting", "Excel", "IFRS", "Month-end close"),
        paragraphs("""
            The month closes on day six. We would like day four, without anybody working on a
            Sunday. There are three ideas for it and nobody with time to try them.

            Our books are clean, our system is new, and our auditor leaves early. Please help us
            keep all three like this.

            You look after two of five legal entities from the first voucher to the balance sheet,
            and explain the numbers to people who only wanted to know whether they may order a new
            van.

            Our accounts have been kept for nine years by the same careful person, who is moving to
            the coast. There will be a handover of two months, a folder of exceptions, and cake.
        """),
        items("""
            - Post, reconcile, accrue and close
            - Prepare monthly reports with three sentences that explain them
            - File sales taxes and statistics on time
            - Support the audit with documents found in minutes
            - Improve one tedious thing each month
        """),
        items("""
            - Qualification in accounting, finished or nearly
            - Three years of practice, month-ends included
            - Strong in spreadsheets and open to scripts
            - Precise and relaxed, in that combination
        """),
        workplaces=("hybrid", "on_site"),
    ),
    Role(
        "payroll",
        "finance",
        ("Payroll Specialist", "Payroll Administrator", "Payroll & Benefits Coordinator"),
        "mid",
        (54_000, 70_000),
        ("Payroll", "Labour law", "Excel"),
        paragraphs("""
            Four hundred people rely on the 25th. None of them thinks about it, which is the
            highest praise payroll can get.

            Shift supplements, company bikes, parental leave in two countries: our payroll is more
            interesting than it ought to be.
        """),
        items("""
            - Prepare and run the monthly payroll
            - Answer questions so that people understand their payslip
            - Handle reports to authorities and insurers
            - Test every change of law before it takes effect
        """),
        items("""
            - Two years of payroll
            - Knowledge of the local rules
            - Silent as the grave
        """),
        types=("full_time", "part_time"),
        workplaces=("hybrid", "on_site"),
    ),
    Role(
        "controller",
        "finance",
        ("Financial Controller", "Finance Manager", "Head of Finance"),
        "senior",
        (108_000, 140_000),
        ("Controlling", "IFRS", "Forecasting", "Leadership"),
        paragraphs("""
            Growth of forty per cent has been kind to our turnover and rude to our processes. You
            bring the two back together.

            You report to the managing directors, lead four people, and are the one who says what
            it costs before it is decided.

            Planning took place in one head up to now, and it was a good head. It now takes place
            in yours, and in a model which other people can open.
        """),
        items("""
            - Lead accounting, treasury and reporting
            - Own budget and forecast, with scenarios that are taken seriously
            - Deal with banks, auditors and the tax office
            - Prepare investment decisions
            - Introduce internal controls with as few signatures as possible
        """),
        items("""
            - Degree plus CPA, ACCA or equivalent
            - Seven years, two of them leading
            - Sense for the business behind the ledger
        """),
        workplaces=("hybrid", "on_site"),
    ),
    Role(
        "fpa",
        "finance",
        ("Financial Analyst", "FP&A Analyst", "Business Controller"),
        "mid",
        (76_000, 100_000),
        ("Financial modelling", "Excel", "SQL", "Forecasting"),
        paragraphs("""
            The model has 31 sheets and an author who has left. You may rebuild it. In fact we
            insist.

            You turn what the business plans into what it will cost, and go and ask when the two do
            not match.
        """),
        items("""
            - Build and keep the rolling forecast
            - Analyse variances and find the story in them
            - Calculate business cases for new sites and products
            - Prepare board papers that are read
        """),
        items("""
            - Degree in finance, economics or similar
            - Two to four years in planning, audit or consulting
            - Modelling that others can follow
        """),
        workplaces=("hybrid",),
    ),
    Role(
        "actuary",
        "finance",
        ("Actuary", "Pricing Actuary", "Risk Analyst (Quantitative)"),
        "senior",
        (118_000, 152_000),
        ("Statistics", "R", "Pricing", "Risk modelling"),
        paragraphs("""
            Water now comes from above as often as from the river, and our tariffs were made for
            the river. This is a once-in-a-career problem for a pricing actuary.

            You model risk for people whose houses are their whole wealth. It is worth being right.
        """),
        items("""
            - Develop and validate pricing and reserving models
            - Work with claims data, maps and weather
            - Explain uncertainty to those who must decide
            - Speak to the regulator
        """),
        items("""
            - Qualified or close to it
            - R or Python, version control included
            - Scepticism towards your own results
        """),
        workplaces=("hybrid",),
    ),
    Role(
        "cfo",
        "finance",
        ("Chief Financial Officer", "CFO (part-time possible)", "Finance Director"),
        "executive",
        (190_000, 250_000),
        ("Leadership", "Fundraising", "Controlling"),
        paragraphs("""
            The founders can read a balance sheet, and know the point at which that is no longer
            enough. It is now.

            You join a board of four. There is money for three years, a bank that calls us by our
            first names, and a decision on the second site due in June.
        """),
        items("""
            - Lead finance, legal and purchasing
            - Shape the funding of the next five years
            - Be the sober voice, and sometimes the bold one
            - Report to owners and lenders
        """),
        items("""
            - You have been CFO or deputy through a full cycle, down as well as up
            - Standing with banks and investors
            - Plain speech
        """),
        workplaces=("hybrid",),
    ),
    Role(
        "recruiter",
        "hr",
        ("Recruiter", "Talent Acquisition Partner", "Technical Recruiter"),
        "mid",
        (66_000, 88_000),
        ("Recruiting", "Interviewing", "Sourcing"),
        paragraphs("""
            You would look after about twelve searches at a time, from the welder to the
            controller, with managers who turn up for interviews.

            Candidates hear back from us within five working days, whatever the answer. That
            promise was made by somebody who had not counted the candidates. Help us to keep it.
        """),
        items("""
            - Clarify with managers what the job is, and what it is not
            - Write advertisements one can believe
            - Find, meet and advise candidates
            - Keep processes short and fair, and check the figures for bias
            - Say no personally
        """),
        items("""
            - Two years of recruiting, in-house or agency
            - You call people back
            - Knowledge of interviews with structure
        """),
        workplaces=("hybrid", "remote"),
        types=("full_time", "contract"),
    ),
    Role(
        "hr_generalist",
        "hr",
        ("HR Generalist", "HR Business Partner", "People Partner"),
        "mid",
        (68_000, 90_000),
        ("Labour law", "Employee relations", "Coaching"),
        paragraphs("""
            Contracts, conversations, conflicts, cake. In a house of our size HR is two persons
            and one shared calendar.

            Managers come to you before the difficult talk and people come to you after it. You
            keep both confidences.

            We have grown past the point where everybody knows everybody's birthday. You keep us
            from growing past the point where somebody knows it.
        """),
        items("""
            - Advise managers and staff on everything from hours to hardship
            - Look after entries, changes and exits
            - Work with employee representatives
            - Run the yearly survey, and what follows from it
            - Keep policies short
        """),
        items("""
            - Three years in HR, with labour law in practice
            - Discretion, humour, spine
            - Comfortable with systems and data
        """),
        workplaces=("hybrid", "on_site"),
        types=("full_time", "part_time"),
    ),
    Role(
        "people_ops",
        "hr",
        ("People Operations Coordinator", "HR Administrator", "HR Assistant"),
        "entry",
        (44_000, 56_000),
        ("HR administration", "Excel", "Communication"),
        paragraphs("""
            Somebody's first day is on Monday and the desk, the laptop, the badge and the lunch are
            ready. That was you.

            You keep the personnel files in order and the people behind them in mind.

            Forms are somebody's maternity leave, somebody's first wage, somebody's move to another
            country. If you can see that behind the form you are right for us.
        """),
        items("""
            - Prepare contracts, letters and certificates
            - Organise first days and last days
            - Keep data correct in the HR system
            - Answer everyday questions, or know who can
        """),
        items("""
            - Office training or first experience in HR
            - Careful, quick, discreet
            - Good writing
        """),
        workplaces=("hybrid", "on_site"),
        types=("full_time", "part_time"),
    ),
    Role(
        "learning",
        "hr",
        ("Learning & Development Specialist", "Training Coordinator", "Head of Learning"),
        "mid",
        (64_000, 84_000),
        ("Training", "Instructional design", "Facilitation"),
        paragraphs("""
            Our people learn most from one another, by accident. You would make it happen on
            purpose.

            The budget is there and is not spent, because nobody has time and the catalogue is
            dull. Start anywhere.

            Newcomers learn with us for three months beside an experienced colleague. It works,
            depending on the colleague. Let us see to it that it always works.
        """),
        items("""
            - Find out what people need in order to do their work well
            - Design courses, pairings and visits, and run some of them
            - Look after mandatory training so that it hurts less
            - Show what it was good for
        """),
        items("""
            - Experience in adult education or development
            - You hold a room
            - Pragmatic about tools
        """),
        workplaces=("hybrid",),
    ),
)
