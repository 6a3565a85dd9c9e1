"""Categories in a file: for administrators, who decide on them, and through their pages in the CMS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nexus.core.errors import Conflict
from nexus.core.transfers.amounts import WholeNumberWidget
from nexus.core.transfers.columns import Column
from nexus.core.transfers.kinds import Kind
from nexus.core.transfers.named import NamedResource
from nexus.core.transfers.widgets import TextWidget, YesNoWidget
from taxonomy.exporting.categories import CategoryExport
from taxonomy.models import NAME_TAKEN, Category, CategoryIndexPage
from taxonomy.names import fold
from taxonomy.querysets import may_manage_categories
from taxonomy.services import (
    create_category,
    delete_category,
    is_edited_elsewhere,
    update_category,
)
from taxonomy.transfers.names import NameWidget

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from people.models import User

# The attribute of a page by which it is active, and what the services call it.
_SERVICE_NAMES = {"live": "is_active"}


class CategoryResource(NamedResource):
    thing: ClassVar[str] = "categories"
    exported = CategoryExport
    counted = ("name", "description", "live")
    name_taken = NAME_TAKEN
    # Each is a page of the CMS with a history of its own.
    most_of_chunk = 100

    id = Column(
        "row_id",
        widget=WholeNumberWidget(least=1),
        column_name="id",
        keeps_when_empty=True,
        help_text=gettext_lazy("The number of one that is here already. Empty for new ones."),
    )
    name = Column(
        "name",
        widget=NameWidget(max_length=100),
        is_required=True,
        aliases=("title", "category"),
        example="Health care",
        help_text=gettext_lazy("What it is called. By it a second import finds it again."),
    )
    slug = Column(
        "given_slug",
        widget=TextWidget(max_length=255),
        column_name="slug",
        keeps_when_empty=True,
        help_text=gettext_lazy(
            "Its name in addresses, by which one is found whose name is to change. Those of new"
            " ones are made of their names."
        ),
    )
    description = Column(
        "description",
        widget=TextWidget(max_length=5000, one_line=False),
        default="",
        example="Wards, practices, laboratories.",
    )
    is_active = Column(
        "live",
        widget=YesNoWidget(),
        column_name="is_active",
        aliases=("active",),
        keeps_when_empty=True,
        default=True,
        example="yes",
        help_text=gettext_lazy("yes or no: jobs can be posted in it, and its page is shown."),
    )

    class Meta(NamedResource.Meta):
        model = Category

    def look_up(
        self, ids: Collection[int], slugs: Collection[str], names: Collection[str]
    ) -> Iterable[Any]:
        # All there are: they are few, and the database folds ASCII alone.
        rows: Iterable[Any] = Category.objects.order_by("pk")
        return rows

    def fold(self, name: str) -> str:
        return fold(name)

    def not_now(self, instance: Any) -> str:
        if self.state_of(instance) != self.before(instance) and is_edited_elsewhere(instance):
            return _at_work()
        return ""

    def add(self, instance: Any) -> int:
        made = create_category(name=instance.name, description=instance.description, by=self.user)
        if not instance.live:
            update_category(made, by=self.user, is_active=False)
        return int(made.pk)

    def change(self, instance: Any, changes: Mapping[str, Any]) -> None:
        _refuse_at_work(instance)
        told: Any = {_SERVICE_NAMES.get(name, name): value for name, value in changes.items()}
        update_category(instance, by=self.user, **told)

    def remove(self, instance: Any) -> None:
        _refuse_at_work(instance)
        delete_category(instance, by=self.user)


def _at_work() -> str:
    return _(
        "Somebody is at work on its page in the CMS: a draft or an hour of its own waits there."
        " Publish or discard that first."
    )


def _refuse_at_work(category: Category) -> None:
    if is_edited_elsewhere(category):
        raise Conflict(_at_work())


class CategoryKind(Kind):
    name = "categories"
    label = gettext_lazy("Categories")
    intro = gettext_lazy(
        "Each row is a category. One that is here already is changed: it is recognised by its number"
        " here, by its name in addresses, or else by its name. All others are new, and their pages"
        " are published at once."
    )
    resource = CategoryResource
    most_at_once = 100

    def may_import(self, user: User) -> bool:
        return may_manage_categories(user)

    def list_url(self) -> str:
        index: int | None = CategoryIndexPage.objects.values_list("pk", flat=True).first()
        if index is None:
            return reverse("admin:imports")
        return reverse("wagtailadmin_explore", args=[index])
