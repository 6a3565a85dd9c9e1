"""The calls by which each operation is measured, by its id: every one of them must go well."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from jobs.models import Job
from nexus.bench.client import Call
from nexus.bench.operations.crew import (
    NEW_PASSWORD,
    PASSWORD,
    add_second_factor,
    code_of_app,
    posted,
)
from taxonomy.models import Category, CategoryIndexPage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nexus.bench.operations.crew import Crew, Somebody

    type Plans = dict[str, Callable[[Crew], Iterator[Call]]]

_TEXT = "<p>You look after what others leave lying about, and are thanked for it.</p>" * 20


def plans() -> Plans:
    """Return the plan of each operation."""
    found = _AUTH | _JOBS | _APPLICATIONS | _CATEGORIES
    for prefix, root in (
        ("profiles", "/api/profiles/"),
        ("account_profiles", "/account/profiles/"),
    ):
        found |= {f"{prefix}_{name}": partial(plan, root) for name, plan in _PROFILES.items()}
    return found


def _repeated(crew: Crew, call: Call) -> Iterator[Call]:
    for _ in crew.each():
        yield call


def _read(path: str) -> Callable[[Crew], Iterator[Call]]:
    """Read an address as nobody; another one each time, so that nothing kept is given out."""

    def plan(crew: Crew) -> Iterator[Call]:
        yield from _repeated(crew, Call(path).by_somebody())

    return plan


def _read_as(who: str, path: str) -> Callable[[Crew], Iterator[Call]]:
    def plan(crew: Crew) -> Iterator[Call]:
        person: Somebody = getattr(crew, who)
        yield from _repeated(crew, person.call(path))

    return plan


# --- /auth/ and /api/token/ ------------------------------------------------------------------------


def _register(crew: Crew) -> Iterator[Call]:
    for number in crew.each():
        yield posted("/auth/register/", _new_account(number))


def _new_account(number: int) -> dict[str, str]:
    name = f"newcomer-{number}"
    return {
        "username": name,
        "password": PASSWORD,
        "first_name": "Ada",
        "last_name": "Byron",
        "email": f"{name}@example.com",
    }


def _login(crew: Crew) -> Iterator[Call]:
    for person in crew.newcomers():
        yield posted("/auth/login/", _credentials(person))


def _credentials(person: Somebody) -> dict[str, str]:
    return {"username": person.user.username, "password": PASSWORD}


def _login_mfa(crew: Crew) -> Iterator[Call]:
    for person in crew.newcomers():
        add_second_factor(person)
        token = crew.ask("/auth/login/", _credentials(person))["token"]
        yield posted("/auth/login/mfa/", {"token": token, "code": code_of_app()})


def _verify_email(crew: Crew) -> Iterator[Call]:
    for number in crew.each():
        token = crew.ask("/auth/register/", _new_account(number))["token"]
        yield posted("/auth/verify-email/", {"token": token, "code": crew.mailed_code()})


def _resend_verification(crew: Crew) -> Iterator[Call]:
    for number in crew.each():
        account = _new_account(number)
        crew.ask("/auth/register/", account)
        yield posted("/auth/resend-verification/", {"email": account["email"]})


def _logout(crew: Crew) -> Iterator[Call]:
    for person in crew.newcomers():
        yield person.call("/auth/logout/", "POST")


def _forgot_password(crew: Crew) -> Iterator[Call]:
    for person in crew.newcomers():
        yield posted("/auth/forgot-password/", {"email": person.user.email})


def _resend_reset_code(crew: Crew) -> Iterator[Call]:
    for person in crew.newcomers():
        _reset_asked_for(crew, person)
        yield posted("/auth/resend-reset-code/", {"email": person.user.email})


def _reset_asked_for(crew: Crew, person: Somebody) -> dict[str, str]:
    token = crew.ask("/auth/forgot-password/", {"email": person.user.email})["token"]
    return {"token": token, "code": crew.mailed_code()}


def _verify_reset_code(crew: Crew) -> Iterator[Call]:
    for person in crew.newcomers():
        yield posted("/auth/verify-reset-code/", _reset_asked_for(crew, person))


def _reset_password(crew: Crew) -> Iterator[Call]:
    for person in crew.newcomers():
        asked = _reset_asked_for(crew, person)
        chosen = {"new_password": NEW_PASSWORD, "confirm_password": NEW_PASSWORD}
        yield posted("/auth/reset-password/", {**asked, **chosen})


def _token_obtain(crew: Crew) -> Iterator[Call]:
    for person in crew.newcomers():
        yield posted("/api/token/", _credentials(person))


def _token_refresh(crew: Crew) -> Iterator[Call]:
    for person in crew.newcomers():
        refresh = crew.ask("/api/token/", _credentials(person))["refresh"]
        yield posted("/api/token/refresh/", {"refresh": refresh})


_AUTH: Plans = {
    "auth_register": _register,
    "auth_login": _login,
    "auth_login_mfa": _login_mfa,
    "auth_verify_email": _verify_email,
    "auth_resend_verification": _resend_verification,
    "auth_logout": _logout,
    "auth_forgot_password": _forgot_password,
    "auth_resend_reset_code": _resend_reset_code,
    "auth_verify_reset_code": _verify_reset_code,
    "auth_reset_password": _reset_password,
    "token_obtain": _token_obtain,
    "token_refresh": _token_refresh,
}


# --- /api/profiles/ and /account/profiles/ ---------------------------------------------------------

_PROFILE = {
    "bio": "I count what others only see.",
    "phone_number": "+44 20 7946 0999",
    "city": "London",
    "country": "GB",
    "skills": "Python, Django, PostgreSQL",
    "experience_level": "senior",
    "expected_salary_min": "60000.00",
    "expected_salary_currency": "GBP",
}


def _of_profiles(method: str, suffix: str, body: Any, root: str, crew: Crew) -> Iterator[Call]:
    for person in crew.newcomers():
        path = root + suffix.format(id=person.user.profile.pk)
        yield person.call(path, method, body)


def _read_profiles(suffix: str, root: str, crew: Crew) -> Iterator[Call]:
    yield from _read(root + suffix.format(id=crew.candidate.user.profile.pk))(crew)


def _read_mine(suffix: str, root: str, crew: Crew) -> Iterator[Call]:
    path = root + suffix.format(id=crew.candidate.user.profile.pk)
    yield from _repeated(crew, crew.candidate.call(path))


def _change_account(method: str, root: str, crew: Crew) -> Iterator[Call]:
    change = {
        "current_password": PASSWORD,
        "new_password": NEW_PASSWORD,
        "confirm_password": NEW_PASSWORD,
    }
    yield from _of_profiles(method, "update_account/", change, root, crew)


def _upload(suffix: str, part: str, what: str, file_name: str, root: str, crew: Crew) -> Any:
    for person in crew.newcomers():
        path = f"{root}{person.user.profile.pk}/{suffix}/"
        yield person.upload(path, part, getattr(crew, what), file_name)


_PROFILES: dict[str, Callable[[str, Crew], Iterator[Call]]] = {
    "list": partial(_read_profiles, ""),
    "available": partial(_read_profiles, "available_candidates/"),
    "stats": partial(_read_profiles, "profile_stats/"),
    "detail": partial(_read_profiles, "{id}/"),
    "mine": partial(_read_mine, "my_profile/"),
    "my_stats": partial(_read_mine, "my_stats/"),
    "resume": partial(_read_mine, "{id}/resume/"),
    "fill_in": partial(_of_profiles, "POST", "", _PROFILE),
    "change_mine": partial(_of_profiles, "PUT", "my_profile/", _PROFILE),
    "partial_change_mine": partial(_of_profiles, "PATCH", "my_profile/", _PROFILE),
    "change": partial(_of_profiles, "PUT", "{id}/", _PROFILE),
    "partial_change": partial(_of_profiles, "PATCH", "{id}/", _PROFILE),
    "empty": partial(_of_profiles, "DELETE", "{id}/", None),
    "update_account": partial(_change_account, "PUT"),
    "partial_update_account": partial(_change_account, "PATCH"),
    "photo": partial(_upload, "upload_profile_image", "profile_image", "picture", "me.jpg"),
    "upload_resume": partial(_upload, "upload_resume", "resume", "document", "cv.pdf"),
}


# --- /api/jobs/ ------------------------------------------------------------------------------------


def _new_job(crew: Crew, number: int) -> dict[str, Any]:
    return {
        "title": f"Keeper of lighthouse {number}",
        "description": _TEXT,
        "location": "Austin, United States",
        "employment_type": "full_time",
        "experience_level": "mid",
        "category": crew.job.category_id,
        "salary_min": "40000.00",
        "salary_max": "50000.00",
        "skills": ["Lamps", "Weather"],
    }


def _create_jobs(crew: Crew) -> Iterator[Call]:
    for number in crew.each():
        yield crew.employer.call("/api/jobs/", "POST", _new_job(crew, number))


def _write_jobs(method: str, crew: Crew) -> Iterator[Call]:
    for number in crew.each():
        made = crew.ask("/api/jobs/", _new_job(crew, number), by=crew.employer)
        body = {
            "PUT": _new_job(crew, number + 1),
            "PATCH": {"title": f"Keeper of light {number}", "salary_max": "52000.00"},
            "DELETE": None,
        }[method]
        yield crew.employer.call(f"/api/jobs/{made['id']}/", method, body)


def _read_jobs(crew: Crew) -> Iterator[Call]:
    ids = Job.objects.open().order_by("pk").values_list("pk", flat=True)
    for pk in ids[: crew.samples]:
        yield Call(f"/api/jobs/{pk}/").by_somebody()


def _job_applications(crew: Crew) -> Iterator[Call]:
    yield from _repeated(crew, crew.employer.call(f"/api/jobs/{crew.job.pk}/applications/"))


_JOBS: Plans = {
    "jobs_list": _read("/api/jobs/?search=engineer"),
    "jobs_facets": _read("/api/jobs/facets/?search=engineer"),
    "jobs_featured": _read("/api/jobs/featured/"),
    "jobs_stats": _read("/api/jobs/stats/"),
    "jobs_detail": _read_jobs,
    "jobs_mine": _read_as("employer", "/api/jobs/my_jobs/"),
    "jobs_applications": _job_applications,
    "jobs_create": _create_jobs,
    "jobs_replace": partial(_write_jobs, "PUT"),
    "jobs_change": partial(_write_jobs, "PATCH"),
    "jobs_archive": partial(_write_jobs, "DELETE"),
}


# --- /api/applications/ ----------------------------------------------------------------------------


def _apply(crew: Crew) -> Iterator[Call]:
    for person in crew.newcomers():
        body = {"job_id": crew.job.pk, "cover_letter": "I should like to do this work."}
        yield person.call("/api/applications/", "POST", body)


def _one_application(suffix: str, crew: Crew) -> Iterator[Call]:
    sent = crew.candidate.user.applications.exclude(resume="").order_by("pk")[0]
    yield from _repeated(crew, crew.candidate.call(f"/api/applications/{sent.pk}/{suffix}"))


def _move(method: str, suffix: str, crew: Crew) -> Iterator[Call]:
    for _person, application in crew.applications():
        body = {"status": "shortlisted", "note": "Worth a talk."}
        yield crew.employer.call(f"/api/applications/{application.pk}/{suffix}", method, body)


def _withdraw(crew: Crew) -> Iterator[Call]:
    for person, application in crew.applications():
        yield person.call(f"/api/applications/{application.pk}/", "DELETE")


_APPLICATIONS: Plans = {
    "applications_list": _read_as("candidate", "/api/applications/"),
    "applications_mine": _read_as("candidate", "/api/applications/my_applications/"),
    "applications_received": _read_as("employer", "/api/applications/received_applications/"),
    "applications_stats": _read_as("employer", "/api/applications/stats/"),
    "applications_get": partial(_one_application, ""),
    "applications_history": partial(_one_application, "history/"),
    "applications_resume": partial(_one_application, "resume/"),
    "applications_create": _apply,
    "applications_update": partial(_move, "PATCH", ""),
    "applications_replace": partial(_move, "PUT", ""),
    "applications_update_status": partial(_move, "PATCH", "update_status/"),
    "applications_withdraw": _withdraw,
}


# --- /api/categories/ ------------------------------------------------------------------------------


def _create_categories(crew: Crew) -> Iterator[Call]:
    for number in crew.each():
        body = {"name": f"Lighthouses {number}", "description": "Lamps and weather."}
        yield crew.admin.call("/api/categories/", "POST", body)


def _write_categories(method: str, crew: Crew) -> Iterator[Call]:
    for number in crew.each():
        index = CategoryIndexPage.objects.get()
        category = index.add_child(instance=Category(name=f"Harbours {number}"))
        body = {
            "PUT": {"name": f"Quays {number}", "description": "Ropes."},
            "PATCH": {"description": "Ropes and cranes."},
            "DELETE": None,
        }[method]
        yield crew.admin.call(f"/api/categories/{category.pk}/", method, body)


def _read_category(suffix: str, crew: Crew) -> Iterator[Call]:
    yield from _read(f"/api/categories/{crew.job.category_id}/{suffix}")(crew)


_CATEGORIES: Plans = {
    "categories_list": _read("/api/categories/"),
    "categories_stats": _read("/api/categories/stats/"),
    "categories_get": partial(_read_category, ""),
    "categories_jobs": partial(_read_category, "jobs/"),
    "categories_create": _create_categories,
    "categories_update": partial(_write_categories, "PATCH"),
    "categories_replace": partial(_write_categories, "PUT"),
    "categories_delete": partial(_write_categories, "DELETE"),
}
