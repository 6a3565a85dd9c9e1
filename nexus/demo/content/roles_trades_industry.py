"""Roles in the trades, in construction, in manufacturing and in engineering."""

from nexus.demo.content.kinds import Role, items, paragraphs

ROLES: tuple[Role, ...] = (
    Role(
        "electrician",
        "trades",
        ("Electrician", "Electrician - Solar & Charging", "Service Electrician"),
        "mid",
        (58_000, 76_000),
        ("Electrical installation", "Photovoltaics", "Testing", "Driving licence"),
        paragraphs("""
            You get a van that is yours, tools that are not from a discount shop, and jobs planned
            so that you finish them. Two people to a crew, one apprentice with every second crew.

            Roof in the morning, distribution board in the afternoon, customer happy by four. That
            is a good day and we have about four of them a week. The fifth is rain.

            We stopped paying by the piece three years ago. Since then the work is better, the
            accidents are fewer, and nobody re-drills holes on a Saturday.
        """),
        items("""
            - Install, connect and test systems at customers' homes and firms
            - Read plans and correct them in pencil
            - Hand over to the customer in words the customer understands
            - Find faults and mend them for good
            - Train an apprentice properly, if you like doing so
            - Photograph and record every circuit
        """),
        items("""
            - A finished apprenticeship or licence as an electrician
            - Driving licence
            - No fear of ladders, and respect for them
            - Tidy work inside the cabinet as well
        """),
        hourly=True,
    ),
    Role(
        "carpenter",
        "trades",
        ("Carpenter / Joiner", "Bench Joiner", "Timber Framer"),
        "mid",
        (52_000, 70_000),
        ("Joinery", "Timber framing", "CNC", "Hand tools"),
        paragraphs("""
            Some of it is done with a five-axis machine and some with a chisel your grandfather
            would recognise. We expect you to know which is which.

            The order book is full until next summer: two barns, a library ceiling and a staircase
            that three other shops declined.

            Our workshop smells as it should. Start is at seven, the stove is on at half past six,
            and Friday ends at one.
        """),
        items("""
            - Make and fit stairs, windows, frames and furniture
            - Set out from drawings, and say so when the drawing forgot the wood moves
            - Work on site with one or two others, sometimes away for the week
            - Look after machines and edges
        """),
        items("""
            - A trade certificate or five years at the bench
            - Accurate to half a millimetre where it shows, and sensible where it does not
            - Safe with machines
            - A photograph or two of something you made
        """),
        hourly=True,
    ),
    Role(
        "welder",
        "trades",
        ("Welder (MIG/TIG)", "Coded Welder", "Welder - Aluminium & Stainless"),
        "mid",
        (50_000, 68_000),
        ("TIG welding", "MIG welding", "Blueprint reading"),
        paragraphs("""
            Every seam of ours is tested by ultrasound, and on good days the tester has nothing to
            do. Come and bore him.

            Hull sections, tanks, railings, and each winter one large thing nobody has built
            before. Covered hall, extraction at every station, shift pattern without nights.
        """),
        items("""
            - Weld steel, stainless and aluminium to procedure, in all positions
            - Prepare, tack and straighten
            - Read drawings and weld maps
            - Check your own work first
        """),
        items("""
            - Current certificates (EN ISO 9606 or AWS), or the skill to pass ours in week one
            - Two years in structural work or pipe
            - Steady hands, and punctual ones
        """),
        hourly=True,
        types=("full_time", "contract"),
    ),
    Role(
        "hvac",
        "trades",
        ("HVAC Technician", "Heat Pump Installer", "Heating & Ventilation Engineer"),
        "mid",
        (56_000, 74_000),
        ("Heat pumps", "Refrigeration", "Plumbing", "Driving licence"),
        paragraphs("""
            Boilers go out, heat pumps go in. We do about nine a month and have a waiting list of
            seventy. The bottleneck is you.

            If you can hear from the noise of a compressor what is wrong with it, we can teach you
            the rest, including the refrigerant certificate.
        """),
        items("""
            - Install and commission heat pumps and ventilation
            - Calculate heat loss on the spot, and tell the customer when radiators must change
            - Service visits in summer, faults in winter
            - Share the weekend phone, one in six, paid from the first minute
        """),
        items("""
            - Trade training in heating, refrigeration or plumbing
            - Driving licence
            - Friendly in other people's cellars
        """),
        hourly=True,
    ),
    Role(
        "site_manager",
        "trades",
        ("Site Manager", "Construction Manager", "Senior Site Manager"),
        "senior",
        (88_000, 116_000),
        ("Construction management", "Scheduling", "Health and safety", "Contracts"),
        paragraphs("""
            One site at a time, with your own foreman and an engineer in the container. Budget
            between four and twelve million. We do not run three sites with one manager, and we do
            not build things that leak.

            The project: 64 flats, a nursery on the ground floor, a listed chimney in the yard that
            must survive, and neighbours who write letters. You will get to know the neighbours.
        """),
        items("""
            - Run the site from the hoarding to the keys
            - Coordinate fifteen trades with one honest schedule
            - Watch safety every hour and quality every day
            - Negotiate variations before they are built
            - Keep the diary so that it would stand up in court, in the hope it need not
        """),
        items("""
            - Degree or master craftsman, and five years of running sites
            - Contracts and costs by heart
            - A voice that does not need to be raised
        """),
    ),
    Role(
        "operator",
        "manufacturing",
        ("Production Operator", "Machine Operator (Shifts)", "Packaging Line Operator"),
        "entry",
        (36_000, 44_000),
        ("Machine operation", "Quality control", "Forklift"),
        paragraphs("""
            Line 3 fills 180 packs a minute when it is in a good mood. You and four others keep it
            there. Training takes three weeks; after a year most operators can run two lines and
            earn accordingly.

            Clean hall, ear protection, a canteen that cooks. Three shifts, rotating forward, with
            the plan for the whole year in December.

            WE ARE HIRING 12 PEOPLE for the new hall. No experience needed for six of the places.

            You start with a colleague beside you for fifteen shifts. After that you know the sound
            of the machine when all is well, and that is nine tenths of the job.
        """),
        items("""
            - Set up, feed and watch machines
            - Take samples every half hour and act on what they show
            - Clear jams by the rules, with the machine off, always
            - Clean and hand over in order
            - Suggest improvements; last year 41 of 60 were put into practice
        """),
        items("""
            - Able to stand, lift up to 15 kg, and read instructions
            - Shift work
            - Attentive in hour seven as well
        """),
        hourly=True,
    ),
    Role(
        "quality_engineer",
        "manufacturing",
        (
            "Quality Engineer",
            "Quality Assurance Engineer (Manufacturing)",
            "Supplier Quality Engineer",
        ),
        "mid",
        (76_000, 98_000),
        ("ISO 9001", "Root cause analysis", "FMEA", "Metrology"),
        paragraphs("""
            Returns are at 0.8 per cent. We know the cause of half of them. For the other half
            there are five theories and a cupboard of broken parts with your name on it.

            Quality reports straight to the managing director here, and has stopped shipments twice
            this year. Nobody was shouted at.

            An hour lost here because someone looked twice is an hour well lost. You decide when
            looking once is enough.

            We check too much in the wrong places. Please bring along a red pen, a torch and the
            statistics to prove it.
        """),
        items("""
            - Lead root cause analyses to the point where something changes
            - Audit suppliers and help them to get better
            - Look after gauges, measuring machines and their proof
            - Write inspection plans that fit the cycle time
            - Bring customers' complaints to an answer within five days
        """),
        items("""
            - Engineering degree or technician with practice
            - FMEA, SPC and 8D as tools and not as forms
            - Travel, about fifteen per cent
        """),
    ),
    Role(
        "mechanical_engineer",
        "manufacturing",
        ("Mechanical Engineer", "Design Engineer, Mechanical", "Senior Mechanical Design Engineer"),
        "mid",
        (84_000, 112_000),
        ("SolidWorks", "FEA", "GD&T", "Materials"),
        paragraphs("""
            It folds, it locks, it must do so forty thousand times in sand, salt and cold, and it
            may cost no more than eleven euros. The mechanism is still to be invented.

            From the first sketch to the tool drop you keep the same part. Designs do not get
            passed over a wall here; there is no wall.

            Our product looks finished. Everyone who has ever held a spanner to it knows better. A
            list of 140 remarks from assembly is waiting for an engineer who goes down to the floor
            and asks.
        """),
        items("""
            - Design parts and assemblies for series, with the toolmaker beside you
            - Calculate by hand first, then simulate
            - Build, test, break and improve prototypes
            - Own the drawing, tolerances and bill of materials
            - Reduce the number of screw types. There are 23
        """),
        items("""
            - Degree in mechanical engineering and three years of design for production
            - One large CAD system inside out
            - Experience with castings, sheet metal or plastics
            - A feel for forces
        """),
        workplaces=("on_site", "hybrid"),
    ),
    Role(
        "maintenance",
        "manufacturing",
        ("Maintenance Technician", "Maintenance Electrician", "Mechatronics Technician"),
        "mid",
        (56_000, 74_000),
        ("PLC", "Pneumatics", "Troubleshooting", "Preventive maintenance"),
        paragraphs("""
            When it is quiet we oil, tighten and measure. When it is not quiet we run. The share of
            the first is 80 per cent and rising, and it is your job to keep it so.

            Machines from 1987 to last Thursday, controls from four makers, one stock of spares
            that somebody has finally sorted.

            The machine park runs on six days, and on the seventh it belongs to you. Planned stops
            are planned here, and spare parts are ordered before they are missing.
        """),
        items("""
            - Maintain and repair mechanical, pneumatic and electrical equipment
            - Read PLC programs and change them with care
            - Plan preventive work with production and not against it
            - Help to install new lines
        """),
        items("""
            - Finished training in mechatronics, electrics or industrial mechanics
            - Systematic in finding faults
            - Two shifts, every sixth weekend on call
        """),
        hourly=True,
    ),
    Role(
        "process_engineer",
        "manufacturing",
        ("Process Engineer", "Process Improvement Engineer", "Manufacturing Process Engineer"),
        "senior",
        (92_000, 120_000),
        ("Lean manufacturing", "Statistics", "Process engineering"),
        paragraphs("""
            A batch takes 31 hours, of which it waits for 19. Please look into that.

            Nine people run this process by feeling, and brilliantly. Four of them retire within
            three years. You put into numbers what they know, as long as they can still correct
            you.

            Our pilot plant is as big as a kitchen, and the real one as big as a street. You take
            recipes from the first to the second and find out what does not scale.
        """),
        items("""
            - Map, measure and shorten processes together with those who run them
            - Scale up new products from pilot to plant
            - Lead investments up to half a million
            - Save energy and water, with numbers
        """),
        items("""
            - Degree in process, chemical or food engineering
            - Five years in a plant, boots included
            - Statistics that convince operators
        """),
    ),
    Role(
        "cnc",
        "manufacturing",
        ("CNC Machinist", "CNC Programmer / Setter", "Milling Machinist (5-axis)"),
        "mid",
        (54_000, 72_000),
        ("CNC", "Milling", "Metrology", "Blueprint reading"),
        paragraphs("""
            Lots of one to fifty, titanium and stainless, tolerances down to five microns. No two
            weeks alike, and no boss with a stopwatch.

            Two new five-axis centres stand in the hall, and one person knows them well. He would
            like company.

            Our smallest part weighs two tenths of a gram, and there are 400 to a tray. Whoever
            makes it needs good eyes, good light and a good mood, of which we can supply the
            second.
        """),
        items("""
            - Program, set and run milling and turning centres
            - Choose tools and feeds, and question the drawing
            - Measure your own parts, and sign for them
            - Keep machines clean enough to lend a tool from
        """),
        items("""
            - Trade training in machining
            - Heidenhain, Siemens or Fanuc controls
            - Independent, careful, not too proud to ask
        """),
        hourly=True,
    ),
)
