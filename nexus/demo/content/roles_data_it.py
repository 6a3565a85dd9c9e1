"""Roles in data and in infrastructure."""

from nexus.demo.content.kinds import Role, items, paragraphs

ROLES: tuple[Role, ...] = (
    Role(
        "analyst",
        "data",
        ("Data Analyst", "Business Analyst, Reporting", "Operations Analyst"),
        "mid",
        (68_000, 90_000),
        ("SQL", "Excel", "Python", "Tableau", "Statistics"),
        paragraphs("""
            Every Monday eleven people look at a dashboard, and every Monday two of them believe
            different numbers. You would be the person who finds out why, and who is trusted when
            you say which one is right.

            We have more data than questions, which is the wrong way round. You will spend the
            first month asking people what they would do differently if they knew, and only then
            open the database.

            The job is one third SQL, one third conversation, and one third having the nerve to
            send a chart with three lines on it instead of thirty.

            You are the one who asks what the number is for before you calculate it. This saves us
            about a day a week, according to your predecessor, who calculated it.
        """),
        items("""
            - Answer questions from operations, finance and sales, and notice when it is the same
              question
            - Look after forty reports; retire the fifteen that nobody opened this year
            - Define measures once, in writing, with their exceptions
            - Run and interpret experiments, including the ones that show nothing
            - Teach colleagues enough SQL to stop needing you for the simple things
            - Present to the management every quarter what changed and what that probably means
        """),
        items("""
            - Fluent SQL and honest statistics
            - Two years in a role where somebody acted on your numbers
            - A spreadsheet does not frighten you and a spreadsheet of 90 tabs makes you suspicious
            - You write a plain sentence above every chart
            - Some Python or R
        """),
        workplaces=("hybrid",),
    ),
    Role(
        "data_engineer",
        "data",
        ("Data Engineer", "Senior Data Engineer", "Data Platform Engineer"),
        "senior",
        (115_000, 148_000),
        ("Python", "SQL", "Airflow", "dbt", "Kafka"),
        paragraphs("""
            Nineteen sources feed our warehouse. Fourteen of them are well behaved. This role is
            about the other five, and about building the sixth so that it does not join them.

            Analysts here have learned to check the pipeline before they check their own work. We
            would like them to unlearn it.

            Up to now three analysts kept the pipelines alive on the side, with cron and goodwill.
            They did remarkably well and they are tired. You would be our first data engineer by
            title.
        """),
        items("""
            - Build and run pipelines that can be repeated from any day without fear
            - Agree on contracts with the teams that produce data, and test them before it is too
              late
            - Cut the nightly load from five hours to under one
            - Keep personal data out of places where it has no business
            - Track lineage well enough to answer "where does this column come from" in a minute
            - Choose tools sparingly and write down why
        """),
        items("""
            - Several years with Python and SQL on data that did not fit in memory
            - Practice with an orchestrator, a columnar warehouse and streaming, one of each
            - An eye for schema changes that will hurt in six months
            - Experience with the law on personal data, at least from the receiving end
            - You enjoy operations enough to be good at them
        """),
        workplaces=("remote", "hybrid"),
    ),
    Role(
        "ml_engineer",
        "data",
        ("Machine Learning Engineer", "Applied Scientist", "ML Engineer, Forecasting"),
        "senior",
        (128_000, 170_000),
        ("Python", "PyTorch", "Machine learning", "Statistics", "MLOps"),
        paragraphs("""
            We use machine learning in two places, because it demonstrably helps there, and refuse
            it in several others. Somebody who can tell these apart is worth more to us than
            somebody who has read every paper.

            Our model predicts tomorrow. It is wrong by 7.2 per cent on average, each tenth of a
            per cent is worth real money, and the largest errors all happen on days when something
            human went on. There is your research question.

            A good model sits in a notebook. It belongs in production, watched, retrained and able
            to say when it does not know. That distance is the job.
        """),
        items("""
            - Turn a vague wish into a target, a baseline and a stopping rule
            - Train, compare and calibrate models, beginning with the simple one
            - Put them behind an interface with limits and fallbacks
            - Watch for drift, and for feedback loops that flatter us
            - Write model cards the users can read
            - Work with two domain experts who have done this by eye for twenty years and are
              usually right
        """),
        items("""
            - A quantitative degree or a convincing substitute
            - Python for production, not only for notebooks
            - Models of yours that ran for a year, and what you learned from that
            - Probability without a cheat sheet
            - The modesty to ship a linear model
        """),
        workplaces=("hybrid", "remote"),
    ),
    Role(
        "head_of_data",
        "data",
        ("Head of Data", "Director of Analytics"),
        "executive",
        (155_000, 195_000),
        ("Leadership", "Statistics", "Data governance"),
        paragraphs("""
            Data reports to four different people here at the moment. From January it shall report
            to one, and that person does not work here yet.

            The company believes it is data-driven. You will find out quickly how far that is true,
            and you will have a seat at the table where it can be changed.
        """),
        items("""
            - Bring seven analysts and engineers together into one team with one backlog
            - Set the rules for access, retention and quality, and see that they are lived
            - Advise the management with evidence, also when it is inconvenient
            - Own a budget of about a fifth of what people assume you have
            - Develop two people to the point where they could do your job
        """),
        items("""
            - Ten years around data, at least three of them leading
            - Strategy and hands: you still check a query now and then
            - Experience with auditors and regulators
            - A talent for saying a complicated thing simply
        """),
        workplaces=("hybrid",),
    ),
    Role(
        "data_intern",
        "data",
        ("Data Science Intern", "Internship: Data & Reporting", "Working Student, Analytics"),
        "entry",
        (36_000, 44_000),
        ("Python", "SQL", "Excel"),
        paragraphs("""
            Six months, one question, your name on the answer. Past interns found out why returns
            double in week 7, and how much of our weather data was measured next to an air
            conditioner.

            You study something with numbers in it and would like to see how they behave outside of
            a textbook. They behave badly. It is wonderful.
        """),
        items("""
            - Work on one real question with a mentor and finish it
            - Clean data that was typed in by busy people
            - Present your result to the department that asked
            - Help with the daily reports two mornings a week
        """),
        items("""
            - Enrolled in statistics, computer science, economics, physics or the like
            - First steps in Python or R, and in SQL
            - Care with details
            - Three to five days a week for at least five months
        """),
        types=("internship", "part_time"),
        workplaces=("hybrid", "on_site"),
        hourly=True,
    ),
    Role(
        "support_tech",
        "it",
        ("IT Support Technician", "1st/2nd Line Support", "Service Desk Analyst"),
        "entry",
        (42_000, 54_000),
        ("Windows", "Active Directory", "Networking", "Customer service"),
        paragraphs("""
            We are replacing every laptop in the house between February and June, and after that we
            shall look after them properly. Both halves need you.

            Around 340 colleagues on five floors, one help desk, and a printer on the third that
            has opinions. You will be the friendly face people see on what is usually not the best
            hour of their week.

            "Have you tried turning it off and on again" solves a third of our tickets. This
            advertisement is about the other two thirds.
        """),
        items("""
            - Take tickets by phone, mail and at the counter and see them through to the end
            - Set up and hand over laptops and phones, with ten minutes of explanation that save
              ten tickets
            - Look after meeting rooms, printers and the odd scanner
            - Write down solutions so that the next person finds them
            - Manage accounts and rights, strictly by the list
            - Every fifth week the late shift until eight
        """),
        items("""
            - Training in IT or a year or more on a help desk
            - Windows, Microsoft 365, and an idea of what happens behind the network socket
            - Patience that is real
            - Able to lift a monitor and to crawl under a desk
        """),
        items("""
            - Driving licence, for the two branch offices
        """),
    ),
    Role(
        "sysadmin",
        "it",
        ("Systems Administrator (Linux)", "Linux Systems Engineer", "System Administrator"),
        "mid",
        (82_000, 108_000),
        ("Linux", "Ansible", "Bash", "Monitoring", "Proxmox"),
        paragraphs("""
            A hundred and twenty virtual machines on hardware that we own, in a basement that stays cool in
            August. Cloud where it makes sense, which is less often than one hears.

            Our administrator retires in May after 24 years. He has documented more than most and
            has agreed to work alongside you for three months. Bring a notebook.

            We manage everything by code, with one exception. The exception is the reason why we
            hire.
        """),
        items("""
            - Run Linux servers from the first boot to the last backup
            - Bring the remaining hand-fed machines under Ansible
            - Restore a backup every month, for real, and time it
            - Plan upgrades for evenings rather than for nights
            - Look after mail, identity and file services
            - Share on-call with three colleagues, every fourth week
        """),
        items("""
            - Four years with Linux in production
            - Shell, some Python, and respect for both
            - Networking to the level of reading a packet capture
            - Habits: change log, rollback plan, second pair of eyes
        """),
        workplaces=("on_site", "hybrid"),
    ),
    Role(
        "security",
        "it",
        ("Information Security Analyst", "Security Engineer", "IT Security Specialist"),
        "senior",
        (108_000, 140_000),
        ("Incident response", "SIEM", "ISO 27001", "Networking"),
        paragraphs("""
            We passed the audit. Everybody was relieved, and the one person who had prepared it
            said quietly that passing an audit and being safe are cousins, not twins. She is right,
            and she needs a colleague.

            No hoodie required. The job is patient, mostly written, and now and then extremely
            exciting for two hours.

            Last year somebody tried our front door 41 million times. You would look after the
            door, the windows, and the colleague who means well and clicks.
        """),
        items("""
            - Watch, triage and follow up alerts; tune away the noise
            - Lead the response when something did happen, and the write-up afterwards without
              blame
            - Review designs before they are built
            - Run the phishing exercise in a way that teaches and does not humiliate
            - Keep the certification alive with as little theatre as possible
            - Talk to suppliers about what they would rather not discuss
        """),
        items("""
            - Five years in security or in operations with a strong lean to it
            - You have handled at least one incident that was not an exercise
            - Firm knowledge of identity, networks and one large cloud
            - Writing that managers act upon
            - Discretion
        """),
        workplaces=("hybrid", "remote"),
    ),
    Role(
        "network",
        "it",
        ("Network Engineer", "Network Technician (Field)", "Senior Network Engineer"),
        "mid",
        (80_000, 104_000),
        ("Cisco", "Networking", "Wi-Fi", "Firewalls"),
        paragraphs("""
            The network was built for telephones, then stretched over computers, cameras and doors.
            It is time to draw it again from the beginning, and this time somebody shall keep the
            drawing.

            Radio where no cable goes, cable where no radio does, and a log book on which the next
            colleague can rely. We need someone who plans a link by map and then climbs up to have
            a look.

            Fourteen sites, some of them behind a mountain, two on the water. Somebody has to see
            to it that a payment made at one of them arrives at another in under a second.
        """),
        items("""
            - Plan and build wired and wireless networks at new and existing sites
            - Replace flat networks by segmented ones without cutting anybody off on a Monday
            - Find faults with a method, at a desk or on a ladder
            - Keep addresses, drawings and passwords where the next person can find them
            - Negotiate with carriers, politely and repeatedly
        """),
        items("""
            - Routing, switching and firewalls in practice, whatever the maker
            - A certificate such as CCNP helps; a network that ran helps more
            - Driving licence and readiness to travel one week in four
            - Good head for heights
        """),
    ),
    Role(
        "sre",
        "it",
        ("Site Reliability Engineer", "Platform Engineer", "DevOps Engineer (Kubernetes)"),
        "senior",
        (125_000, 162_000),
        ("Kubernetes", "Terraform", "Go", "Prometheus", "AWS"),
        paragraphs("""
            Four nines were promised to customers before anybody had counted them. We count now:
            99.94 per cent. The missing part is interesting work and you may have it.

            Developers here deploy themselves. The platform team makes sure that this is a pleasure
            and not a dare.

            We had eleven pages last month. Three mattered. Help us to get rid of the eight, then
            of the three.
        """),
        items("""
            - Run a Kubernetes platform for thirty services with two colleagues
            - Write the infrastructure as code that can be read aloud
            - Set objectives with the teams and enforce the error budget when it is spent
            - Cut the bill by a fifth; we know of half of it already
            - Practise failure on a quiet Wednesday instead of on Black Friday
            - Mentor developers who want to understand what is below their code
        """),
        items("""
            - Several years of running systems that people missed when they were down
            - Kubernetes beyond the tutorial, Terraform, one real programming language
            - Calm and clear in an incident channel
            - A sense of when not to automate
        """),
        workplaces=("remote", "hybrid"),
        types=("full_time", "remote"),
    ),
)
