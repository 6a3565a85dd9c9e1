"""Roles in software engineering."""

from nexus.demo.content.kinds import Role, items, paragraphs

ROLES: tuple[Role, ...] = (
    Role(
        "backend",
        "software",
        (
            "Backend Engineer",
            "Senior Backend Engineer (Python)",
            "Backend Developer, Core Services",
        ),
        "senior",
        (118_000, 152_000),
        ("Python", "PostgreSQL", "Django", "Redis", "Docker"),
        paragraphs("""
            The service you would look after started as one file and now carries everything that
            matters to us. It is in decent shape: typed, tested, deployed eleven times last week.
            It is also at the point where the easy decisions are behind it, and we want somebody
            who has already lived through the next ones.

            Two of our five backend people are on parental leave this year, and the roadmap did not
            get any shorter. We would rather hire a permanent colleague than a stopgap, so here we
            are.

            You will sit between the people who know the business and the database that has to
            remember it correctly. Most weeks that means less code than you would expect and more
            careful questions, followed by a small pull request that does exactly one thing.

            Requests come in, records go out, and in between lies a good deal of domain knowledge
            that nobody has ever drawn on one page. You would draw the page first. The refactoring
            will follow from it.
        """),
        items("""
            - Own two or three services from the schema to the alert that wakes somebody up, and
              make sure it rarely does
            - Split the oldest table in the company without anybody noticing
            - Review code the way you would like yours reviewed: kindly, promptly and with a reason
            - Write the short design note before the long branch
            - Take one week in six on call, paid, with the following Monday morning off
            - Keep response times under the budget we publish to customers, and argue for a new
              budget where it is wrong
            - Pair with the two juniors on the team once a week, on their problem rather than yours
            - Decide with the product manager what we will not build this quarter
        """),
        items("""
            - Five years or so of building services that other people depended on
            - Python you are not ashamed of, and enough SQL to explain a query plan to a colleague
            - Experience of changing a live system step by step: expand, migrate, contract
            - You can tell a flaky test from a flaky system
            - Written English good enough for a decision record that survives you
            - A preference for boring technology, with exceptions you can defend
        """),
        items("""
            - You have run something on PostgreSQL that did not fit on one laptop
            - Some Go or Rust, mostly for the second opinion
        """),
        workplaces=("hybrid", "remote", "on_site"),
    ),
    Role(
        "frontend",
        "software",
        ("Frontend Engineer", "Frontend Developer (TypeScript)", "Web Developer"),
        "mid",
        (92_000, 124_000),
        ("TypeScript", "HTML", "CSS", "Accessibility", "React"),
        paragraphs("""
            Our interface is used by people who did not choose it, eight hours a day, often with a
            phone wedged between ear and shoulder. Speed, keyboard use and plain wording matter
            more here than animation, and we need a developer who finds that interesting rather
            than limiting.

            We are taking the old single-page application apart, one screen at a time, and
            replacing it with pages that come from the server and wake up only where they must.
            Forty screens are done. A hundred and ten are not.

            The person who built our component library has moved to the platform team, upstairs,
            and will be glad to answer questions for a while. The library needs a new owner with
            opinions about focus rings.
        """),
        items("""
            - Build screens together with a designer who sits two desks away and writes CSS herself
            - Keep the component library small: for every component that goes in, look for one that
              can go out
            - Test with a screen reader before anybody asks
            - Watch real customers use what you shipped, once a month, without helping them
            - Bring the bundle below 120 kB and keep it there
            - Write browser tests for the five journeys that must never break
            - Fix the print style sheet. It is more important than you think
        """),
        items("""
            - Three years or more of frontend work in a product somebody paid for
            - TypeScript in strict mode, semantic HTML, and CSS without a framework when needed
            - You know WCAG well enough to say which rules a page breaks and which merely annoy
            - You measure before you optimise
            - Patience with forms. There are many forms
            - Comfortable saying "I do not know this browser bug yet"
        """),
        items("""
            - Experience with progressive enhancement or htmx
            - You have maintained a design system for longer than its launch party
        """),
        workplaces=("hybrid", "remote"),
    ),
    Role(
        "embedded",
        "software",
        (
            "Embedded Software Engineer (C/C++)",
            "Firmware Engineer",
            "Senior Firmware Engineer - C++, RTOS",
        ),
        "senior",
        (105_000, 138_000),
        ("C++", "C", "RTOS", "CAN bus", "Linux"),
        paragraphs("""
            There is a board on your desk, a logic analyser next to it, and a device in the field
            that does something odd every eleven days. If that sentence made you curious, read on.

            The next generation of our controller moves from an 8-bit relic to a dual-core chip
            with memory protection. The hardware arrives in spring. We would like you to arrive
            slightly before it.

            Our firmware has to run for ten years in places nobody enjoys visiting. It is written
            in C and modern C++, it updates itself over a bad radio link, and it may never, in any
            state, do something unsafe. A team of six writes it; you would be the seventh.
        """),
        items("""
            - Write drivers and control loops against a real-time operating system, and the tests
              that run them on a bench
            - Design the update path so that a lost connection at 40 per cent is an ordinary event
            - Read schematics with the electronics team and catch the pin that cannot do both
            - Chase timing faults with scope and trace rather than with hope
            - Maintain the hardware-in-the-loop rig: four shelves, thirty relays, one fan that
              should be quieter
            - Keep power draw in sleep below 18 microamps
            - Document every interrupt. Yes, every one
        """),
        items("""
            - Solid C and C++17 on small targets, without a heap where there must not be one
            - CAN, SPI, I2C or Modbus: at least two of them in anger
            - Able to read a datasheet critically; they are wrong more often than one is told
            - Experience with static analysis and a coding standard such as MISRA
            - A degree in electrical or computer engineering, or the equivalent in finished devices
            - Readiness to travel to a site three or four times a year
        """),
        items("""
            - Functional safety (IEC 61508 or a relative)
            - Rust on microcontrollers
        """),
        workplaces=("on_site", "hybrid"),
    ),
    Role(
        "mobile",
        "software",
        ("Mobile Developer (Kotlin)", "Android Engineer", "Mobile Engineer - iOS & Android"),
        "mid",
        (95_000, 126_000),
        ("Kotlin", "Swift", "Android", "SQLite"),
        paragraphs("""
            Most of our users open the app on a phone that cost less than a hundred dollars, on a
            network that comes and goes. Works offline is therefore not a feature request here. It
            is the specification.

            The app has 4.6 stars and two people behind it, who would like to go on holiday at the
            same time, once. You would be the third.

            We rewrote the Android app last year and it went well. Now it is the turn of its
            sibling, with the benefit of knowing which half of the ideas were good.
        """),
        items("""
            - Build features end to end, from the sync protocol to the last error message
            - Keep the download under 15 MB
            - Handle conflicts between two devices that were both offline and both right
            - Run the beta group: 300 volunteers, some of them blunt
            - Automate the release so that a Friday is as good as a Tuesday
            - Profile on the slowest phone in the drawer, first
        """),
        items("""
            - Three years with Kotlin or Swift and at least one app in a store that you can show us
            - A sound grasp of local storage, background work and battery limits
            - You write tests for the sync logic because you have seen what happens otherwise
            - Sense for interface details: touch targets, large type, right-to-left
            - Able to explain a trade-off to someone who does not program
        """),
        items("""
            - Kotlin Multiplatform
            - Payments or identity on mobile
        """),
        workplaces=("hybrid", "remote"),
    ),
    Role(
        "dotnet",
        "software",
        (".NET Developer (C#)", "Software Engineer, C# / .NET", "Senior C# Developer"),
        "mid",
        (90_000, 122_000),
        ("C#", ".NET", "SQL Server", "Azure"),
        paragraphs("""
            Nothing here is greenfield, and we say so now rather than in your second week. What you
            get instead is code that matters, time to do it properly, and users who notice.

            Twenty-two years of business rules live in our main application, and most of them are
            right. Your task is to find out which, and to move those to current .NET while the
            business keeps running on top.

            We are a small in-house team: five developers, one tester, no layers. The people who
            use your work eat lunch in the same canteen and will tell you about it.
        """),
        items("""
            - Move modules from .NET Framework to .NET 10, one deployable slice at a time
            - Replace the nightly file exchange by an interface that says when something went wrong
            - Talk to the departments, write down what they mean, and show it to them before you
              build it
            - Tune the SQL behind the month-end report, which takes four hours and should take four
              minutes
            - Keep the build green and the release boring
            - Retire a reporting tool whose maker no longer exists
        """),
        items("""
            - Three years or more with C# and a relational database
            - Experience in other people's code, and manners when talking about it
            - Unit and integration tests as a habit
            - Clear speech and writing towards colleagues who are not developers
            - Knowledge of Azure or willingness to acquire it
        """),
        items("""
            - F#, even a little
            - You have finished a migration, including the last five per cent
        """),
        workplaces=("hybrid", "on_site"),
    ),
    Role(
        "tester",
        "software",
        ("QA Engineer", "Test Automation Engineer", "Software Tester"),
        "mid",
        (72_000, 98_000),
        ("Playwright", "Python", "Test automation", "SQL"),
        paragraphs("""
            We do not want a gatekeeper at the end of the line. We want the colleague who asks, in
            the first conversation about a feature, "and what if they press it twice?"

            Our developers write their own tests, and on the whole good ones. What is missing is
            somebody who looks at the product the way a tired customer does on a Monday, and who
            can then automate what they found.

            The test suite takes 48 minutes. Nobody loves it. Bring it below ten and we will name a
            meeting room after you.
        """),
        items("""
            - Explore new features before release and write down what you saw, not what you
              expected
            - Build browser and API tests that fail only for a reason
            - Decide which old tests have stopped earning their keep, and delete them
            - Keep test data believable, including the names with apostrophes
            - Reproduce customer reports and hand developers the shortest path to the fault
            - Speak up when something should not ship, and be listened to
        """),
        items("""
            - Two or more years of testing, by hand and by code
            - Python or TypeScript to the level where you review other people's tests
            - SQL to check what the screen claims
            - Curiosity with a system to it
            - Tact: you will spend your days telling people what is wrong with their work
        """),
        types=("full_time", "contract"),
        workplaces=("remote", "hybrid"),
    ),
    Role(
        "eng_manager",
        "software",
        ("Engineering Manager", "Head of Engineering", "VP Engineering"),
        "executive",
        (165_000, 215_000),
        ("Leadership", "Hiring", "Software architecture"),
        paragraphs("""
            Nineteen engineers in three teams, a founder who still commits code on Sundays, and a
            product that outgrew its organisation about a year ago. Nothing is on fire. That is
            exactly why we look for you now.

            You will not be measured by story points. After a year we will ask three things: do
            people want to stay, do we ship what we promised, and can the system take twice the
            load. The means are yours.

            Our last head of engineering was promoted to run operations, so there is a predecessor
            who will pick up the phone. She left behind good people, an honest incident log, and
            one reorganisation that should be finished.
        """),
        items("""
            - Lead three team leads, and through them a group that is better than any of its
              members
            - Hire four to six engineers in the first year without lowering or fetishising the bar
            - Set technical direction together with two staff engineers who enjoy being disagreed
              with
            - Own the budget for people and infrastructure, and explain it to the board in one page
            - Make on-call humane
            - Turn the yearly plan into something that survives February
            - Sit in on customer visits at least once a quarter
        """),
        items("""
            - You have led managers, not only engineers, for two years or longer
            - A past in code recent enough to read a design and ask the question that matters
            - Evidence that people did good work with you and talk about it
            - Calm in incidents and in board meetings
            - Experience with a team spread over more than one country
        """),
        workplaces=("hybrid",),
    ),
    Role(
        "graduate_dev",
        "software",
        ("Graduate Software Developer", "Junior Developer", "Software Development Trainee"),
        "entry",
        (58_000, 74_000),
        ("Python", "JavaScript", "Git", "SQL"),
        paragraphs("""
            You know how to program. Now you would like to learn how software is made, which is a
            different thing and takes a few years and good company. We can offer the company.

            We take two beginners every autumn. Each gets a mentor, a small real project in the
            first month, and the right to ask anything twice. Of the last eight, six are still here
            and one runs a team.

            Degree, bootcamp, or a bedroom full of finished hobby projects: we do not mind which.
            Show us something you built and tell us what is wrong with it.
        """),
        items("""
            - Join a team of four and take real tickets from the second week, small ones first
            - Write tests, break things in the safe place, and learn to read a stack trace from the
              bottom
            - Sit with customer support for three days to hear how our software sounds to others
            - Rotate to a second team after nine months
            - Present one thing you learned to the whole office every quarter; ten minutes, no
              slides needed
        """),
        items("""
            - Some programming language well enough to have favourites in it
            - Basic knowledge of databases and of version control
            - You can say "I do not understand" in a meeting; we will practise it otherwise
            - Good spoken English, or the language of the office
        """),
        types=("full_time", "internship"),
        workplaces=("on_site", "hybrid"),
    ),
)
