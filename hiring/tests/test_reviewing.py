"""What a team says of applications: notes that name colleagues, ratings, mails to applicants."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError

from hiring.models import Application, Note
from hiring.placeholders import PLACEHOLDERS, fill
from hiring.services import (
    MailText,
    add_note,
    add_notes,
    erase_applicant,
    mail_applicants,
    mentions_in,
    rate_application,
)
from nexus.core.errors import Invalid, Missing, NotAllowed
from nexus.core.models import OutgoingMail
from people.placeholders import unknown_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from jobs.models import Job
    from people.models import Company, User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@anna, please call. And @Bert.b: wait", ["anna", "bert.b"]),
        ("Write to anna@example.com", []),
        ("(@anna) @anna @@bert", ["anna"]),
        ("Thanks @o.neill.", ["o.neill"]),
    ],
)
def test_mentions_are_user_names_after_an_at_sign(text: str, names: list[str]) -> None:
    assert mentions_in(text) == names


def test_note_that_names_a_colleague_tells_them_without_its_words(
    application: Application, owner: User, viewer: User
) -> None:
    note = add_note(application, by=owner, text="@Viewer, she asks for too much.")

    mail = OutgoingMail.objects.get()
    assert (mail.kind, mail.to_address) == ("application_mention", viewer.email)
    assert application.reference in mail.text_body
    assert "too much" not in mail.text_body
    assert "Carla" not in mail.text_body
    assert [person.pk for person in note.mentioned.all()] == [viewer.pk]


@pytest.mark.usefixtures("rival_company")
def test_note_names_neither_its_author_nor_people_of_elsewhere(
    application: Application, owner: User, rival: User
) -> None:
    note = add_note(application, by=owner, text="@owner @rival @candidate @nobody")

    assert not note.mentioned.exists()
    assert not OutgoingMail.objects.exists()


def test_note_on_several_tells_a_colleague_once(
    make_application: Callable[..., Application], job: Job, owner: User, recruiter: User
) -> None:
    ids = [make_application(job=job).pk for _number in range(3)]

    report = add_notes(ids, by=owner, text="@recruiter please invite.")

    assert report.done == ids
    assert Note.objects.filter(mentioned=recruiter).count() == 3
    assert "3 applications" in OutgoingMail.objects.get().text_body


def test_rating_is_the_average_of_the_reviewers(
    application: Application, owner: User, recruiter: User
) -> None:
    rate_application(application, 5, by=owner)
    rate_application(application, 2, by=recruiter)
    assert rate_application(application, 4, by=recruiter).rating == pytest.approx(4.5)

    assert rate_application(application, None, by=recruiter).rating == 5
    assert rate_application(application, None, by=owner).rating is None


@pytest.mark.parametrize("score", [0, 6, -1])
def test_rating_beyond_one_to_five_is_refused(
    application: Application, owner: User, score: int
) -> None:
    with pytest.raises(ValidationError):
        rate_application(application, score, by=owner)


@pytest.mark.parametrize(
    ("role", "refusal"), [("viewer", NotAllowed), ("candidate", NotAllowed), ("rival", Missing)]
)
def test_rating_is_for_those_who_decide(
    application: Application,
    role: str,
    refusal: type[Exception],
    request: pytest.FixtureRequest,
) -> None:
    with pytest.raises(refusal):
        rate_application(application, 3, by=request.getfixturevalue(role))


def test_erasing_an_applicant_takes_ratings_and_mails_along(
    application: Application, owner: User, candidate: User
) -> None:
    rate_application(application, 3, by=owner)
    mail_applicants([application.pk], MailText("Hello", "Dear you"), by=owner)

    erase_applicant(candidate)

    application.refresh_from_db()
    assert application.rating is None
    assert not application.ratings.exists()
    assert not application.mails.exists()


def test_placeholders_are_put_in_once_and_never_evaluated(
    application: Application, candidate: User
) -> None:
    candidate.first_name = "{{job}}{% now 'Y' %}"
    application.applicant = candidate
    application.job.title = "{{ first_name }}"

    filled = fill("Hi {{first_name}}, {{ job }} at {{company}}, {{nothing}}", application)

    assert filled == ("Hi {{job}}{% now 'Y' %}, {{ first_name }} at Acme Works, {{nothing}}")
    assert unknown_in("{{nothing}} {{job}} {{a.b}} {{nothing}}", PLACEHOLDERS) == ["nothing", "a.b"]


def test_mail_to_applicants_without_an_address_is_refused(
    make_application: Callable[..., Application],
    make_user: Callable[..., User],
    job: Job,
    owner: User,
) -> None:
    mute = make_application(job=job, applicant=make_user(email=""))
    heard = make_application(job=job)

    report = mail_applicants([mute.pk, heard.pk], MailText("Hello", "Dear you"), by=owner)

    assert report.done == [heard.pk]
    assert report.refused[0].why == "This applicant has no e-mail address."


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (MailText("", ""), {"subject", "body"}),
        (MailText("x" * 201, "Hello"), {"subject"}),
        (MailText("Hello", "{{password}}"), {"body"}),
    ],
)
def test_mail_that_is_not_right_says_where(
    application: Application, owner: User, company: Company, text: MailText, fields: set[str]
) -> None:
    with pytest.raises(Invalid) as refusal:
        mail_applicants([application.pk], text, by=owner)

    assert set(refusal.value.details) == fields
