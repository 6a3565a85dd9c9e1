"""Which of a well-kept set of categories a posting belongs to, whatever its source calls it.

Sources name hundreds of fields of work, some of them several at once. Each of our categories
has words by which it is known; title, category, function and industry vote for those whose words
they hold, and the category with most of the votes wins.
"""

from __future__ import annotations

import re
from functools import lru_cache

OTHER = "Other"

# In the order in which a draw is decided: the narrow before the wide. A word stands for all that
# begin with it unless it ends in a space.
_WORDS: dict[str, str] = {
    "Data & Analytics": (
        "data analy|data scien|data engineer|data architect|data model|data manage|data quality"
        "|data governance|data warehous|data platform|analytics|business intelligence|bi develop"
        "|bi analyst|machine learning|ml engineer|mlops|deep learning|artificial intelligence"
        "|ai engineer|ai research|ai scientist|applied ai|statistic|statistician|biostatistic|epidemiolog"
        "|information analyst|reporting analyst|insight|database"
        "|research scientist|mathematic|actuar|data (?!entry|clerk)"
    ),
    "Software Engineering": (
        "software|developer|full[- ]?stack|front[- ]?end|back[- ]?end|programmer|web develop|python"
        "|django|java |javascript|typescript|react|node\\.js|php|ruby|\\.net |c\\+\\+|golang|ios "
        "|android|mobile engineer|devops|sre |site reliability|platform engineer|qa engineer"
        "|test engineer|test automation|quality assurance engineer|embedded|firmware|blockchain"
        "|solidity|founding engineer|forward deployed|product engineer|infrastructure engineer"
        "|game develop|api engineer|computer science|cloud engineer|member of technical staff"
    ),
    "IT & Infrastructure": (
        "information technology|it |ict |cyber|infosec|information security|security engineer"
        "|network (?:engineer|admin|technician|architect|security|special)|system admin"
        "|systems admin|sysadmin|systems engineer|it support|service desk|help ?desk"
        "|desktop support|technical support|telecom|infrastructure|computer|information & digital"
        "|digital (?:transform|service|tech)|technology, data|servicenow|sharepoint|erp |sap |cloud|informatics|enterprise architect"
    ),
    "Nursing & Care": (
        "nurs|midwi|rgn |rmn |health visitor|health care support|healthcare support|health care assist"
        "|healthcare assist|hca |care assist|support worker|carer|caregiver|cna |ward |matron|theatre pract"
        "|care coordinator|care support|clinical support|phlebotom|home health|practitioner nurse"
    ),
    "Mental Health & Psychology": (
        "psycholog|psychotherap|psychiatr|mental health|counsel?lor|counselling|therapist in training"
        "|iapt|cbt |camhs|addiction|substance (?:abuse|misuse)|wellbeing practitioner|behavio"
    ),
    "Allied Health & Therapies": (
        "physiotherap|occupational therap|speech|language therap|dietit|dietic|radiograph|radiolog"
        "|sonograph|podiatr|orthopt|orthotist|prosthet|paramedic|ambulance|allied health|physical therap"
        "|therap|audiolog|optometr|operating department|odp |rehabilitation|imaging|mammograph"
        "|ultrasound|mri |respiratory|nutritionist|exercise|emergency medical"
    ),
    "Pharmacy & Laboratory": (
        "pharma|laborator|biomedical|healthcare science|health care science|clinical scien"
        "|medical technologist|patholog|histolog|microbiolog|haematolog|hematolog|cytolog|genetic"
        "|clinical engineer|medical physics|mortuary|lab |cardiac physiolog|physiologist"
        "|clinical trial|clinical research|medical device"
    ),
    "Medicine & Dentistry": (
        "doctor|physician|consultant in|consultant (?:anaesth|cardio|gastro|geriatr|haemat|neuro"
        "|ortho|paed|psych|radio|rheuma|surg|urolog|physician|dermat|obstet|ophthal|onco|resp"
        "|acute|micro|emergency)|surgeon|medical officer|medical director|medical & dental"
        "|medical, dental|medical doctor|dentist|dental|specialty (?:doctor|registrar|trainee)"
        "|clinical fellow|locum consultant|registrar|gp |general practitioner|anaesth|sho |fy[123]"
        "|st[3-8]\\+? |trust grade|clinical lead|medicine|medical|clinician|clinical"
    ),
    "Public Health": (
        "public health|health policy|health educat|health promot|health program|disease|sanitarian"
        "|health inspect|infection (?:control|prevention)|immuni[sz]ation|vaccin|health improvement"
        "|health & safety|health and safety|industrial hygien|health $"
    ),
    "Social Care & Community": (
        "social (?:work|care|service)|community (?:coordinat|associate|service|program|engage|outreach"
        "|liaison|organiz|assistant)|case ?(?:manager|worker|management)|constituent|safeguard|youth"
        "|child (?:welfare|protect)|family|homeless|shelter|volunteer|charity|non-?profit|fundrais"
        "|outreach|advocate|chaplain|refugee|humanitarian|individual & family"
    ),
    "Education & Training": (
        "teach|tutor|lectur|professor|instruct|educat|school|curriculum|e-?learning|train(?:ing|er)"
        "|academic|faculty|university|learning|librar|coach|nursery|kindergarten|dean "
    ),
    "Science & Environment": (
        "scientist|biolog|chemis|physic(?:s|al scien|ist)|geolog|hydrolog|soil |ecolog|environment"
        "|conservation|sustainab|renewable|climate|meteorolog|forest|wildlife|fisher|natural resourc"
        "|life scien|geograph|gis |research (?:assist|associat|fellow)|archaeolog|anthropolog"
        "|social scien|range(?:r| )|oceanograph|astronom|wildland"
    ),
    "Agriculture & Animals": (
        "agricult|agronom|farm|veterinar|animal|pet |dog |horticult|garden|livestock|poultry|landscap|crop|plant protec"
    ),
    "Architecture & Civil Engineering": (
        "(?:project|senior|junior|city) architect |architects |architectural|architecture|urban (?:plan|design)|city planner|planner"
        "|civil engineer|structural|surveyor|survey|quantity|construction (?:project|manage|engineer)"
        "|landscape architect|interior design|geotechnical|highway|bridge|engineering, architecture"
        "|engineering and architect|transportation engineer|environmental engineer|real estate develop"
    ),
    "Engineering": (
        "mechanical|electrical engineer|electronic|chemical engineer|aerospace|process engineer"
        "|industrial engineer|general engineer|engineering|engineer |engineers |hardware|robot|mechatron"
        "|automation|semiconductor|energy|oil |mining|marine engineer|nuclear|petroleum|hvac"
        "|project engineer|commissioning|naval architect"
    ),
    "Skilled Trades & Construction": (
        "construction|electrician|plumb|carpent|woodwork|mason|weld|painter|joiner|labo[u]?rer|labor "
        "|builder|foreman|mechanic |mechanics |machinist|steamfitter|bricklay|roof|glaz|metal work"
        "|equipment operator|installation|installer|automotive|electric(?:al|ian) (?:assist|install|mainten)"
        "|technician \\(hvac|machinery|operator "
    ),
    "Facilities & Maintenance": (
        "facilit|estates|maintenance|custodia|janitor|clean(?:er|ing)|domestic|housekeep|porter|caretaker"
        "|groundskeep|building (?:operat|manage|engineer|service|superinten)|stationary engineer"
        "|property manage|handyman|laundry|sewage|water treatment|park(?:s|ing)|repair"
    ),
    "Manufacturing & Production": (
        "manufactur|production (?:super|manag|opera|plan|engin|work)|assembl|factory|quality (?:control|inspect)"
        "|plant (?:manag|opera)|packag|textile|garment|fashion|apparel|sewing|tailor|lean |cnc|production"
    ),
    "Logistics & Transport": (
        "logistic|supply chain|warehouse|driver|motor vehicle|deliver|courier|transport|fleet|freight|shipping|import"
        "|export|inventory|stock ?(?:clerk|room|keep)|store ?keeper|dispatch|pilot|aviation|airport"
        "|traffic|rail|truck|materials? (?:manage|handl)|customs|forklift|mail carrier"
    ),
    "Purchasing & Contracts": (
        "procure|purchas|contract (?:special|manage|admin|analyst|officer)|contracting|sourcing|buyer"
        "|vendor|tender|acquisition (?:spec|anal)"
    ),
    "Finance & Accounting": (
        "financ|account(?:ant|ing|s )|audit|budget|tax|payroll|treasur|bookkeep|banking|bank |credit"
        "|invest|fiscal|revenue|billing|controller|comptroller|underwrit|insurance|claims|loan|econom"
        "|pricing|cashier|fund |equity|brokerage|trading|trader|collections"
    ),
    "Human Resources": (
        "human resource|hr |recruit|talent|people (?:ops|operations|partner|manager|team)|personnel"
        "|compensation|benefits (?:admin|manag|special)|staffing|employee relations|labor relations"
        "|organi[sz]ational development|workforce|onboarding"
    ),
    "Legal & Compliance": (
        "legal|attorney|lawyer|counsel |paralegal|law |complian|regulatory|litigation|solicitor"
        "|judge|court|contract law|investigat|privacy|risk (?:manage|analyst|officer)|ethics|corruption"
        "|discipline|title exam|enforcement"
    ),
    "Public Safety & Security": (
        "security (?:officer|guard|manager|special|supervisor|clerk)|guard|police|fire(?:fight| prot| )"
        "|public safety|correction|detective|emergency (?:manage|prepared|plan|response)|safety|inspect"
        "|military|intelligence (?:analyst|special|operat)|border|detention|defense|lifeguard|security"
    ),
    "Design & UX": (
        "ux |ui |user experience|user interface|product design|graphic|visual design|web design|designer"
        "|creative|illustrat|brand design|design |animat|interaction design|multimedia|art "
        "|creative art"
    ),
    "Media & Writing": (
        "journalis|editor|writer|writing|copywrit|content|video|photograph|film|broadcast|media produc"
        "|translat|transcri|interpreter|publish|audio|news|presenter|documentation|music|perform"
        "|actor|museum|curator|archiv|entertainment|media & ent|media production"
    ),
    "Marketing & Communications": (
        "market|advertis|seo |sem |social media|communicat|public relation|pr |brand|growth|campaign"
        "|public affairs|press |promot|event|outreach manager|community manager|intergovernmental"
        "|e-?commerce|crm "
    ),
    "Sales & Retail": (
        "sales|retail|business develop|account (?:exec|manag|direct|rep)|telesales|telemarket|store |shop"
        "|cashier|merchandis|customer acquisition|partnerships|sell|real estate|broker|presales"
        "|office support|commercial"
    ),
    "Customer Service": (
        "customer|client (?:service|support|success|relation)|call cent|contact cent|support (?:agent|special"
        "|represent)|receptionist|concierge|service representative|help line|switchboard|call taker|reservation"
    ),
    "Hospitality & Food": (
        "chef|cook|kitchen|cater|restaurant|waiter|waitress|barista|bartend|hotel|hospitality|tourism"
        "|travel|food|beverage|baker|butcher|dietary aide|event (?:plan|staff)|leisure|beauty|hair|spa "
        "|salon|gambling|casino"
    ),
    "Product & Project Management": (
        "product (?:manage|owner|lead|operat)|project (?:manage|coord|lead|support|officer|director|admin|analyst|spec)"
        "|program(?:me)? (?:manage|coord|lead|support|officer|director|special)|scrum|agile|delivery manager"
        "|pmo |business analyst|management & projects|transformation|change manager|implementation"
        "|project"
    ),
    "Policy & Public Service": (
        "policy|program analyst|management (?:& program |and program )?analyst|staff analyst|legislat"
        "|foreign affairs|diplomat|inspector general|public administration|regulat|urban affairs"
        "|intergovernmental affairs|city research|government|administrative business promot|elections"
        "|planning analyst|census"
    ),
    "Administration & Office": (
        "admin|secretar|clerical|clerk|office (?:manage|assist|coord|associate|support)|executive assist"
        "|personal assist|receptionist|college aide|typist|data entry|data clerk|records|principal administrative|scheduler"
        "|coordinator|booking|medical record"
    ),
    "Management & Strategy": (
        "ceo |chief (?:exec|operat|of staff)|coo |general manager|managing director|strateg|consultant"
        "|consulting|business (?:operat|admin|manage)|operations (?:manag|direct|lead|assoc)|founder"
        "|entrepreneur|executive director|management|director|manager|leadership|innovation"
    ),
}
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"(?:^|[^\w+.#])(?:{words})")) for name, words in _WORDS.items()
)
# What the title says weighs most; the branch of the employer says least of the work itself.
_TITLE_VOTES, _CATEGORY_VOTES, _FUNCTION_VOTES, _INDUSTRY_VOTES = 5.0, 4.0, 3.0, 1.0
# A wide word in a title ("manager", "clinical") must not outvote a narrow one elsewhere.
_WIDE = {
    "Management & Strategy": 0.4,
    "Administration & Office": 0.7,
    "Product & Project Management": 0.8,
    "Public Health": 0.7,
    "Engineering": 0.8,
    "Medicine & Dentistry": 0.9,
    "Policy & Public Service": 0.8,
}
CATEGORY_NAMES: tuple[str, ...] = (*_WORDS, OTHER)


def category_of(*, title: str, category: str, function: str, industry: str) -> str:
    """Return the name of the category for a posting, `OTHER` where no word is known."""
    votes: dict[str, float] = {}
    # Some sources repeat one column in the next: the same words are heard once.
    heard = {category: _CATEGORY_VOTES, title: _TITLE_VOTES}
    heard.setdefault(function, _FUNCTION_VOTES)
    heard.setdefault(industry, _INDUSTRY_VOTES)
    for text, weight in heard.items():
        names = _named_in(text[:300])
        for name in names:
            # A text that names many fields says little of each.
            share = weight / len(names) ** 0.5
            votes[name] = votes.get(name, 0.0) + share * _WIDE.get(name, 1.0)
    if not votes:
        return OTHER
    return max(CATEGORY_NAMES, key=lambda name: votes.get(name, 0.0))


@lru_cache(maxsize=4096)
def _named_in(text: str) -> tuple[str, ...]:
    # The blank at the end lets a pattern ask for a whole word.
    lowered = re.sub(r"[,;:()/|\-–]+(?=\s|$)|[()/|]", " ", text.lower()) + " "
    return tuple(name for name, pattern in _PATTERNS if pattern.search(lowered))
