"""What a caller sent, as the services take it."""

from typing import Any

from jobs.api.schemas import JobIn, JobPatch
from nexus.core.errors import Invalid
from taxonomy.models import Category
from taxonomy.services import NO_SUCH_CATEGORY


def fields_of(payload: JobIn | JobPatch) -> dict[str, Any]:
    """Return the keys that were sent, with the category itself for its id or slug.

    One query where a category is named. Raises Invalid where there is no such category.
    """
    fields = payload.model_dump(exclude_unset=True)
    by_id = fields.pop("category_id", None)
    named = fields.pop("category", by_id)
    if named is not None:
        fields["category"] = _category(named, name="category" if by_id is None else "category_id")
        if by_id is not None and fields["category"].pk != by_id:
            raise Invalid.field("category_id", "This is not the id of `category`.")
    return fields


def _category(named: int | str, *, name: str) -> Category:
    found: Category | None = Category.objects.by_id_or_slug(str(named))
    if found is None:
        raise Invalid.field(name, NO_SUCH_CATEGORY)
    return found
