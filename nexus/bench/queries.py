"""What is asked of the search: fifty queries of one to four words, common and rare."""

QUERIES: tuple[str, ...] = (
    # one word, found in very many jobs
    "nurse",
    "engineer",
    "manager",
    "analyst",
    "support",
    "health",
    "senior",
    "data",
    # one word, found in some
    "python",
    "driver",
    "teacher",
    "accountant",
    "physiotherapist",
    "receptionist",
    "electrician",
    "marketing",
    "london",
    "django",
    # one word, found in few
    "veterinary",
    "translator",
    "kubernetes",
    "radiographer",
    "botanist",
    "welder",
    # two words
    "staff nurse",
    "project manager",
    "software engineer",
    "data analyst",
    "customer service",
    "sales representative",
    "python developer",
    "mental health",
    "civil engineer",
    "budget analyst",
    "forest technician",
    "graphic designer",
    # three words
    "senior software engineer",
    "community mental health",
    "data analyst london",
    "health care assistant",
    "part time receptionist",
    "senior project manager",
    "machine learning engineer",
    "public health advisor",
    # four words
    "community mental health nurse",
    "senior data engineer remote",
    "assistant civil engineer york",
    "sales and marketing manager",
    "registered nurse night shift",
    "full stack developer react",
)

FILTERS: tuple[dict[str, str], ...] = (
    {"employment_type": "full_time"},
    {"experience_level": "senior"},
    {"salary_min": "30000"},
    {"location": "london"},
    {"employment_type": "full_time", "experience_level": "mid", "salary_min": "20000"},
)

# Around which jobs are looked for on the site.
CITIES: tuple[str, ...] = (
    "London",
    "Manchester",
    "Berlin",
    "New York City",
    "Chicago",
    "Toronto",
    "Bristol",
    "Paris",
)

# What the facets are asked for beside the whole market.
NARROWINGS: tuple[dict[str, str], ...] = (
    {},
    {"search": "nurse"},
    {"search": "software engineer"},
    {"employment_type": "full_time"},
    {"search": "manager", "experience_level": "senior"},
    {"salary_min": "40000"},
    {"location": "london"},
    {"search": "data analyst", "employment_type": "full_time"},
)
