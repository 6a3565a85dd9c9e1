"""Categories, which are pages of the CMS, and skills."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from taxonomy.querysets import CategoryManager, SkillQuerySet


class CategoryIndexPage(Page):
    """The one parent of all categories."""

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["careers.HomePage"]
    subpage_types: ClassVar[list[str]] = ["taxonomy.Category"]

    class Meta:
        verbose_name = "category index"


class Category(Page):
    """A field of work. `name` owns the page's title; being live is being active."""

    name = models.CharField(
        max_length=100,
        error_messages={"unique": "A category with this name exists already."},
    )
    description = models.TextField(blank=True, max_length=5000)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    # The title follows the name, so editors are shown the name alone.
    content_panels: ClassVar[list[Any]] = [FieldPanel("name"), FieldPanel("description")]

    parent_page_types: ClassVar[list[str]] = ["taxonomy.CategoryIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    objects: ClassVar[CategoryManager] = CategoryManager()

    class Meta:
        verbose_name_plural = "categories"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                Lower("name"),
                name="taxonomy_category_name_unique",
                violation_error_message="A category with this name exists already.",
            )
        ]

    def clean(self) -> None:
        self.name = " ".join(self.name.split())
        if not self.name:
            raise ValidationError({"name": "A category needs a name."})
        self.title = self.name
        super().clean()


class Skill(models.Model):
    """A thing a person can do and a job can ask for."""

    name = models.CharField(max_length=80)

    objects: ClassVar[Any] = SkillQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(Lower("name"), name="taxonomy_skill_name_unique")
        ]

    def __str__(self) -> str:
        return self.name
