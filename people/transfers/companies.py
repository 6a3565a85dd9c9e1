"""Companies in a file: for administrators. Nothing in it makes one verified, or shuts or opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy

from nexus.core.transfers.amounts import WholeNumberWidget
from nexus.core.transfers.columns import Column
from nexus.core.transfers.kinds import Kind
from nexus.core.transfers.named import NamedResource
from nexus.core.transfers.widgets import TextWidget
from people.exporting.companies import CompanyExport
from people.models import MOST_ANSWER_DAYS, Company
from people.services.companies import create_company, update_company
from people.services.unused_companies import delete_unused_company
from taxonomy.names import fold, spellings, tidy
from taxonomy.transfers.names import NameWidget

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from people.models import User

USUAL_ANSWER_DAYS: int = Company._meta.get_field("answer_days").default


class CompanyResource(NamedResource):
    thing: ClassVar[str] = "companies"
    exported = CompanyExport
    counted = ("name", "location", "website", "description", "answer_days")
    name_taken = gettext_lazy("A company of this name exists already.")
    also_called: ClassVar[dict[str, str]] = {"company_name": "name"}

    id = Column(
        "row_id",
        widget=WholeNumberWidget(least=1),
        column_name="id",
        keeps_when_empty=True,
        help_text=gettext_lazy("The number of one that is here already. Empty for new ones."),
    )
    name = Column(
        "name",
        widget=NameWidget(max_length=200),
        is_required=True,
        aliases=("company", "company name", "employer"),
        example="Harbour Works",
        help_text=gettext_lazy("What it is called. By it a second import finds it again."),
    )
    slug = Column(
        "given_slug",
        widget=TextWidget(max_length=220),
        column_name="slug",
        keeps_when_empty=True,
        help_text=gettext_lazy(
            "Its name in addresses, by which one is found whose name is to change. Those of new"
            " ones are made of their names."
        ),
    )
    location = Column(
        "location",
        widget=TextWidget(max_length=200),
        aliases=("place", "city"),
        default="",
        example="Hamburg, Germany",
    )
    website = Column(
        "website",
        widget=TextWidget(max_length=300),
        aliases=("url", "homepage"),
        default="",
        example="https://harbour.example",
        help_text=gettext_lazy("Its address, with https:// in front."),
    )
    description = Column("description", widget=TextWidget(one_line=False), default="")
    answer_days = Column(
        "answer_days",
        widget=WholeNumberWidget(least=1, most=MOST_ANSWER_DAYS),
        keeps_when_empty=True,
        default=USUAL_ANSWER_DAYS,
        example="14",
        help_text=gettext_lazy(
            "The promise to applicants: within so many days there is an answer."
        ),
    )

    class Meta(NamedResource.Meta):
        model = Company

    def look_up(
        self, ids: Collection[int], slugs: Collection[str], names: Collection[str]
    ) -> Iterable[Any]:
        lowered = {form for name in names for form in spellings(tidy(name))}
        meant = Q(pk__in=ids) | Q(slug__in=slugs) | Q(_lowered__in=lowered)
        rows = Company.objects.alias(_lowered=Lower("name")).filter(meant).order_by("pk")
        return rows.select_for_update() if self.is_writing else rows

    def fold(self, name: str) -> str:
        return fold(name)

    def add(self, instance: Any) -> int:
        fields = {name: getattr(instance, name) for name in self.counted if name != "name"}
        made = create_company(instance.name, by=None, noted_as=self.user, **fields)
        return int(made.pk)

    def change(self, instance: Any, changes: Mapping[str, Any]) -> None:
        told: Any = dict(changes)
        update_company(instance, by=self.user, **told)

    def remove(self, instance: Any) -> None:
        delete_unused_company(instance, by=self.user)


class CompanyKind(Kind):
    name = "companies"
    label = gettext_lazy("Companies")
    intro = gettext_lazy(
        "Each row is a company. One that is here already is changed: it is recognised by its number"
        " here, by its name in addresses, or else by its name. All others are new and have no"
        " members yet: invite an owner on the page of the team. No file makes a company verified."
    )
    resource = CompanyResource

    def may_import(self, user: User) -> bool:
        return bool(user.is_admin)

    def list_url(self) -> str:
        return reverse("admin:people_company_changelist")
