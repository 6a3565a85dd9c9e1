"""Categories and skills: what the services write, refuse and survive."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from wagtail.models import Page

from nexus.core.errors import Conflict, Invalid, NotAllowed
from people.models import User
from taxonomy import services
from taxonomy.models import Category, CategoryIndexPage, Skill
from taxonomy.services import get_or_create_skills

pytestmark = pytest.mark.django_db

MakeCategory = Callable[..., Category]


def test_create_category_publishes_a_page_below_the_index() -> None:
    category = services.create_category(name="Health care", description="Wards.")

    page = Page.objects.get(pk=category.pk)
    assert page.live
    assert page.live_revision is not None
    assert page.title == "Health care"
    assert page.get_parent().specific == CategoryIndexPage.objects.get()


@pytest.mark.parametrize("taken", ["Health care", "HEALTH CARE", "  health   care "])
def test_create_category_with_a_name_in_use_is_refused(
    make_category: MakeCategory, taken: str
) -> None:
    make_category("Health care")

    with pytest.raises(Invalid) as refusal:
        services.create_category(name=taken)

    assert list(refusal.value.details) == ["name"]


def test_create_category_with_a_name_in_use_in_another_case_of_any_script_is_refused(
    make_category: MakeCategory,
) -> None:
    make_category("Ärzte")

    with pytest.raises(Invalid):
        services.create_category(name="ÄRZTE")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Health care", "health-care"),
        ("Ärzte & Pflege", "arzte-pflege"),
        ("ቴክኖሎጂ", "ቴክኖሎጂ"),
        ("!!!", "category"),
        ("2026", "category-2026"),
        ("categories", "categories"),
    ],
)
def test_create_category_gives_a_usable_slug(name: str, slug: str) -> None:
    assert services.create_category(name=name).slug == slug


def test_create_category_with_the_slug_of_another_gets_its_own(make_category: MakeCategory) -> None:
    make_category("C++")

    assert services.create_category(name="C#").slug == "c-2"


@pytest.mark.parametrize("name", ["", "   ", "x" * 101])
def test_create_category_with_a_bad_name_is_refused(name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        services.create_category(name=name)

    assert list(refusal.value.details) == ["name"]
    assert not Category.objects.exists()


def test_create_category_by_somebody_who_is_no_admin_is_refused(candidate: User) -> None:
    with pytest.raises(NotAllowed):
        services.create_category(name="Health care", by=candidate)


def test_create_category_without_an_index_page_says_so() -> None:
    CategoryIndexPage.objects.get().delete()

    with pytest.raises(Conflict):
        services.create_category(name="Health care")


def test_update_category_keeps_its_slug(make_category: MakeCategory, admin_user: User) -> None:
    category = make_category("Health care")

    changed = services.update_category(category, by=admin_user, name="Medicine")

    assert (changed.name, changed.title, changed.slug) == ("Medicine", "Medicine", "health-care")


def test_update_category_may_change_the_case_of_its_own_name(make_category: MakeCategory) -> None:
    category = make_category("it")

    assert services.update_category(category, name="IT").name == "IT"


def test_update_category_to_a_name_in_use_is_refused(make_category: MakeCategory) -> None:
    make_category("Medicine")
    category = make_category("Health care")

    with pytest.raises(Invalid):
        services.update_category(category, name="MEDICINE")

    assert Category.objects.get(pk=category.pk).name == "Health care"


def test_update_category_survives_the_publication_of_an_older_draft(
    make_category: MakeCategory,
) -> None:
    category = make_category("Health care", description="Old.")
    draft = Category.objects.get(pk=category.pk)
    draft.description = "The editor's draft."
    draft.save_revision()

    services.update_category(Category.objects.get(pk=category.pk), name="Medicine")

    assert Category.objects.get(pk=category.pk).description == "Old."
    Category.objects.get(pk=category.pk).get_latest_revision().publish()
    published = Category.objects.get(pk=category.pk)
    assert (published.name, published.description) == ("Medicine", "The editor's draft.")


def _schedule(category: Category) -> None:
    draft = Category.objects.get(pk=category.pk)
    draft.description = "From tomorrow on."
    draft.go_live_at = timezone.now() + timedelta(days=1)
    draft.save_revision().publish()


@pytest.mark.parametrize("is_active", [True, False])
def test_update_category_keeps_the_schedule_of_a_draft(is_active: bool) -> None:
    category = services.create_category(name="Health care")
    if not is_active:
        services.update_category(category, is_active=False)
    _schedule(category)

    services.update_category(category, name="Medicine")

    (scheduled,) = category.revisions.exclude(approved_go_live_at=None)
    content = scheduled.as_object()
    assert (content.name, content.description) == ("Medicine", "From tomorrow on.")


def test_update_category_that_deactivates_it_ends_the_schedule_of_a_draft() -> None:
    category = services.create_category(name="Health care")
    _schedule(category)

    services.update_category(category, is_active=False)

    assert not category.revisions.exclude(approved_go_live_at=None).exists()


def test_update_category_without_a_draft_leaves_nothing_unpublished(
    make_category: MakeCategory,
) -> None:
    category = make_category("Health care")

    changed = services.update_category(category, description="New.")

    assert changed.live
    assert not changed.has_unpublished_changes


def test_update_category_deactivates_its_page(make_category: MakeCategory) -> None:
    category = make_category("Health care")

    changed = services.update_category(category, is_active=False, name="Medicine")

    assert not changed.live
    assert changed.name == "Medicine"


def test_update_category_of_an_inactive_one_is_what_a_later_publication_shows(
    make_category: MakeCategory,
) -> None:
    category = make_category("Health care", is_active=False)

    changed = services.update_category(category, name="Medicine")
    changed.get_latest_revision().publish()

    assert Category.objects.get(pk=category.pk).name == "Medicine"


def test_update_category_activates_its_page_again(make_category: MakeCategory) -> None:
    category = make_category("Health care", is_active=False)

    changed = services.update_category(category, is_active=True)

    assert changed.live
    assert not changed.has_unpublished_changes


def test_update_category_by_somebody_who_is_no_admin_is_refused(
    make_category: MakeCategory, candidate: User
) -> None:
    with pytest.raises(NotAllowed):
        services.update_category(make_category(), by=candidate, name="Mine")


def test_delete_category_removes_its_page(make_category: MakeCategory) -> None:
    category = make_category()

    services.delete_category(category)

    assert not Page.objects.filter(pk=category.pk).exists()
    assert CategoryIndexPage.objects.get().numchild == 0


@pytest.mark.parametrize("status", ["open", "archived"])
def test_delete_category_with_a_job_is_refused(
    make_job: Callable[..., object], make_category: MakeCategory, status: str
) -> None:
    category = make_category()
    make_job(category=category, status=status)

    with pytest.raises(services.CategoryInUse, match="still has jobs"):
        services.delete_category(category)

    assert Category.objects.filter(pk=category.pk, live=True).exists()


def test_get_or_create_skills_keeps_order_and_the_first_spelling() -> None:
    Skill.objects.create(name="Python")

    skills = get_or_create_skills([" python ", "C++", "", "c++", "Node.js", "PYTHON"])

    assert [skill.name for skill in skills] == ["Python", "C++", "Node.js"]
    assert Skill.objects.count() == 3


@pytest.mark.parametrize("again", ["élan vital", "ÉLAN VITAL", "Élan Vital", "Élan vital"])
def test_get_or_create_skills_finds_foreign_letters_in_any_case(again: str) -> None:
    (first,) = get_or_create_skills(["Élan vital"])

    assert get_or_create_skills([again]) == [first]


def test_get_or_create_skills_of_nothing_is_nothing() -> None:
    assert get_or_create_skills(["", "  "]) == []


@pytest.mark.parametrize("name", ["x" * 81, "a\x00b"])
def test_get_or_create_skills_refuses_what_no_skill_is(name: str) -> None:
    with pytest.raises(Invalid):
        get_or_create_skills([name])


def test_get_or_create_skills_that_exist_costs_one_query(
    django_assert_num_queries: Callable[..., object],
) -> None:
    names = [f"Skill {n}" for n in range(30)]
    get_or_create_skills(names)

    with django_assert_num_queries(1):  # type: ignore[attr-defined]  # a context manager
        get_or_create_skills(names)


def _at_once(work: Callable[[], object], times: int) -> list[object]:
    """Run `work` in several threads that start together; return results and exceptions."""
    results: list[object] = []
    gate = threading.Barrier(times)

    def run() -> None:
        gate.wait()
        try:
            results.append(work())
        except Exception as exc:  # noqa: BLE001  # the test looks at it
            results.append(exc)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


@pytest.mark.django_db(transaction=True)
def test_create_category_by_two_admins_at_once_makes_one() -> None:
    results = _at_once(lambda: services.create_category(name="Health care"), 2)

    assert {type(result) for result in results} == {Category, Invalid}
    assert Category.objects.count() == 1
    assert CategoryIndexPage.objects.get().numchild == 1


@pytest.mark.django_db(transaction=True)
def test_create_categories_of_different_names_at_once_keeps_the_tree_whole() -> None:
    names = iter([f"Category {n}" for n in range(4)])

    results = _at_once(lambda: services.create_category(name=next(names)), 4)

    assert all(isinstance(result, Category) for result in results)
    assert CategoryIndexPage.objects.get().numchild == 4
    assert not any(Page.find_problems())


@pytest.mark.django_db(transaction=True)
def test_get_or_create_skills_by_two_at_once_makes_each_once() -> None:
    names = [f"Skill {n}" for n in range(20)]

    results = _at_once(lambda: {skill.pk for skill in get_or_create_skills(names)}, 3)

    assert results[0] == results[1] == results[2]
    assert Skill.objects.count() == 20
