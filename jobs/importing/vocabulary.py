"""Employment types, levels and workplaces of the outside world in our closed sets."""

from __future__ import annotations

import re

from jobs.choices import EmploymentType, ExperienceLevel, Workplace

# What has an end is a contract; help that is not paid is seldom a full week's.
_TYPE = {
    "full_time": EmploymentType.FULL_TIME,
    "part_time": EmploymentType.PART_TIME,
    "temporary": EmploymentType.CONTRACT,
    "contract": EmploymentType.CONTRACT,
    "internship": EmploymentType.INTERNSHIP,
    "volunteer": EmploymentType.PART_TIME,
    "remote": EmploymentType.FULL_TIME,
}
_TYPE_IN_TITLE: tuple[tuple[re.Pattern[str], EmploymentType], ...] = (
    (
        re.compile(r"\b(intern|interns|internship|praktik\w*|trainee|apprentice\w*)\b"),
        EmploymentType.INTERNSHIP,
    ),
    (re.compile(r"\b(part[ -]?time|teilzeit|sessional)\b"), EmploymentType.PART_TIME),
    (
        re.compile(
            r"\b(contract(?:or)?|temp|temporary|temporaire|fixed[ -]term|locum|freelance\w*"
            r"|seasonal|bank (?:nurse|staff)|befristet\w*)\b"
        ),
        EmploymentType.CONTRACT,
    ),
)

_LEVEL = {
    "intern": ExperienceLevel.ENTRY,
    "apprentice": ExperienceLevel.ENTRY,
    "entry": ExperienceLevel.ENTRY,
    "associate": ExperienceLevel.ENTRY,
    "mid": ExperienceLevel.MID,
    "mid_senior": ExperienceLevel.MID,
    "senior": ExperienceLevel.SENIOR,
    "lead": ExperienceLevel.SENIOR,
    "manager": ExperienceLevel.SENIOR,
    "director": ExperienceLevel.EXECUTIVE,
    "executive": ExperienceLevel.EXECUTIVE,
}
# The first that fits wins: an assistant director is a director, a junior manager is a junior.
_LEVEL_IN_TITLE: tuple[tuple[re.Pattern[str], ExperienceLevel], ...] = (
    (
        re.compile(
            r"\b(intern|internship|apprentice\w*|trainee|junior|jr|graduate|entry[ -]level"
            r"|praktik\w*|azubi|college aide|student)\b"
        ),
        ExperienceLevel.ENTRY,
    ),
    # "Account executive" and "executive assistant" are no executives.
    (
        re.compile(
            r"\b(director|chief(?! of staff)|ceo|cto|cfo|coo|cmo|president|vp|head of|partner"
            r"|commissioner|managing|direktor\w*|geschäftsführ\w*|executive (?:director|officer))\b"
        ),
        ExperienceLevel.EXECUTIVE,
    ),
    (
        re.compile(
            r"\b(senior|sr|lead|leader|principal|staff (?:software|engineer)\w*|manager|supervis\w+"
            r"|consultant (?:in|physician|surgeon)|matron|architect|expert|band [78][a-d]?)\b"
        ),
        ExperienceLevel.SENIOR,
    ),
    (
        re.compile(
            r"\b(assistant|clerk|clerical|receptionist|porter|cashier|cleaner|domestic|aide"
            r"|helper|volunteer|band [1-3])\b"
        ),
        ExperienceLevel.ENTRY,
    ),
)
_HYBRID = re.compile(r"\bhybrid\b|\bpartly remote\b")
_REMOTE = re.compile(r"\b(fully |100 ?% )?remote\b|\bwork from home\b|\bhomeoffice\b|\banywhere\b")


def employment_type_of(given: str, title: str) -> EmploymentType:
    """Return what was given, else what the title says, else full time."""
    known = _TYPE.get(given.lower())
    if known is not None:
        return known
    lowered = title.lower()
    for pattern, employment_type in _TYPE_IN_TITLE:
        if pattern.search(lowered):
            return employment_type
    return EmploymentType.FULL_TIME


def experience_level_of(given: str, title: str) -> ExperienceLevel:
    """Return what was given, else what the title says, else mid."""
    known = _LEVEL.get(given.lower())
    if known is not None:
        return known
    lowered = title.lower()
    for pattern, level in _LEVEL_IN_TITLE:
        if pattern.search(lowered):
            return level
    return ExperienceLevel.MID


def workplace_of(*, remote: bool | None, employment_type: str, title: str, place: str) -> Workplace:
    """Return where the work is done: the flag counts, then the words of the title and place."""
    words = f"{title} {place}".lower()
    if _HYBRID.search(words):
        return Workplace.HYBRID
    if remote or employment_type.lower() == "remote":
        return Workplace.REMOTE
    if remote is None and _REMOTE.search(words):
        return Workplace.REMOTE
    return Workplace.ON_SITE
