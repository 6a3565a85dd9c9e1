"""Twenty fields of work."""

from nexus.demo.content.kinds import CategoryText

CATEGORIES: tuple[CategoryText, ...] = (
    CategoryText(
        "software",
        "Software Engineering",
        "Building and keeping up software: web, mobile, embedded, and the people who lead the teams that do it.",
    ),
    CategoryText(
        "data",
        "Data & Analytics",
        "Turning what an organisation records into answers: analysts, data engineers, and those who train and tend models.",
    ),
    CategoryText(
        "design", "Design & UX", "Interfaces, objects, type and the research behind them."
    ),
    CategoryText(
        "product",
        "Product & Project Management",
        "Deciding what gets built, in what order, and seeing it through to the people who will use it.",
    ),
    CategoryText(
        "it",
        "IT & Infrastructure",
        "Help desks, networks, servers and security: the work nobody notices until it stops.",
    ),
    CategoryText(
        "nursing",
        "Nursing & Care",
        "Nurses, care assistants and home carers, on wards, in care homes and at kitchen tables.",
    ),
    CategoryText(
        "medicine",
        "Medicine & Allied Health",
        "Doctors, therapists, pharmacists, radiographers and the laboratories behind them.",
    ),
    CategoryText(
        "education",
        "Education & Training",
        "Teaching in schools and outside them, for every age, and the making of what is taught with.",
    ),
    CategoryText(
        "trades",
        "Skilled Trades & Construction",
        "Electricians, joiners, welders, plumbers and the people who run the site.",
    ),
    CategoryText(
        "manufacturing",
        "Manufacturing & Engineering",
        "From the line to the drawing board: operators, technicians and engineers of things one can drop on one's foot.",
    ),
    CategoryText(
        "logistics",
        "Logistics & Transport",
        "Moving goods and people: drivers, planners, warehouse teams and couriers.",
    ),
    CategoryText("hospitality", "Hospitality & Food", "Kitchens, bakeries, hotels and bars."),
    CategoryText(
        "retail",
        "Retail & Sales",
        "Shops and the people who run them; selling to businesses and in the field.",
    ),
    CategoryText(
        "marketing",
        "Marketing & Communications",
        "Words, pictures and campaigns, and knowing which half of the budget worked.",
    ),
    CategoryText("finance", "Finance & Accounting", "Books, payroll, planning and risk."),
    CategoryText(
        "hr",
        "Human Resources",
        "Finding people, looking after them, and getting their contracts right.",
    ),
    CategoryText(
        "legal",
        "Legal & Compliance",
        "Counsel, paralegals, data protection and the art of saying no early enough.",
    ),
    CategoryText(
        "service", "Customer Service", "Helping customers by phone, chat, post and in person."
    ),
    CategoryText(
        "science",
        "Science & Environment",
        "Laboratories, field work, energy and the protection of nature.",
    ),
    CategoryText(
        "admin",
        "Administration & Public Service",
        "Offices that run on time, and the councils, registries and counters that serve the public.",
    ),
)
