"""Writing postings: what is cleaned, filled in and checked whoever writes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, TypedDict, Unpack

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobs.choices import EmploymentType, VersionAction, Workplace
from jobs.models import LONG_TEXTS, Job
from jobs.places.locating import Location, locate
from jobs.services.history import look_before, record
from jobs.services.lifecycle import (
    CATEGORY_INACTIVE,
    DEADLINE_PASSED,
    ENDS_BEFORE_IT_OPENS,
    MOVED_COLUMNS,
    follow_change,
    lock_job,
    set_active,
)
from jobs.services.meanwhile import ensure_unchanged
from jobs.services.permissions import (
    company_to_post_for,
    ensure_may_post_for,
    ensure_may_write,
)
from jobs.services.second_looks import look_again
from nexus.core.errors import Invalid, Missing
from nexus.core.html import clean_html, html_to_text, summarise
from nexus.core.money import OUT_OF_ORDER, is_out_of_order
from taxonomy.names import tidy
from taxonomy.services import NO_SUCH_CATEGORY, get_or_create_skills, hold_category

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from decimal import Decimal

    from django.utils.functional import Promise

    from people.models import Company, User
    from taxonomy.models import Category

MAX_SKILLS = 30
_LINE_FIELDS = ("title", "location")
# What the database or this module fills in, or what the caller holds as a loaded row already.
_NOT_CHECKED = ("company", "posted_by", "category", "place")


class JobFields(TypedDict, total=False):
    """What a company writes of a posting; a key that is missing stays as it is.

    The long texts may hold HTML, which is cleaned, or plain text. Amounts are per
    `salary_period`. A workplace is remote whatever it says where the employment type is.
    """

    title: str
    location: str
    category: Category
    description: str
    requirements: str
    responsibilities: str
    benefits: str
    company_description: str
    employment_type: str
    experience_level: str
    workplace: str
    salary_min: Decimal | None
    salary_max: Decimal | None
    salary_currency: str
    salary_period: str
    application_deadline: datetime
    skills: Sequence[str]


@transaction.atomic
def create_job(
    *,
    by: User,
    company: Company | None = None,
    company_name: str = "",
    is_active: bool = True,
    action: VersionAction = VersionAction.CREATED,
    note: str = "",
    **fields: Unpack[JobFields],
) -> Job:
    """Post a job and return it: open, in review where that is due, or a draft unless active.

    The company is the one given, else found or created as `company_to_post_for` does. Without a
    deadline the job stays open for `JOB_DEFAULT_DAYS_OPEN` days. `action` and `note` are what the
    history calls it. Raises NotAllowed and Invalid.
    """
    now = timezone.now()
    if company is None:
        company = company_to_post_for(by, company_name)
    else:
        ensure_may_post_for(company, by=by)
    job = Job(
        company=company,
        posted_by=by,
        application_deadline=now + timedelta(days=settings.JOB_DEFAULT_DAYS_OPEN),
        salary_currency=settings.DEFAULT_CURRENCY,
        created_at=now,
        updated_at=now,
        changed_at=now,
    )
    _apply(job, fields)
    _hold_category(job)
    _find_place(job)
    _check(job, written={*fields, "application_deadline"}, at=now)
    if is_active:
        set_active(job, True, by=by, at=now)
    job.save(force_insert=True)
    set_skills(job, fields.get("skills", ()))
    record(job, action, by=by, at=now, note=note)
    follow_change(job)
    return job


def update_job(
    job: Job,
    *,
    by: User,
    is_active: bool | None = None,
    company_name: str = "",
    action: VersionAction = VersionAction.CHANGED,
    note: str = "",
    seen: int | None = None,
    **changes: Unpack[JobFields],
) -> Job:
    """Change a posting and return it as it is now; `is_active` opens or closes it as well.

    What a company may not publish without a review goes back there where it becomes another posting.
    A job stays with its company, so `company_name` may only repeat that. `action` and `note` are
    what the history calls it. `seen` is the number of the version that the
    changes were made of: ChangedMeanwhile is raised where the job says something else by now.
    A deadline that has passed may be sent again unchanged, but not be set. Raises NotAllowed or
    Missing as `ensure_may_write` does, Invalid, and TransitionNotAllowed where a job cannot be
    opened from its status.
    """
    ensure_may_write(job, by=by)
    now = timezone.now()
    with transaction.atomic():
        locked = lock_job(job)
        before = look_before(locked)
        if seen is not None:
            ensure_unchanged(locked, before, seen=seen)
        changed = {name for name in changes if _differs(locked, name, changes)}
        _apply(locked, changes)
        if "category" in changed:
            _hold_category(locked)
        if "location" in changed:
            _find_place(locked)
        _check(locked, written=changed, at=now)
        _ensure_same_company(locked, company_name)
        if is_active is not None:
            set_active(locked, is_active, by=by, at=now)
        look_again([locked], {locked.pk: before}, by=by, at=now)
        locked.updated_at = locked.changed_at = now
        columns = {*changes, "summary", "workplace", "place", *MOVED_COLUMNS} - {"skills"}
        locked.save(update_fields=columns)
        if "skills" in changes:
            set_skills(locked, changes["skills"])
        record(locked, action, by=by, at=now, note=note, before=before)
        follow_change(locked)
    return locked


def set_skills(job: Job, names: Sequence[str]) -> None:
    """Make these the skills the job asks for; whoever calls sets the job's `changed_at`.

    Raises Invalid for more than `MAX_SKILLS`, or one that is too long.
    """
    if len(names) > MAX_SKILLS:
        raise Invalid.field(
            "skills",
            _("A job may ask for at most %(number)s skills.") % {"number": MAX_SKILLS},
        )
    job.skills.set(get_or_create_skills(names))


def touch_jobs_of_company(company: Company) -> int:
    """Have the search index read the company's jobs again, as it shows others of them. One statement."""
    return Job.objects.filter(company=company).update(changed_at=timezone.now())


def _apply(job: Job, fields: JobFields) -> None:
    for name, value in fields.items():
        if name in LONG_TEXTS:
            setattr(job, name, clean_html(str(value)))
        elif name in _LINE_FIELDS:
            setattr(job, name, tidy(str(value)))
        elif name != "skills":
            setattr(job, name, value)
    if "description" in fields:
        job.summary = summarise(html_to_text(job.description, is_clean=True))
    if job.employment_type == EmploymentType.REMOTE:
        job.workplace = Workplace.REMOTE


def _hold_category(job: Job) -> None:
    """Keep the category, which the caller has looked up before, from vanishing meanwhile."""
    if job.category_id is None:
        return
    try:
        job.category = hold_category(job.category)
    except Missing as exc:
        raise Invalid.field("category", NO_SUCH_CATEGORY) from exc


def _find_place(job: Job) -> None:
    job.place = locate(Location(job.location, job.salary_currency))


def _differs(job: Job, name: str, changes: JobFields) -> bool:
    if name == "skills":
        return False
    value = changes[name]  # type: ignore[literal-required]  # names come from the dict itself
    held = getattr(job, name)
    if name == "application_deadline":
        # The API shows whole seconds, so that is what comes back of a deadline left alone.
        return bool(value.replace(microsecond=0) != held.replace(microsecond=0))
    return bool(value != held)


def _ensure_same_company(job: Job, name: str) -> None:
    given = tidy(name)
    if given and given.casefold() != job.company.name.casefold():
        raise Invalid.field(
            "company_name",
            _("This job stays with %(company)s.") % {"company": job.company.name},
        )


def _check(job: Job, *, written: Collection[str], at: datetime) -> None:
    """Raise Invalid with every fault of the job at once; `written` are the fields that changed."""
    details: dict[str, list[str | Promise]] = {}
    try:
        job.full_clean(exclude=_NOT_CHECKED, validate_constraints=False)
    except ValidationError as exc:
        details |= {name: [*sentences] for name, sentences in exc.message_dict.items()}
    if "application_deadline" in written and job.application_deadline <= at:
        details["application_deadline"] = [str(DEADLINE_PASSED)]
    elif job.opens_at and job.application_deadline <= job.opens_at:
        details["application_deadline"] = [str(ENDS_BEFORE_IT_OPENS)]
    if job.category_id is None:
        details["category"] = [_("This field is required.")]
    elif "category" in written and not job.category.live:
        details["category"] = [str(CATEGORY_INACTIVE)]
    if is_out_of_order(job.salary_min, job.salary_max):
        details["salary_min"] = [OUT_OF_ORDER]
    if details:
        raise Invalid.fields(details)
