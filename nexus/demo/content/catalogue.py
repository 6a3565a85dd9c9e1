"""All content in one place, in a fixed order."""

from nexus.demo.content import (
    companies_america,
    companies_middle,
    companies_north,
    companies_world,
    people_care,
    people_desk,
    people_field,
    people_various,
    roles_administration,
    roles_commerce,
    roles_data_it,
    roles_design_product,
    roles_health,
    roles_legal,
    roles_logistics_hospitality,
    roles_office,
    roles_public,
    roles_software,
    roles_trades_industry,
    whole_english,
    whole_german,
    whole_long,
    whole_romance,
)
from nexus.demo.content.kinds import CompanyText, Person, Role, WholePosting

COMPANIES: tuple[CompanyText, ...] = (
    *companies_america.COMPANIES,
    *companies_north.COMPANIES,
    *companies_middle.COMPANIES,
    *companies_world.COMPANIES,
)
ROLES: dict[str, Role] = {
    role.key: role
    for module in (
        roles_software,
        roles_data_it,
        roles_design_product,
        roles_health,
        roles_trades_industry,
        roles_logistics_hospitality,
        roles_commerce,
        roles_office,
        roles_legal,
        roles_public,
        roles_administration,
    )
    for role in module.ROLES
}
WHOLE_POSTINGS: tuple[WholePosting, ...] = (
    *whole_english.POSTINGS,
    *whole_german.POSTINGS,
    *whole_long.POSTINGS,
    *whole_romance.POSTINGS,
)
# The last one is the candidate among the demo's logins.
PEOPLE: tuple[Person, ...] = (
    *people_desk.PEOPLE,
    *people_field.PEOPLE,
    *people_care.PEOPLE,
    *people_various.PEOPLE,
)
