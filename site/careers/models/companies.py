"""Companies: each has a page, whether or not an editor has written one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.models import Page

from careers.blocks import PageBlock
from careers.choosers import company_chooser_viewset
from careers.models.fields import FIXED_PROMOTE_PANELS, introduction_field, picture_field
from nexus.core.shared_pages import shared_page
from people.models import Company

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

HAS_A_PAGE = _("This company has a page already.")


@method_decorator(shared_page, name="serve")
class CompanyIndexPage(RoutablePageMixin, Page):
    """All companies that hire, and below it the page of every company there is."""

    introduction = introduction_field()

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("introduction")]
    promote_panels = FIXED_PROMOTE_PANELS

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["careers.HomePage"]
    subpage_types: ClassVar[list[str]] = ["careers.CompanyPage"]
    template = "careers/pages/company_index_page.html"

    class Meta:
        verbose_name = _("companies")

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Lead to the page that an editor has published, with the restrictions it may have."""
        if len(path_components) == 1:
            pages = CompanyPage.objects.live().child_of(self).select_related("company")
            page = pages.filter(
                company__slug=path_components[0], company__deactivated_at=None
            ).first()
            if page is not None:
                return page.route(request, [])
        return super().route(request, path_components)

    @path("")  # type: ignore[untyped-decorator]  # Wagtail's
    def all_companies(self, request: HttpRequest) -> HttpResponseBase:
        from careers.companies import index_context

        found: HttpResponseBase = self.render(request, context_overrides=index_context(request.GET))
        return found

    @path("<slug:slug>/")  # type: ignore[untyped-decorator]  # Wagtail's
    def one_company(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """Show what is known of a company about which no editor has published anything."""
        company = Company.objects.active().filter(slug=slug).first()
        if company is None:
            raise Http404
        page = CompanyPage(company=company, title=company.name, slug=slug)
        response: HttpResponseBase = page.serve(request)
        return response


@method_decorator(shared_page, name="serve")
class CompanyPage(Page):
    """What an editor says of a company, around its open jobs."""

    company = models.OneToOneField(
        Company,
        on_delete=models.PROTECT,
        related_name="page",
        error_messages={"unique": HAS_A_PAGE},
    )
    tagline = models.CharField(_("one sentence about it"), max_length=200, blank=True)
    picture = picture_field()
    body = StreamField(PageBlock(), blank=True, verbose_name=_("content"))

    content_panels: ClassVar[list[Any]] = [
        FieldPanel("company", widget=company_chooser_viewset.widget_class),
        FieldPanel("tagline"),
        FieldPanel("picture"),
        FieldPanel("body"),
    ]

    parent_page_types: ClassVar[list[str]] = ["careers.CompanyIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "careers/pages/company_page.html"

    class Meta:
        verbose_name = _("company page")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self._follow_company()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        self._follow_company()
        super().minimal_clean()

    def clean(self) -> None:
        super().clean()
        others = CompanyPage.objects.exclude(pk=self.pk)
        if self.company_id and others.filter(company=self.company_id).exists():
            raise ValidationError({"company": HAS_A_PAGE})

    def _follow_company(self) -> None:
        # The address is the company's own, so that it is the same with a page and without one.
        if self.company_id:
            self.title, self.slug = self.company.name, self.company.slug

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from careers.companies import company_context

        return {
            **super().get_context(request, *args, **kwargs),
            **company_context(self.company, request.GET.get("page", "")),
        }
