"""Roles in shops and sales, marketing and customer service."""

from nexus.demo.content.kinds import Role, items, paragraphs

ROLES: tuple[Role, ...] = (
    Role(
        "store_assistant",
        "retail",
        ("Sales Assistant", "Store Associate", "Retail Assistant, Weekends"),
        "entry",
        (31_000, 37_000),
        ("Customer service", "Cash handling", "Merchandising"),
        paragraphs("""
            People come in to look and leave having talked to somebody who knows the thing in their
            hand. That somebody is you, after about two weeks of training and a staff discount that
            makes homework pleasant.

            We sell things that get rained on, so our staff use them in the rain. Tell us which of
            them you already own.

            Saturday is the loud day, Tuesday the quiet one, on which you learn the stock. A small
            shop, four colleagues, no commission.
        """),
        items("""
            - Advise customers honestly, even when the honest answer is the cheaper one
            - Keep shelves, window and stockroom in order
            - Run the till and close it to the cent
            - Take in repairs and returns without a sigh
        """),
        items("""
            - You like talking to strangers
            - Interest in what we sell
            - Two Saturdays a month
        """),
        hourly=True,
        types=("part_time", "full_time"),
    ),
    Role(
        "store_manager",
        "retail",
        ("Store Manager", "Shop Manager", "Assistant Store Manager"),
        "mid",
        (52_000, 68_000),
        ("Leadership", "Merchandising", "Rostering", "Stock control"),
        paragraphs("""
            Your shop, your team of seven, your window. Head office decides what is on the price
            tag and very little else.

            The branch has a good street, a tired interior and regulars who remember the manager
            before last. It needs someone who stays.

            There is a bench in front of the shop. People sit on it and talk about us, not knowing
            that the window is open. It is mostly kind, and you would be responsible for keeping it
            so.
        """),
        items("""
            - Lead the team on the floor and not from the back office
            - Answer for sales, stock and shrinkage
            - Plan the rota so that people can have a life
            - Run two evening events each season
            - Hire, train, praise, correct
        """),
        items("""
            - Retail experience with responsibility for people
            - Confident with figures
            - Keys at eight, smile at nine
        """),
    ),
    Role(
        "account_executive",
        "retail",
        ("Account Executive", "Sales Executive (B2B)", "Inside Sales Representative"),
        "mid",
        (70_000, 96_000),
        ("B2B sales", "CRM", "Negotiation", "Presentation"),
        paragraphs("""
            Our customers buy after four months, two demonstrations and one talk with their
            accountant. Quick closers get bored here. Good listeners earn well.

            Leads come in by themselves, about thirty a week, because the product is known. You
            turn them into conversations and the right ones into contracts.

            There is a base one can live on and a bonus that one can check. The plan has one page,
            was met by four out of six people last year, and has not changed mid-year since it was
            written.
        """),
        items("""
            - Run the sale from first call to signature
            - Show the product live, with the customer's own data
            - Keep the CRM in a state that colleagues can trust
            - Hand over to customer success in person
            - Lose deals properly: quickly, with the reason written down
        """),
        items("""
            - Two or more years of selling to businesses
            - You prepare
            - Clear written offers
            - Fluent in the market's language and in English
        """),
        workplaces=("hybrid", "on_site"),
    ),
    Role(
        "sales_engineer",
        "retail",
        ("Sales Engineer", "Field Sales Engineer", "Technical Sales Representative"),
        "mid",
        (84_000, 112_000),
        ("Technical sales", "Negotiation", "CRM", "Driving licence"),
        paragraphs("""
            You can explain to a purchasing manager why the dearer part is cheaper, and to our own
            engineers why the customer is nevertheless right.

            A region with forty existing customers, a car, and the freedom to plan your own week.
            Two nights away, rarely three.
        """),
        items("""
            - Visit customers and understand the machine before the order
            - Work out solutions with design and application teams
            - Write offers and follow them up
            - Bring the market's wishes home without promising them
        """),
        items("""
            - Technical training plus experience in sales, or the reverse
            - Driving licence
            - Patience with long projects
        """),
        workplaces=("hybrid", "remote"),
    ),
    Role(
        "key_account",
        "retail",
        ("Key Account Manager", "Senior Key Account Manager", "Head of Sales"),
        "senior",
        (98_000, 132_000),
        ("Negotiation", "B2B sales", "Forecasting", "Leadership"),
        paragraphs("""
            Six customers make up two thirds of our turnover. They deserve a person who knows their
            plans better than their own newcomers do.

            Annual talks begin in October. Your predecessor has left notes, good ones, and a
            warning about the third customer's buyer.

            We do not discount by habit and never on the last day of a quarter. Our largest
            customers know that and stay nevertheless. You would be the person they talk to.
        """),
        items("""
            - Grow six accounts by being useful to them
            - Negotiate yearly agreements
            - Forecast volume so that production can believe it
            - Coordinate everyone from logistics to legal when it is serious
        """),
        items("""
            - Seven years in sales, with large accounts among them
            - Commercial judgement and a calm pulse
            - English, and one more language of our customers
        """),
        workplaces=("hybrid",),
    ),
    Role(
        "content_editor",
        "marketing",
        ("Content Editor", "Copywriter & Editor", "Technical Writer"),
        "mid",
        (62_000, 82_000),
        ("Copywriting", "Editing", "SEO", "CMS"),
        paragraphs("""
            We publish too much. Six people write, no one edits, and the word "solution" appears
            214 times on the website. Bring scissors.

            You turn what makers know into what others can use: guides, labels, articles, release
            notes, and a newsletter with a reply rate that surprises people.
        """),
        items("""
            - Write, edit and cut
            - Look after the voice of the house in all channels
            - Interview colleagues who are sure they have nothing to say
            - Plan the year's topics and drop half of them
            - Measure reading, not only clicks
        """),
        items("""
            - Three years with text as a profession
            - Two samples: one you wrote, one you rescued
            - Grammar as a matter of kindness
            - Handy with a CMS
        """),
        workplaces=("remote", "hybrid"),
        types=("full_time", "part_time"),
    ),
    Role(
        "performance_marketer",
        "marketing",
        ("Performance Marketing Manager", "Growth Marketer", "Digital Marketing Specialist"),
        "mid",
        (72_000, 96_000),
        ("Google Ads", "Analytics", "SEO", "A/B testing"),
        paragraphs("""
            Seven channels, one budget, and a suspicion that two of the channels take credit for
            the other five. Find out.

            Marketing here is three people who all do some of everything. You would be the one who
            can prove it.

            Most people find us through a neighbour. That is the best channel there is and one
            cannot buy it. You would look after all the others and see to it that they deserve the
            neighbour.
        """),
        items("""
            - Plan, run and stop campaigns
            - Build reporting that does not count the same customer twice
            - Test pages, offers and words
            - Keep within the law on consent, gladly
        """),
        items("""
            - Three years of paid and organic marketing with budgets of your own
            - Honest about attribution
            - SQL or advanced spreadsheets
        """),
        workplaces=("remote", "hybrid"),
    ),
    Role(
        "community_manager",
        "marketing",
        ("Community Manager", "Social Media & Community Manager", "Social Media Manager"),
        "entry",
        (48_000, 62_000),
        ("Social media", "Copywriting", "Video editing"),
        paragraphs("""
            Forty thousand people talk about what we make, some of them at length and at night. You
            listen, answer, moderate, and now and then bring us something we did not want to hear.

            One month of planning, then a dog runs through the picture and everything is different.
            Somebody with humour and a thick skin wanted.
        """),
        items("""
            - Look after our channels and the people there
            - Make short videos with a phone and good light
            - Hold the line on rules, in a friendly way
            - Report to product what the community really asks for
        """),
        items("""
            - A channel or community that you have run, for work or for love
            - Quick, correct writing
            - You can leave a troll alone
        """),
        workplaces=("hybrid", "remote"),
        types=("full_time", "part_time", "contract"),
    ),
    Role(
        "comms_manager",
        "marketing",
        ("Communications Manager", "Press & Communications Officer", "Head of Communications"),
        "senior",
        (86_000, 112_000),
        ("Press relations", "Copywriting", "Crisis communication"),
        paragraphs("""
            When things go well, nobody asks for you. When they do not, you are the first call. In
            between there is an annual report, a magazine and a director who writes very long
            sentences.

            We owe the public an account of what we do, in words it can use. That is the job in one
            sentence.

            There is a story in every department here and none of them is being told, since those
            who know it are busy and those who have time do not. You stand in between.
        """),
        items("""
            - Be the voice towards press and public
            - Advise the management before decisions and not after them
            - Write speeches, statements and plain-language versions
            - Prepare for bad days on good ones
        """),
        items("""
            - Newsroom or press office experience, five years or more
            - Writing under time pressure without losing accuracy
            - Straight back
        """),
        workplaces=("hybrid",),
    ),
    Role(
        "support_agent",
        "service",
        (
            "Customer Support Agent",
            "Customer Service Representative",
            "Customer Support Specialist (Chat & Mail)",
        ),
        "entry",
        (38_000, 48_000),
        ("Customer service", "Zendesk", "Writing", "Languages"),
        paragraphs("""
            No script. You get three weeks of training, the right to refund up to 200 without
            asking, and a team that answers "good question" instead of "see article 14".

            About 55 conversations a day, most of them easy, a few worth telling at dinner. We
            measure whether the problem was solved. Nobody times you.

            Customers write to us in eleven languages. We are good in six of them.
        """),
        items("""
            - Solve customers' problems by mail, chat and telephone
            - Reproduce faults and describe them well
            - Improve the help pages whenever an answer was missing
            - Take one late shift per week, from home if you prefer
        """),
        items("""
            - Clear, friendly writing
            - Curiosity for how things work
            - Composure when somebody is rude, and a colleague to talk to afterwards
        """),
        items("""
            - Dutch, Polish, Portuguese or Arabic
        """),
        workplaces=("remote", "hybrid", "on_site"),
        types=("full_time", "part_time", "remote"),
    ),
    Role(
        "support_lead",
        "service",
        ("Customer Support Team Lead", "Head of Customer Service", "Contact Centre Manager"),
        "senior",
        (70_000, 92_000),
        ("Leadership", "Customer service", "Quality management", "Workforce planning"),
        paragraphs("""
            Fourteen agents in two time zones, satisfaction of 94 per cent, and a backlog that
            grows every spring. You look after the people, the numbers and the spring.

            You have answered customers yourself and would still do it on a Monday morning, when
            everybody does.

            We answer within four hours, on average. The average hides a Wednesday. You would look
            after the Wednesday, and after the nine people who work it.
        """),
        items("""
            - Lead and develop a support team, one conversation per person and week
            - Plan shifts from data and not from habit
            - Bring the top five reasons for contact to the product team every month, and see them
              fixed
            - Take over when a case becomes delicate
        """),
        items("""
            - Three years of leading a service team
            - Hands-on with a ticket system and its reports
            - Fair
        """),
        workplaces=("hybrid",),
    ),
    Role(
        "claims",
        "service",
        ("Claims Handler", "Insurance Claims Adviser", "Claims Assessor"),
        "entry",
        (44_000, 58_000),
        ("Claims handling", "Customer service", "Insurance"),
        paragraphs("""
            A burst pipe, a hailstorm, a cow on the wrong side of a fence. You are the first to
            hear of it, and for the person on the telephone it is the worst day of the month.

            Household claims, from first call to payment, in a team of twelve with one long table
            and a good cake rota. Three weeks of classroom, then a buddy for three months.
        """),
        items("""
            - Take, assess and settle claims within your limit
            - Arrange drying, repair or a hotel tonight
            - Spot the odd false one, discreetly
            - Explain a no so that it can be understood
        """),
        items("""
            - Good on the telephone and in writing
            - Judgement between rule and reason
            - Insurance qualification, or sit it with us, fees paid
        """),
        workplaces=("hybrid", "on_site"),
    ),
    Role(
        "customer_success",
        "service",
        ("Customer Success Manager", "Onboarding Specialist", "Client Partner"),
        "mid",
        (72_000, 96_000),
        ("Customer success", "Presentation", "CRM", "Project management"),
        paragraphs("""
            New customers decide in the first thirty days whether they will stay. You are those
            thirty days, and the yearly conversation afterwards.

            You look after thirty customers, know the names of their dogs, and spot from the usage
            curve that somebody has changed jobs.
        """),
        items("""
            - Bring new customers to their first real result
            - Train users in groups, on screen and on site
            - See trouble in the data before it becomes a letter
            - Renew contracts without tricks
        """),
        items("""
            - Three years close to customers of a software or service firm
            - Organised enough for thirty threads
            - Able to teach
        """),
        workplaces=("remote", "hybrid"),
    ),
)
