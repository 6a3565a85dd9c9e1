"""All content in one place, in a fixed order."""

from nexus.demo.content import (
    companies_america,
    companies_middle,
    companies_north,
    companies_world,
    people_a,
    people_b,
    roles_commerce,
    roles_data_it,
    roles_design_product,
    roles_health,
    roles_logistics_hospitality,
    roles_office,
    roles_public,
    roles_software,
    roles_trades_industry,
    whole_english,
    whole_german,
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
        roles_public,
    )
    for role in module.ROLES
}
WHOLE_POSTINGS: tuple[WholePosting, ...] = (
    *whole_english.POSTINGS,
    *whole_german.POSTINGS,
    *whole_romance.POSTINGS,
)
PEOPLE: tuple[Person, ...] = (*people_a.PEOPLE, *people_b.PEOPLE)
