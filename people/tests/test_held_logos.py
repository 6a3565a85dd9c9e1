"""A logo that was chosen outlives an error in another field of the form of a company."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from people.models import Company, User
from people.tests.test_admin import at, company_form

pytestmark = pytest.mark.django_db


def logo(colour: str = "red") -> SimpleUploadedFile:
    written = BytesIO()
    Image.new("RGB", (8, 8), colour).save(written, "PNG")
    return SimpleUploadedFile("mark.png", written.getvalue(), "image/png")


@pytest.fixture
def signed_in(client: Client, owner: User) -> Client:
    client.force_login(owner)
    return client


def send(client: Client, company: Company, **changes: Any) -> Any:
    return client.post(at(company), company_form(**changes))


@pytest.mark.parametrize("wrong", [{"website": "no address"}, {"name": "rival LTD"}])
def test_logo_is_kept_beside_an_error_and_saved_with_the_next_try(
    wrong: dict[str, str], signed_in: Client, company: Company, rival_company: Company
) -> None:
    first = send(signed_in, company, logo_file=logo(), **wrong)

    held = first.context["held"]
    page = first.content.decode()
    assert f'name="held_logo" value="{held.token}"' in page
    assert "mark" in page
    company.refresh_from_db()
    assert not company.logo

    # Wrong once more: it is still there.
    again = send(signed_in, company, held_logo=held.token, **wrong)
    assert again.context["held"] == held
    assert send(signed_in, company, held_logo=held.token).status_code == 302

    company.refresh_from_db()
    with company.logo.open("rb") as file:
        assert file.read() == held.content


def test_another_logo_takes_its_place_and_it_can_be_dropped(
    signed_in: Client, company: Company
) -> None:
    held = send(signed_in, company, logo_file=logo(), name="").context["held"]

    send(signed_in, company, held_logo=held.token, drop_logo="on")
    company.refresh_from_db()
    assert not company.logo
    send(signed_in, company, held_logo=held.token, logo_file=logo("blue"))

    company.refresh_from_db()
    with company.logo.open("rb") as file:
        assert file.read() != held.content


def test_what_is_no_picture_is_refused_beside_its_field_with_all_else_kept(
    signed_in: Client, company: Company
) -> None:
    answer = send(
        signed_in,
        company,
        description="Half a novel",
        logo_file=SimpleUploadedFile("mark.png", b"no picture"),
    )

    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors.keys() == {"logo_file"}
    assert "Half a novel" in answer.content.decode()
    assert answer.context["held"] is None


def test_nobody_finds_what_somebody_else_has_chosen(
    signed_in: Client, company: Company, rival: User, rival_company: Company
) -> None:
    held = send(signed_in, company, logo_file=logo(), name="").context["held"]
    signed_in.force_login(rival)

    send(signed_in, rival_company, name="Rival Ltd", held_logo=held.token)
    for odd in ("x", "0" * 64, "٣" * 64, "9" * 5000):
        send(signed_in, rival_company, name="Rival Ltd", held_logo=odd)

    rival_company.refresh_from_db()
    assert not rival_company.logo
