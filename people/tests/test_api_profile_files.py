"""Photos and CVs of profiles: by upload, by form, and away again."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from PIL import Image

from nexus.core.storages import private_storage, public_storage
from nexus.tests.samples import pdf_bytes, png_bytes
from people.models import Profile, User

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import ApiClient

MINE = "/api/profiles/my_profile/"


def photo(content: bytes | None = None, name: str = "me.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, png_bytes() if content is None else content)


def cv(content: bytes | None = None, name: str = "My CV.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf_bytes() if content is None else content)


@pytest.fixture
def profile(candidate: User) -> Profile:
    return candidate.profile


def send_form(
    api: ApiClient, user: User, data: dict[str, Any], method: str = "PATCH", path: str = MINE
) -> Any:
    body = encode_multipart(BOUNDARY, data)
    headers = api._headers(user, None)
    return api._client.generic(method, path, body, content_type=MULTIPART_CONTENT, headers=headers)


def stored(profile: Profile) -> tuple[str, str]:
    profile.refresh_from_db()
    return profile.profile_image.name or "", profile.resume.name or ""


def test_photo_is_stored_reencoded_within_bounds(
    api: ApiClient, profile: Profile, candidate: User
) -> None:
    big = io.BytesIO()
    Image.new("RGB", (1200, 600), "teal").save(big, "JPEG", exif=b"Exif\x00\x00secret")
    path = f"/api/profiles/{profile.pk}/upload_profile_image/"

    response = api.upload(
        path, files={"profile_image": photo(big.getvalue(), "x.jpg")}, as_=candidate
    )

    assert response.status_code == 200
    assert set(response.json()) == {"message", "profile_image_url"}
    assert response.json()["profile_image_url"].startswith("http://testserver/media/profiles/")
    name = stored(profile)[0]
    with public_storage().open(name) as file:
        assert max(Image.open(file).size) <= 500
    shown = api.get(MINE, as_=candidate).json()
    assert shown["profile_image_url"] == response.json()["profile_image_url"]


@pytest.mark.parametrize(
    ("path", "part"), [("upload_profile_image/", "profile_image"), ("upload_resume/", "resume")]
)
@pytest.mark.parametrize("content", [b"", b"no file of this kind", b"%PDF-1.4 broken"])
def test_file_of_another_kind_is_refused_under_its_name(
    api: ApiClient, profile: Profile, candidate: User, path: str, part: str, content: bytes
) -> None:
    upload = SimpleUploadedFile("x.pdf", content)

    response = api.upload(f"/api/profiles/{profile.pk}/{path}", files={part: upload}, as_=candidate)

    assert response.status_code == 400
    assert set(response.json()["details"]) == {part}
    assert stored(profile) == ("", "")


@pytest.mark.parametrize(
    ("path", "part"), [("upload_profile_image/", "profile_image"), ("upload_resume/", "resume")]
)
def test_missing_part_is_400(
    api: ApiClient, profile: Profile, candidate: User, path: str, part: str
) -> None:
    response = api.upload(f"/api/profiles/{profile.pk}/{path}", {"other": "1"}, as_=candidate)

    assert response.status_code == 400
    assert set(response.json()["details"]) == {part}


def test_resume_comes_back_as_it_went_and_only_to_its_owner(
    api: ApiClient, profile: Profile, candidate: User, owner: User, admin_user: User, company: Any
) -> None:
    Profile.objects.filter(pk=profile.pk).update(is_profile_public=True)
    path = f"/api/profiles/{profile.pk}/upload_resume/"
    assert set(api.upload(path, files={"resume": cv()}, as_=candidate).json()) == {"message"}
    shown = api.get(MINE, as_=candidate).json()
    assert shown["resume_url"] == f"http://testserver/api/profiles/{profile.pk}/resume/"
    assert (shown["resume"], shown["resume_name"]) == (shown["resume_url"], "My CV.pdf")

    response = api.get(shown["resume_url"], as_=candidate)

    assert b"".join(response) == pdf_bytes()
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == 'attachment; filename="My CV.pdf"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response.headers["Cache-Control"]
    statuses = [api.get(shown["resume_url"], as_=u).status_code for u in (None, owner, admin_user)]
    assert statuses == [401, 403, 403]


def test_resume_that_is_not_there_is_404(api: ApiClient, profile: Profile, candidate: User) -> None:
    assert api.get(f"/api/profiles/{profile.pk}/resume/", as_=candidate).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_replaced_and_removed_files_are_erased(
    api: ApiClient, profile: Profile, candidate: User
) -> None:
    send_form(api, candidate, {"profile_image": photo(), "resume": cv()})
    first = stored(profile)
    send_form(api, candidate, {"profile_image": photo(), "resume": cv()})
    second = stored(profile)
    assert public_storage().exists(second[0])
    assert private_storage().exists(second[1])
    assert not public_storage().exists(first[0])
    assert not private_storage().exists(first[1])

    api.delete(f"/api/profiles/{profile.pk}/", as_=candidate)

    assert stored(profile) == ("", "")
    assert not public_storage().exists(second[0])
    assert not private_storage().exists(second[1])


@pytest.mark.django_db(transaction=True)
def test_null_removes_a_file(api: ApiClient, profile: Profile, candidate: User) -> None:
    send_form(api, candidate, {"profile_image": photo(), "resume": cv()})
    names = stored(profile)

    response = api.patch(MINE, {"profile_image": None, "resume": None}, as_=candidate)

    assert response.status_code == 200
    assert stored(profile) == ("", "")
    assert not public_storage().exists(names[0])
    assert not private_storage().exists(names[1])


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_form_carries_fields_and_files(
    api: ApiClient, profile: Profile, candidate: User, method: str
) -> None:
    data = {
        "city": "Köln",
        "is_profile_public": "true",
        "expected_salary_min": "",
        "date_of_birth": "1990-01-02",
        "skills": ["Python", "C++"],
        "profile_image": photo(),
        "resume": cv(),
    }

    response = send_form(api, candidate, data, method)

    body = response.json()
    assert response.status_code == 200, body
    assert (body["city"], body["is_profile_public"], body["date_of_birth"]) == (
        "Köln",
        True,
        "1990-01-02",
    )
    assert set(body["skills_list"]) == {"Python", "C++"}
    assert body["profile_image_url"]
    assert body["resume_url"]


def test_form_with_a_bad_field_stores_no_file(
    api: ApiClient, profile: Profile, candidate: User
) -> None:
    response = send_form(api, candidate, {"gender": "robot", "resume": cv()})

    assert response.status_code == 400
    assert stored(profile) == ("", "")


@pytest.mark.parametrize("bad", ["profile_image", "resume"])
def test_form_with_a_bad_file_changes_nothing(
    api: ApiClient, profile: Profile, candidate: User, bad: str
) -> None:
    data = {"city": "Köln", "profile_image": photo(), "resume": cv()}
    data[bad] = SimpleUploadedFile("any.pdf", b"neither a photo nor a CV")

    response = send_form(api, candidate, data)

    assert response.status_code == 400
    assert set(response.json()["details"]) == {bad}
    assert stored(profile) == ("", "")
    assert Profile.objects.get(pk=profile.pk).city == ""


def test_form_with_an_unknown_part_is_400(
    api: ApiClient, profile: Profile, candidate: User
) -> None:
    response = send_form(api, candidate, {"passport": cv()})

    assert response.status_code == 400
    assert set(response.json()["details"]) == {"passport"}


def test_form_that_is_broken_is_400(api: ApiClient, candidate: User) -> None:
    headers = api._headers(candidate, None)

    response = api._client.patch(
        MINE, b"--x\r\nbroken", content_type="multipart/form-data", headers=headers
    )

    assert response.status_code == 400


@pytest.mark.parametrize("path", ["upload_profile_image/", "upload_resume/", "resume/"])
def test_files_of_others_are_out_of_reach(
    api: ApiClient,
    make_user: Callable[..., User],
    profile: Profile,
    path: str,
) -> None:
    stranger = make_user()
    part = {"profile_image": photo(), "resume": cv()}
    url = f"/api/profiles/{profile.pk}/{path}"
    method = "GET" if path == "resume/" else "POST"

    def status() -> int:
        if method == "GET":
            return int(api.get(url, as_=stranger).status_code)
        for upload in part.values():
            upload.seek(0)
        return int(api.upload(url, files=part, as_=stranger).status_code)

    assert status() == 404
    Profile.objects.filter(pk=profile.pk).update(is_profile_public=True)
    assert status() == 403
