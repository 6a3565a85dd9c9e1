"""The exact keys of every answer, in the words of the contract."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from conftest import PASSWORD
from nexus.tests.samples import pdf_bytes, png_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import ApiClient
    from people.models import User

# As the contract writes them, `name{…}` for a nested object; after `+` what we have added to it.
USER = "user{id, username, email, full_name, date_joined}"
WHOLE_PROFILE = f"""
    id, {USER}, bio, bio_decrypted, date_of_birth, age, gender, phone_number,
    phone_number_decrypted, address, address_decrypted, city, country, postal_code, job_title,
    company, experience_level, expected_salary_min, expected_salary_max,
    expected_salary_currency, skills, skills_list, education, certifications, profile_image,
    profile_image_url, resume, resume_url, linkedin_url, github_url, website_url,
    is_profile_public, is_available_for_hire, application_count, jobs_posted_count, created_at,
    updated_at, + resume_name"""
SEEN_PROFILE = f"""
    id, {USER}, bio, age, gender, city, country, job_title, company, experience_level,
    expected_salary_min, expected_salary_max, skills_list, education, certifications,
    profile_image_url, linkedin_url, github_url, website_url, is_available_for_hire,
    + expected_salary_currency"""
JOB_ROW = """
    id, title, summary, company_name, location, employment_type, experience_level, salary_min,
    salary_max, salary_currency, salary_period, category{id, name, slug, description},
    posted_by{id, username, full_name}, posted_by_username, is_active, is_featured,
    application_deadline, created_at, updated_at, application_count, days_posted, url"""
JOB_TEXTS = """description, requirements, responsibilities, benefits, company_description,
    description_text"""
JOB_DETAIL = f"{JOB_ROW}, {JOB_TEXTS}, has_applied"
APPLICATION_ROW = """
    id, job{id, title, company_name, location, employment_type, salary_min, salary_max},
    applicant{id, username, full_name}, applicant_username, applicant_email, cover_letter,
    status, applied_at, updated_at, + withdrawn_at"""
APPLICATION_DETAIL = f"{APPLICATION_ROW}, applicant_phone, resume, allowed_statuses"
CATEGORY = "id, name, slug, description, is_active, job_count, created_at, updated_at, url"
CHANGE = "from_status, to_status, at, by, note"
ERROR = "error, details"
LOGIN = "access, user{id, username, email, full_name}, remember_me, expires_in"

Shape = dict[str, "Shape | None"]


def shape(text: str) -> Shape:
    """Read the contract's way of writing keys."""
    found: list[Shape] = [{}]
    for name, closing in re.findall(r"([\w]+\{?)|(\})", text):
        if closing:
            found.pop()
        elif name.endswith("{"):
            nested: Shape = {}
            found[-1][name[:-1]] = nested
            found.append(nested)
        else:
            found[-1][name] = None
    return found[0]


def page(row: str, more: str = "") -> str:
    return f"count, next, previous, results{{{row}}}, {more}"


def differences(value: Any, expected: Shape, at: str = "") -> list[str]:
    """Name every key too few or too many; of a list of objects each one counts."""
    if isinstance(value, list):
        if not value:
            return [f"{at or 'the answer'} is empty"]
        return [line for item in value for line in differences(item, expected, at)]
    if not isinstance(value, dict):
        return [f"{at or 'the answer'} is {value!r}"]
    wrong = [f"{at}{name} is missing" for name in expected.keys() - value.keys()]
    wrong += [f"{at}{name} is not in the contract" for name in value.keys() - expected.keys()]
    for name in expected.keys() & value.keys():
        nested = expected[name]
        if nested is not None:
            wrong += differences(value[name], nested, f"{at}{name}.")
    return sorted(wrong)


TIMES = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
MONEY = re.compile(r"\d+\.\d\d")
MONEY_KEYS = {"salary_min", "salary_max", "avg_salary", "average_expected_salary"}
MONEY_KEYS |= {"expected_salary_min", "expected_salary_max"}


def oddities(value: Any, name: str = "") -> list[str]:
    """Name every moment and amount that is not written as the contract has it."""
    if isinstance(value, list):
        return [line for item in value for line in oddities(item, name)]
    if isinstance(value, dict):
        return [line for key, item in value.items() for line in oddities(item, key)]
    form = None
    if name.endswith("_at") or name in {"at", "application_deadline", "date_joined"}:
        form = TIMES
    elif name in MONEY_KEYS:
        form = MONEY
    good = value is None or form is None or (isinstance(value, str) and form.fullmatch(value))
    return [] if good else [f"{name}: {value!r}"]


class Answer(NamedTuple):
    """What one call answers to one reader."""

    who: str
    method: str
    path: str
    keys: str
    body: Any = None
    status: int = 200


STATS_OF_ONE = """total_applications, pending_applications, successful_applications,
    total_jobs_posted, active_jobs_posted, profile_completion_percentage"""
PROFILES = [
    answer
    for root in ("/api/profiles/", "/account/profiles/")
    for answer in (
        Answer("", "GET", root, page(SEEN_PROFILE)),
        Answer("viewer", "GET", root, page(SEEN_PROFILE)),
        Answer("", "GET", root + "available_candidates/", page(SEEN_PROFILE)),
        Answer("viewer", "GET", root + "available_candidates/", page(SEEN_PROFILE)),
        Answer("", "GET", root + "{profile}/", SEEN_PROFILE),
        Answer("other", "GET", root + "{profile}/", SEEN_PROFILE),
        Answer("viewer", "GET", root + "{profile}/", SEEN_PROFILE),
        Answer("admin", "GET", root + "{profile}/", SEEN_PROFILE),
        Answer("candidate", "GET", root + "{profile}/", WHOLE_PROFILE),
        Answer("candidate", "POST", root, WHOLE_PROFILE, {"city": "Ulm"}),
        Answer("candidate", "PUT", root + "{profile}/", WHOLE_PROFILE, {"city": "Ulm"}),
        Answer("candidate", "PATCH", root + "{profile}/", WHOLE_PROFILE, {"city": "Ulm"}),
        Answer("candidate", "DELETE", root + "{profile}/", "message"),
        Answer("candidate", "GET", root + "my_profile/", WHOLE_PROFILE),
        Answer("candidate", "PUT", root + "my_profile/", WHOLE_PROFILE, {"city": "Ulm"}),
        Answer("candidate", "PATCH", root + "my_profile/", WHOLE_PROFILE, {"city": "Ulm"}),
        Answer("candidate", "GET", root + "my_stats/", STATS_OF_ONE),
        Answer(
            "",
            "GET",
            root + "profile_stats/",
            """total_public_profiles, available_candidates,
            experience_level_distribution{experience_level, count}, average_expected_salary,
            + currency""",
        ),
    )
]
JOBS = [
    Answer("", "GET", "/api/jobs/", page(JOB_ROW, "+ did_you_mean")),
    Answer("", "GET", "/api/jobs/?cursor=", page(JOB_ROW, "+ did_you_mean")),
    Answer("", "GET", "/api/jobs/?content=true", page(f"{JOB_ROW}, {JOB_TEXTS}", "+ did_you_mean")),
    Answer("", "GET", "/api/jobs/featured/", page(JOB_ROW)),
    Answer("owner", "GET", "/api/jobs/my_jobs/", page(JOB_ROW)),
    Answer("", "GET", "/api/categories/{category}/jobs/", page(JOB_ROW)),
    *[
        Answer(who, "GET", "/api/jobs/{job}/", JOB_DETAIL)
        for who in ("", "candidate", "owner", "admin")
    ],
    Answer("owner", "GET", "/api/jobs/{closed}/", JOB_DETAIL),
    Answer("owner", "POST", "/api/jobs/", JOB_DETAIL, "posting", 201),
    Answer("owner", "PUT", "/api/jobs/{job}/", JOB_DETAIL, "posting"),
    Answer("owner", "PATCH", "/api/jobs/{job}/", JOB_DETAIL, {"title": "Better"}),
    Answer("owner", "DELETE", "/api/jobs/{job}/", "message"),
    Answer(
        "",
        "GET",
        "/api/jobs/stats/",
        """total_jobs, total_applications, employment_type_distribution{employment_type, count},
        average_salary_by_level{experience_level, avg_salary}, currency""",
    ),
]
APPLICATIONS = [
    Answer("candidate", "GET", "/api/applications/", page(APPLICATION_ROW)),
    Answer("candidate", "GET", "/api/applications/my_applications/", page(APPLICATION_ROW)),
    Answer("viewer", "GET", "/api/applications/received_applications/", page(APPLICATION_ROW)),
    Answer("viewer", "GET", "/api/jobs/{job}/applications/", page(APPLICATION_ROW)),
    *[
        Answer(who, "GET", "/api/applications/{application}/", APPLICATION_DETAIL)
        for who in ("candidate", "owner", "admin")
    ],
    Answer("other", "POST", "/api/applications/", APPLICATION_DETAIL, {"job_id": "{job}"}, 201),
    *[
        Answer("owner", method, path, APPLICATION_DETAIL, {"status": "reviewed"})
        for method, path in (
            ("PATCH", "/api/applications/{application}/update_status/"),
            ("PATCH", "/api/applications/{application}/"),
            ("PUT", "/api/applications/{application}/"),
        )
    ],
    Answer("candidate", "DELETE", "/api/applications/{application}/", "message"),
    Answer("candidate", "GET", "/api/applications/{application}/history/", page(CHANGE)),
    Answer("owner", "GET", "/api/applications/{application}/history/", page(CHANGE)),
    Answer(
        "candidate",
        "GET",
        "/api/applications/stats/",
        """total_applications, status_breakdown{pending, reviewed, shortlisted, rejected, hired},
        recent_applications""",
    ),
]
CATEGORIES = [
    Answer("", "GET", "/api/categories/", page(CATEGORY)),
    Answer("", "GET", "/api/categories/{category}/", CATEGORY),
    Answer("admin", "POST", "/api/categories/", CATEGORY, {"name": "Law"}, 201),
    Answer("admin", "PUT", "/api/categories/{category}/", CATEGORY, {"name": "Law"}),
    Answer("admin", "PATCH", "/api/categories/{category}/", CATEGORY, {"name": "Law"}),
    Answer("admin", "DELETE", "/api/categories/{empty}/", "message"),
    Answer("", "GET", "/api/categories/stats/", "id, name, job_count"),
]
ERRORS = [
    Answer("", "POST", "/auth/login/", ERROR, {"username": "x"}, 400),
    Answer("", "GET", "/api/jobs/?colour=red", ERROR, None, 400),
    Answer("", "POST", "/auth/login/", ERROR, {"username": "x", "password": "y"}, 401),
    Answer("", "POST", "/api/token/", ERROR, {"username": "x", "password": "y"}, 401),
    Answer("", "POST", "/api/token/refresh/", ERROR, {"refresh": "x"}, 401),
    Answer("", "GET", "/api/applications/", ERROR, None, 401),
    Answer("candidate", "POST", "/api/categories/", ERROR, {"name": "Law"}, 403),
    Answer("", "GET", "/api/jobs/{draft}/", ERROR, None, 404),
    Answer("", "GET", "/api/nothing/", ERROR, None, 404),
    Answer("", "DELETE", "/api/jobs/", ERROR, None, 405),
    Answer("admin", "DELETE", "/api/categories/{category}/", ERROR, None, 409),
    Answer("", "GET", "/api/jobs/{closed}/", f"{ERROR}, title, closed_at", None, 410),
    Answer("other", "GET", "/api/jobs/{closed}/", f"{ERROR}, title, closed_at", None, 410),
]


@pytest.fixture
def market(
    candidate: User,
    other_candidate: User,
    owner: User,
    viewer: User,
    admin_user: User,
    company: Any,
    category: Any,
    make_category: Callable[..., Any],
    make_job: Callable[..., Any],
    make_application: Callable[..., Any],
) -> dict[str, Any]:
    from django.apps import apps

    profile = candidate.profile
    profile.is_profile_public = profile.is_available_for_hire = True
    profile.expected_salary_min = Decimal(50_000)
    profile.expected_salary_max = Decimal("60000.5")
    profile.save()
    ours = {"company": company, "category": category, "posted_by": owner}
    job = make_job(**ours)
    index = apps.get_model("careers", "FeaturedJobIndexPage").objects.get()
    featured = apps.get_model("careers", "FeaturedJobPage")(job=job, title=job.title, live=True)
    index.add_child(instance=featured)
    application = make_application(job=job, applicant=candidate)
    application.resume.save("cv.pdf", ContentFile(pdf_bytes()))
    return {
        "candidate": candidate,
        "other": other_candidate,
        "owner": owner,
        "viewer": viewer,
        "admin": admin_user,
        "profile": profile.pk,
        "category": category.pk,
        "empty": make_category("Nothing here").pk,
        "job": job.pk,
        "closed": make_job(**ours, status="closed").pk,
        "draft": make_job(**ours, status="draft").pk,
        "application": application.pk,
        "posting": {
            "title": "Welder",
            "description": "<p>Weld.</p>",
            "location": "Kiel",
            "employment_type": "full_time",
            "experience_level": "mid",
            "category": category.pk,
        },
    }


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(answer, id=f"{answer.who or 'anybody'} {answer.method} {answer.path}")
        for answer in (*PROFILES, *JOBS, *APPLICATIONS, *CATEGORIES, *ERRORS)
    ],
)
def test_answer_has_exactly_the_keys_of_the_contract(
    answer: Answer, market: dict[str, Any], api: ApiClient
) -> None:
    body = market["posting"] if answer.body == "posting" else answer.body
    if body == {"job_id": "{job}"}:
        body = {"job_id": market["job"]}
    path = answer.path.format(**market)

    response = api.send(answer.method, path, body, as_=market[answer.who] if answer.who else None)

    assert response.status_code == answer.status, response.content
    assert differences(response.json(), shape(answer.keys)) == []
    assert oddities(response.json()) == []
    if answer.status == 401:
        assert response.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("root", ["/api/profiles/", "/account/profiles/"])
def test_uploads_answer_with_exactly_their_keys(
    root: str, market: dict[str, Any], api: ApiClient
) -> None:
    path, me = f"{root}{market['profile']}/", market["candidate"]
    photo, cv = SimpleUploadedFile("me.png", png_bytes()), SimpleUploadedFile("cv.pdf", pdf_bytes())

    shown = api.upload(f"{path}upload_profile_image/", files={"profile_image": photo}, as_=me)
    stored = api.upload(f"{path}upload_resume/", files={"resume": cv}, as_=me)

    assert set(shown.json()) == {"message", "profile_image_url"}
    assert set(stored.json()) == {"message"}
    address = api.get(path, as_=me).json()["resume_url"]
    assert address == f"http://testserver/api/profiles/{market['profile']}/resume/"
    assert api.get(address, as_=me).getvalue() == pdf_bytes()


def _mailed_code() -> str:
    found = re.search(r"\b(\d{6})\b", str(mail.outbox[-1].body))
    assert found
    return found.group(1)


def test_accounts_answer_with_exactly_their_keys(
    api: ApiClient, django_capture_on_commit_callbacks: Any
) -> None:
    def answered(path: str, body: Any = None, status: int = 200, **kw: Any) -> dict[str, Any]:
        with django_capture_on_commit_callbacks(execute=True):
            response = api.post(path, body, **kw)
        assert response.status_code == status, response.content
        found: dict[str, Any] = response.json()
        return found

    def same(found: dict[str, Any], keys: str) -> None:
        assert differences(found, shape(keys)) == []

    who = {"password": PASSWORD, "first_name": "A", "last_name": "B"}
    address = "with@example.com"
    same(answered("/auth/register/", {**who, "username": "without"}), "message")
    registered = answered("/auth/register/", {**who, "username": "with", "email": address})
    same(registered, "message, token")
    entry = {"username": "with", "password": PASSWORD}
    same(answered("/auth/login/", entry, 403), f"{ERROR}, code, token")
    resent = answered("/auth/resend-verification/", {"email": address})
    same(resent, "message, token")
    proof = {"token": resent["token"], "code": _mailed_code()}
    same(answered("/auth/verify-email/", proof), LOGIN)
    short = answered("/auth/login/", entry)
    same(short, LOGIN)
    assert (short["remember_me"], short["expires_in"]) == (False, "1 hour")
    long = answered("/auth/login/", {**entry, "remember_me": True})
    same(long, f"{LOGIN}, refresh")
    assert (long["remember_me"], long["expires_in"]) == (True, "15 days")
    tokens = answered("/api/token/", entry)
    same(tokens, "access, refresh, user{id, username, email, full_name, is_admin}")
    same(answered("/api/token/refresh/", {"refresh": tokens["refresh"]}), "access, refresh")
    bearer = {"Authorization": f"Bearer {short['access']}"}
    same(answered("/auth/logout/", headers=bearer), "message")

    requested = "message, email, token, expires_in"
    same(answered("/auth/forgot-password/", {"email": "nobody@example.com"}), requested)
    same(answered("/auth/forgot-password/", {"email": address}), requested)
    again = answered("/auth/resend-reset-code/", {"email": address})
    same(again, requested)
    assert (again["email"], again["expires_in"]) == (address, "1 hour")
    proof = {"token": again["token"], "code": _mailed_code()}
    checked = answered("/auth/verify-reset-code/", proof)
    same(checked, "message, token, valid")
    assert checked["valid"] is True
    new = {"new_password": "another-horse-9", "confirm_password": "another-horse-9"}
    done = answered("/auth/reset-password/", {**proof, "token": checked["token"], **new})
    same(done, "message, success")
    assert done["success"] is True


def test_refusals_of_size_type_rate_and_failure_have_exactly_their_keys(
    api: ApiClient, client: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.raise_request_exception = False
    wrong_type = client.post("/auth/login/", "a=b", content_type="text/csv")

    def explode(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr("nexus.core.api.paging.page_slice", explode)
        failed = api.get("/api/profiles/")
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    too_large = api.post("/auth/login/", {"username": "x" * 200, "password": "y"})
    settings.API_RATE_ANON = "0/h"
    too_many = api.get("/api/categories/")

    found = {r.status_code: sorted(r.json()) for r in (wrong_type, failed, too_large, too_many)}
    plain = ["details", "error"]
    assert found == {415: plain, 500: [*plain, "request_id"], 413: plain, 429: plain}
