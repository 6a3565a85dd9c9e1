"""Mail texts that people change: whose hold, who may, what is refused, what arrives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from careers.branding import frame
from hiring import mails
from hiring.choices import ApplicationStatus
from hiring.services import move_application
from nexus.core.models import OutgoingMail
from people.mail_events import Words, mail_event, mail_events
from people.mail_words import words_for
from people.models import AuditEntry, MailWording, User
from people.services.mail_words import ChangedMeanwhile, reset_words, write_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from hiring.models import Application
    from people.models import Company

pytestmark = pytest.mark.django_db

PAGE = "/admin/mail-texts/application_rejected/en/"
TYPED = {"subject": "About {{job}}", "body": "Dear {{first_name}},\n\nno.\n\n{{company}}"}
OURS = "We have your application for Ward nurse at Acme Works"


@pytest.fixture
def at_work(client: Client, owner: User, company: Company) -> Client:
    client.force_login(owner)
    frame()
    return client


def write(event: str, company: Company | None, by: User, language: str = "en") -> None:
    words = Words(f"{company.name if company else 'Site'}: {{{{job}}}}", f"In {language}")
    write_words(event, language, company, words, by=by, seen="")


def test_every_event_has_words_of_ours_that_keep_its_own_rules() -> None:
    seen = 0
    for event in mail_events():
        for language, _name in settings.LANGUAGES:
            ours = event.ours(language)
            event.check(ours)
            assert "{%" not in ours.body
            assert event.ours("en") != event.ours("de")
            seen += 1
    assert seen >= 34


def test_company_comes_before_site_and_site_before_us(
    application: Application, company: Company, owner: User, admin_user: User
) -> None:
    subjects = []
    for whose in (None, "site", "company"):
        if whose:
            of = company if whose == "company" else None
            write("application_received", of, owner if of else admin_user)
        mails.acknowledge(application)
        subjects.append(OutgoingMail.objects.latest("pk").subject)

    assert subjects == [OURS, "Site: Ward nurse", "Acme Works: Ward nurse"]


def test_other_companies_and_other_languages_keep_their_words(
    application: Application,
    company: Company,
    owner: User,
    admin_user: User,
    rival_company: Company,
) -> None:
    write("application_received", company, owner)
    write("application_received", None, admin_user, "de")

    with translation.override("de"):
        assert words_for("application_received", company.pk).body == "In de"
    ours = mail_event("application_received")
    assert ours is not None
    assert words_for("application_received", rival_company.pk) == ours.ours("en")


def test_reader_is_told_in_their_language(
    application: Application, company: Company, owner: User
) -> None:
    User.objects.filter(pk=application.applicant_id).update(language="de")
    write("application_reviewed", company, owner, "en")
    write("application_reviewed", company, owner, "de")

    move_application(application, ApplicationStatus.REVIEWED, by=owner)

    mail = OutgoingMail.objects.get(kind="application_status")
    assert mail.text_body == "In de"
    assert '<html lang="de">' in mail.html_body


def test_html_and_line_breaks_that_staff_type_or_applicants_bring_do_nothing(
    application: Application, company: Company, owner: User
) -> None:
    User.objects.filter(pk=application.applicant_id).update(
        first_name="<script>x</script>\r\nBcc: all@example.com"
    )
    application.applicant.refresh_from_db()
    words = Words(
        "To {{first_name}}\r\nBcc: x@example.com", "<b>{{first_name}}</b> {% now 'Y' %} {{job}}"
    )
    write_words("application_reviewed", "en", company, words, by=owner, seen="")

    move_application(application, ApplicationStatus.REVIEWED, by=owner)

    mail = OutgoingMail.objects.get()
    assert "\n" not in mail.subject
    assert "\r" not in mail.subject
    assert "<b>" not in mail.html_body
    assert "<script" not in mail.html_body
    assert "&lt;b&gt;" in mail.html_body
    assert "{% now &#x27;Y&#x27; %}" in mail.html_body


def test_one_who_is_slower_is_told_and_loses_nothing(
    at_work: Client, company: Company, owner: User
) -> None:
    at_work.post(PAGE, {**TYPED, "seen": ""})
    first = MailWording.objects.get()
    at_work.post(PAGE, {**TYPED, "body": "Theirs {{job}}", "seen": first.stamp})

    slow = at_work.post(PAGE, {**TYPED, "body": "Mine {{job}}", "seen": first.stamp})

    page = slow.content.decode()
    assert "Somebody changed this text while you were writing" in page
    assert "<del>Theirs {{job}}</del>" in page
    assert "Mine {{job}}</textarea>" in page
    assert MailWording.objects.get().body == "Theirs {{job}}"
    at_work.post(PAGE, {**TYPED, "body": "Mine {{job}}", "seen": slow.context["seen"]})
    assert MailWording.objects.get().body == "Mine {{job}}"


def test_reset_and_rewritten_meanwhile_is_noticed(company: Company, owner: User) -> None:
    write("application_hired", company, owner)
    stamp = MailWording.objects.get().stamp
    reset_words("application_hired", "en", company, by=owner)
    write("application_hired", company, owner)

    words = Words("Hello", "There")
    with pytest.raises(ChangedMeanwhile):
        write_words("application_hired", "en", company, words, by=owner, seen=stamp)


def test_reset_shows_what_changes_and_brings_ours_back(at_work: Client, company: Company) -> None:
    at_work.post(PAGE, {**TYPED, "seen": ""})

    asked = at_work.get(f"{PAGE}reset/").content.decode()
    assert "<del>no.</del>" in asked
    assert "<ins>{{company}} has decided not to take" in asked
    at_work.post(f"{PAGE}reset/", {"_reset": "1"})

    assert not MailWording.objects.exists()
    noted = AuditEntry.objects.filter(thing="mail_text:application_rejected.en").order_by("pk")
    assert [(one.act, one.company_id) for one in noted] == [
        ("added", company.pk),
        ("restored", company.pk),
    ]
    assert "Dear" not in str([one.details for one in noted])


def test_words_that_hold_anyway_are_not_kept(at_work: Client, company: Company) -> None:
    at_work.post(PAGE, {**TYPED, "seen": ""})
    kept = MailWording.objects.get()
    event = mail_event("application_rejected")
    assert event is not None

    at_work.post(PAGE, {**event.ours("en")._asdict(), "seen": kept.stamp})

    assert not MailWording.objects.exists()


@pytest.mark.parametrize(
    ("event", "typed", "sentence"),
    [
        ("application_rejected", {"subject": ""}, "Give the mail a subject."),
        ("application_rejected", {"body": " \n"}, "Write the mail."),
        ("application_rejected", {"subject": "{{nobody}}"}, "put in for {{nobody}}. There are"),
        ("application_rejected", {"body": "{{applicant.password}}"}, "{{applicant.password}}"),
        ("application_rejected", {"body": "x" * 10_001}, "10000"),
        ("application_rejected", {"subject": "x" * 201}, "200"),
        ("application_rejected", {"body": "a\0b"}, "Null characters"),
        ("job_invitation", {"body": "Come!"}, "These must be in the text: {{message}} ("),
    ],
)
def test_what_is_wrong_stands_beside_the_field_and_what_was_typed_comes_back(
    at_work: Client, event: str, typed: dict[str, str], sentence: str
) -> None:
    answer = at_work.post(f"/admin/mail-texts/{event}/en/", {**TYPED, **typed, "seen": ""})

    page = answer.content.decode()
    assert answer.status_code == 200
    name = next(iter(typed))
    assert any(sentence in fault for fault in answer.context["form"].errors[name])
    assert typed[name].partition("\0")[0][:30] in page
    assert not MailWording.objects.exists()


def test_codes_have_to_be_in_their_mail(client: Client, admin_user: User) -> None:
    client.force_login(admin_user)
    typed = {"subject": "Your code", "body": "Welcome!", "seen": ""}

    answer = client.post("/admin/mail-texts/login_code/en/", typed)

    assert "{{code}} (The code to enter) must be in the text." in str(answer.context["form"].errors)


def test_code_in_words_of_the_site_is_mailed_and_stands_out(
    client: Client, admin_user: User, candidate: User
) -> None:
    words = Words("Come in, {{code}}", "Here you are:\n\n{{code}}\n\n{{domain}}")
    write_words("login_code", "en", None, words, by=admin_user, seen="")

    client.post("/accounts/login/code/", {"email": candidate.email})

    mail = OutgoingMail.objects.get(kind="login_code")
    code = mail.subject.removeprefix("Come in, ")
    assert mail.text_body.startswith(f"Here you are:\n\n{code}\n\n")
    assert f'letter-spacing:.18em">{code}</p>' in mail.html_body


@pytest.mark.parametrize(
    ("role", "site", "mine"),
    [
        ("viewer", 403, 403),
        ("recruiter", 403, 403),
        ("owner", 404, 200),
        ("rival", 404, 404),
        ("admin_user", 200, 200),
        ("candidate", 403, 403),
    ],
)
def test_owners_see_their_company_and_admins_all(
    client: Client,
    company: Company,
    rival_company: Company,
    role: str,
    site: int,
    mine: int,
    request: pytest.FixtureRequest,
) -> None:
    client.force_login(request.getfixturevalue(role))

    for path in ("", "application_rejected/en/", "application_rejected/en/preview/"):
        answer = client.get(f"/admin/mail-texts/{path}?company={company.pk}")
        assert answer.status_code == mine, path
    # Codes are the site's alone.
    assert client.get("/admin/mail-texts/login_code/en/").status_code == site


def test_addresses_that_name_nothing_are_not_found(at_work: Client) -> None:
    for path in (
        "nothing/en/",
        "application_rejected/fr/",
        "application_rejected/en/?company=x",
        "application_rejected/en/?company=999999999999999999",
        "application_new/en/",
    ):
        assert at_work.get(f"/admin/mail-texts/{path}").status_code == 404, path


def test_preview_shows_a_real_application_in_a_frame_that_can_do_nothing(
    at_work: Client, application: Application, owner: User
) -> None:
    saved = at_work.get(f"{PAGE}preview/")
    typed = {**TYPED, "body": "Dear {{first_name}} <b>{{who}}", "sample": application.pk}
    shown = at_work.post(f"{PAGE}preview/", typed)
    as_text = at_work.post(f"{PAGE}preview/", {**typed, "view": "text"})

    policy = shown.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert shown.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "has decided not to take your application for Ward nurse" in saved.content.decode()
    assert "Dear Carla &lt;b&gt;{{who}}" in shown.content.decode()
    assert "Nothing is known to put in for {{who}}" in shown.content.decode()
    assert "<pre" in as_text.content.decode()
    seen = AuditEntry.objects.get(thing_kind="applicant")
    assert (seen.actor_id, seen.subject_id) == (owner.pk, application.applicant_id)


def test_preview_of_another_companys_application_is_not_to_be_had(
    at_work: Client, make_application: Callable[..., Any], make_job: Any, rival_company: Company
) -> None:
    foreign = make_application(job=make_job(company=rival_company, title="Secret job"))

    shown = at_work.post(f"{PAGE}preview/", {**TYPED, "sample": foreign.pk})

    assert "Secret job" not in shown.content.decode()
    assert "About Warehouse manager" in shown.content.decode()
    assert not AuditEntry.objects.filter(thing_kind="applicant").exists()


def test_test_goes_to_oneself_marked_and_not_too_often(
    at_work: Client, application: Application, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hiring.admin.mail_text_editor._TESTS", "2/h")
    sent = {**TYPED, "to": "else@example.com", "email": "else@example.com"}

    answers = [at_work.post(f"{PAGE}test/", sent).content.decode() for _ in range(3)]

    assert "Dear {{first_name}}," in answers[0]
    assert "You have sent many tests." in answers[2]
    assert {(mail.to_address, mail.subject) for mail in OutgoingMail.objects.all()} == {
        (owner.email, "[Test] About Ward nurse")
    }
    assert OutgoingMail.objects.count() == 2
    assert OutgoingMail.objects.first().about == application.applicant  # type: ignore[union-attr]
    assert not MailWording.objects.exists()


def test_own_words_of_a_rejection_and_the_usual_mail_begin_with_the_companys(
    at_work: Client, application: Application
) -> None:
    at_work.post(PAGE, {**TYPED, "seen": ""})
    asked = {"ids": str(application.pk), "_begin": "1"}

    page = at_work.post("/admin/hiring/application/act/reject/", asked)

    assert page.context["form"].initial["body"] == TYPED["body"]
    assert page.context["previews"][0][1:] == (
        "About Ward nurse",
        "Dear Carla,\n\nno.\n\nAcme Works",
    )


def test_list_costs_the_same_however_much_is_written(
    at_work: Client, company: Company, owner: User, admin_user: User
) -> None:
    def spent() -> int:
        at_work.get("/admin/mail-texts/")
        with CaptureQueriesContext(connection) as queries:
            assert at_work.get("/admin/mail-texts/").status_code == 200
        return len(queries)

    few = spent()
    for event in list(mail_events()):
        if event.is_for_companies and event.name != "job_invitation":
            write(event.name, company, owner)
            write(event.name, None, admin_user)

    assert spent() == few
