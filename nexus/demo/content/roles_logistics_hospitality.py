"""Roles in logistics and transport, and in hospitality and food."""

from nexus.demo.content.kinds import Role, items, paragraphs

ROLES: tuple[Role, ...] = (
    Role(
        "warehouse",
        "logistics",
        ("Warehouse Operative", "Warehouse Associate (Nights)", "Order Picker"),
        "entry",
        (35_000, 42_000),
        ("Forklift", "Order picking", "Inventory"),
        paragraphs("""
            The hall was built for half of what now passes through it. Until the new one opens in
            summer we need people with a sense of order, a back that lifts properly and a head that
            remembers where things were put.

            Start on Monday if you like. Safety shoes are provided and so is breakfast.

            9,000 square metres, 14 doors, shelves up to the tenth level, and a team that greets
            one another by name. You pick, pack, load and now and then search for the pallet that
            the system swears is there.

            We measure accuracy first and speed second. You will not wear a wristband and nobody
            counts your breaks.
        """),
        items("""
            - Receive, store, pick and load goods
            - Count stock honestly
            - Drive reach truck or counterbalance after our training
            - Keep gangways clear
            - Report what is broken, including processes
        """),
        items("""
            - Fit for a job on your feet
            - Reading and numbers without trouble
            - Readiness for early or late shift
        """),
        items("""
            - Forklift certificate
        """),
        hourly=True,
        types=("full_time", "part_time"),
    ),
    Role(
        "driver",
        "logistics",
        ("Truck Driver (Class C/CE)", "HGV Driver, Day Runs", "Delivery Driver"),
        "mid",
        (50_000, 66_000),
        ("Driving licence CE", "Tachograph", "Load securing"),
        paragraphs("""
            Home every night, bar one run a week. Own truck, no older than four years, with a
            fridge and a bed you will seldom need.

            Our customers unload with you, because the dispatcher has told them that we otherwise
            drive on. It works.

            The night run leaves at nine and is back by five. There is not much traffic, there are
            foxes, and there is a supplement of 25 per cent.
        """),
        items("""
            - Deliver to fixed customers on planned routes
            - Secure loads by the book
            - Check vehicle and trailer before leaving
            - Be the only one of us whom many customers ever see
        """),
        items("""
            - Licence for articulated vehicles and valid professional card
            - Clean driving record
            - Friendly at the ramp, firm about rest times
        """),
        hourly=True,
    ),
    Role(
        "transport_planner",
        "logistics",
        ("Transport Planner", "Dispatcher", "Freight Forwarding Agent"),
        "mid",
        (56_000, 74_000),
        ("Route planning", "Excel", "Customer service", "Customs"),
        paragraphs("""
            It is ten past six. One driver is ill, one lorry is in the wrong country, and a
            customer has found out that half a container is not a unit. If you are already sorting
            this in your head, we should talk.

            You plan 45 trucks a day with two colleagues and software which, since the spring,
            helps rather than hinders.

            Everything that is eaten, sold or built tomorrow is on a vehicle tonight. You decide
            which. There is a screen with the plan, a window on the yard, and often enough the
            window is right.
        """),
        items("""
            - Plan routes and loads, buy what our own fleet cannot carry
            - Speak with drivers as with colleagues, since they are
            - Tell customers early about delays
            - Prepare customs papers without the stamp that is always missing
            - Keep empty kilometres below nine per cent
        """),
        items("""
            - Experience in dispatch or forwarding
            - Two languages beside your own, or one and good nerves
            - Numbers, maps, telephone
        """),
        workplaces=("on_site", "hybrid"),
    ),
    Role(
        "ops_manager",
        "logistics",
        ("Operations Manager", "Depot Manager", "Fleet & Operations Manager"),
        "senior",
        (88_000, 114_000),
        ("Operations management", "Leadership", "Budgeting", "Health and safety"),
        paragraphs("""
            Seventy people, three shifts and a depot in which the last big change was the roof. You
            answer for what goes out of the gate each morning, and for the people who make that
            happen.

            Electric vehicles arrive next year in lots of ten. Charging, routes, training and the
            view of the older drivers: all of it becomes yours.
        """),
        items("""
            - Lead shift managers and be seen in every shift
            - Plan people, vehicles and money for the year
            - Bring accidents to zero; we are at three
            - Work with the works council on rotas that hold
            - Improve one process a month and leave the rest in peace
        """),
        items("""
            - Five years of leading operations with shifts
            - Figures and people in equal measure
            - Transport manager's certificate or the will to gain it
        """),
    ),
    Role(
        "courier",
        "logistics",
        ("Bike Courier", "Cargo Bike Rider", "City Courier (e-bike)"),
        "entry",
        (32_000, 38_000),
        ("Cycling", "Customer service"),
        paragraphs("""
            Employed, insured, paid by the hour, on a bicycle that we maintain. It is sad that this
            needs to be said, and good that we can say it.

            You know the city or would like to. Twenty to thirty stops per shift, mostly parcels
            and parts, sometimes a wedding cake.
        """),
        items("""
            - Ride safe, planned rounds by cargo bike
            - Hand over goods with a smile or at least a nod
            - Check brakes and load before each round
        """),
        items("""
            - Fit, sure in traffic, at least 18
            - Basic English or the local language
            - Three shifts a week or more
        """),
        hourly=True,
        types=("part_time", "full_time"),
    ),
    Role(
        "chef",
        "hospitality",
        ("Chef de Partie", "Line Cook", "Sous Chef"),
        "mid",
        (44_000, 58_000),
        ("Cooking", "HACCP", "Menu planning"),
        paragraphs("""
            Forty covers at lunch, seventy at night, a menu of eleven dishes that changes when the
            market does. Four-day week, two days in a row off, and staff meal at a table with
            chairs.

            Our kitchen is open to the room, so nobody throws pans. You will cook vegetables as if
            they were the point, since they are.

            The people who eat here eat here every day. It is the hardest kind of cooking: they
            notice when you are bored.
        """),
        items("""
            - Run your own section, from order to plate
            - Develop dishes with the head chef, and defend them
            - Write clean labels and keep cold things cold
            - Show the apprentice how, and then let them
        """),
        items("""
            - Trained cook, or several years that come to the same
            - Quick, clean, civil
            - Evenings and two weekends a month
        """),
    ),
    Role(
        "baker",
        "hospitality",
        ("Baker", "Night Baker", "Pastry Baker"),
        "mid",
        (40_000, 52_000),
        ("Sourdough", "Pastry", "HACCP"),
        paragraphs("""
            Start at three, finish at eleven, home with a warm loaf while the others begin their
            day. Not a life for everyone. Those who like it tend never to leave.

            Six breads, all by hand, all from long doughs, and a laminated pastry which has been in
            the newspaper. The oven is deck, stone and older than most of us.

            We moved half of our baking to the afternoon before. So the first shift starts at five
            now, and nobody has noticed a difference in the bread. Everyone noticed it in the
            bakers.
        """),
        items("""
            - Mix, shape, prove and bake to feel as well as to recipe
            - Look after three sourdoughs with different temperaments
            - Plan tomorrow's doughs by weather and order book
            - Keep bakery and oven spotless
        """),
        items("""
            - Trained baker, or two years in a craft bakery
            - Strong back, light hands
            - Reliable at hours when buses are not
        """),
        hourly=True,
    ),
    Role(
        "front_desk",
        "hospitality",
        ("Front Desk Agent", "Hotel Receptionist", "Night Auditor"),
        "entry",
        (36_000, 44_000),
        ("Customer service", "Languages", "Opera PMS"),
        paragraphs("""
            Guests arrive tired, early, late, in love or without their luggage. For the first
            minute all of them are yours.

            82 rooms, one desk, and a cat that is not officially ours. You work in pairs by day and
            alone by night, with a manager within ten minutes.
        """),
        items("""
            - Check guests in and out without queues
            - Answer the telephone in three languages, or in two and with charm
            - Know the city beyond the first page of the guidebook
            - Close the day's books without a difference
        """),
        items("""
            - Good English and one more language
            - Experience at a desk, a bar or anywhere with guests
            - Neat, unflappable, awake
        """),
        hourly=True,
        types=("full_time", "part_time"),
    ),
    Role(
        "housekeeper",
        "hospitality",
        ("Room Attendant", "Housekeeping Team Member", "Housekeeping Supervisor"),
        "entry",
        (33_000, 40_000),
        ("Cleaning", "Attention to detail"),
        paragraphs("""
            Thirteen rooms a day, not eighteen. We did the sums, raised the price of a night by
            three and a half, and now our rooms are clean and our people stay.

            You work in a team of two, begin at eight, and are done by half past three. Employed by
            the hotel itself, with everything that comes with it.
        """),
        items("""
            - Clean and prepare rooms to a standard that guests write about
            - Report what is broken before the guest does
            - Handle lost property with honesty
        """),
        items("""
            - No training needed, we show you
            - Eye for detail
            - Some weekends
        """),
        hourly=True,
        types=("part_time", "full_time"),
    ),
    Role(
        "restaurant_manager",
        "hospitality",
        ("Restaurant Manager", "Café Manager", "General Manager, Hotel & Restaurant"),
        "senior",
        (62_000, 82_000),
        ("Leadership", "Rostering", "Cost control", "Wine"),
        paragraphs("""
            The place is full four nights out of seven. You will think about the other three, about
            the wine list, and about how to keep eighteen people cheerful in December.

            You run the house as if it were yours, with an owner who comes in on Thursdays, eats at
            the counter and asks one good question.
        """),
        items("""
            - Lead service, bar and rota
            - Answer for turnover, cost and the mood
            - Hire and train, beginning with how to carry three plates
            - Know the regulars and make new ones
        """),
        items("""
            - Three years as manager or strong deputy
            - Figures: cost of goods, wages, waste
            - Hospitable in the true sense
        """),
    ),
    Role(
        "barista",
        "hospitality",
        ("Barista", "Barista & Counter Staff", "Weekend Barista"),
        "entry",
        (31_000, 37_000),
        ("Coffee", "Customer service", "Cash handling"),
        paragraphs("""
            A counter, a good machine, a queue that wants to be liked. We teach coffee. We cannot
            teach "good morning".

            Weekends and two mornings: ideal with studies, small children or a novel in progress.
        """),
        items("""
            - Make coffee well, also the forty-third
            - Serve, take money, tidy, repeat
            - Open or close the shop with a colleague
        """),
        items("""
            - Friendly before eight
            - Quick with hands and numbers
            - At least 16 hours a week
        """),
        hourly=True,
        types=("part_time",),
    ),
)
