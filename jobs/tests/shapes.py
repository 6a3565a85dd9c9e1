"""The keys of the contract, written out once more, so that a slip in the code shows."""

CATEGORY_KEYS = {"id", "name", "slug", "description"}
POSTER_KEYS = {"id", "username", "full_name"}
ROW_KEYS = {
    "id",
    "title",
    "summary",
    "company_name",
    "location",
    "employment_type",
    "experience_level",
    "salary_min",
    "salary_max",
    "salary_currency",
    "salary_period",
    "category",
    "posted_by",
    "posted_by_username",
    "is_active",
    "is_featured",
    "application_deadline",
    "created_at",
    "updated_at",
    "application_count",
    "days_posted",
    "url",
}
TEXT_KEYS = {
    "description",
    "requirements",
    "responsibilities",
    "benefits",
    "company_description",
    "description_text",
}
DETAIL_KEYS = ROW_KEYS | TEXT_KEYS | {"has_applied"}
ENVELOPE_KEYS = {"count", "next", "previous", "results"}
