"""The addresses of the account pages that are ours and not allauth's."""

from django.urls import path, re_path

from people import (
    data_views,
    deletion_views,
    invitation_views,
    mail_choice_views,
    preference_views,
    resets,
    signin_views,
    signup_views,
    team_views,
)

_TEAM = r"^team/(?P<slug>[-a-zA-Z0-9_]+)"
# No database holds an id of more than 18 digits.
_MEMBER = _TEAM + r"/members/(?P<pk>[0-9]{1,18})"
_INVITATION = _TEAM + r"/invitations/(?P<pk>[0-9]{1,18})"

urlpatterns = [
    path("login/", signin_views.login, name="account_login"),
    path(
        "password/reset/confirm/",
        resets.confirm_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path("password/reset/complete/", resets.complete_reset, name="account_complete_password_reset"),
    path("confirm-email/", signin_views.confirm_address, name="account_email_verification_sent"),
    path("signup/", signup_views.signup, name="account_signup"),
    path("company/", signup_views.company, name="account_company"),
    path("accesses/", data_views.accesses, name="account_accesses"),
    path("data/", data_views.data, name="account_data"),
    path("data/<int:export_id>/", data_views.download, name="account_data_download"),
    path("delete/", deletion_views.delete, name="account_delete"),
    path("deleted/", deletion_views.deleted, name="account_deleted"),
    path("restore/", deletion_views.restore, name="account_restore"),
    path("restore/<str:token>/", deletion_views.restore_by_link, name="account_restore_by_link"),
    path("preferences/", preference_views.preferences, name="account_preferences"),
    path("mails/", mail_choice_views.mails, name="account_mails"),
    # In mails that were sent: it has to work for years.
    path("mails/end/<str:token>/", mail_choice_views.end, name="account_mails_end"),
    path("invitations/<str:token>/", invitation_views.invitation, name="invitation"),
    path(
        "invitations/<str:token>/sign-up/",
        invitation_views.invited_signup,
        name="invitation_signup",
    ),
    path("team/", team_views.teams, name="account_team"),
    re_path(rf"{_TEAM}/$", team_views.team, name="team"),
    re_path(rf"{_TEAM}/leave/$", team_views.leave, name="team_leave"),
    re_path(rf"{_MEMBER}/role/$", team_views.change_role, name="team_role"),
    re_path(rf"{_MEMBER}/export/$", team_views.change_export, name="team_export"),
    re_path(rf"{_MEMBER}/remove/$", team_views.remove, name="team_remove"),
    re_path(rf"{_INVITATION}/resend/$", team_views.resend, name="team_resend"),
    re_path(rf"{_INVITATION}/withdraw/$", team_views.withdraw, name="team_withdraw"),
]
