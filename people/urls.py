"""The addresses of the account pages that are ours and not allauth's."""

from django.urls import path

from people import data_views, preference_views, signup_views

urlpatterns = [
    path("signup/", signup_views.signup, name="account_signup"),
    path("company/", signup_views.company, name="account_company"),
    path("accesses/", data_views.accesses, name="account_accesses"),
    path("data/", data_views.data, name="account_data"),
    path("data/<int:export_id>/", data_views.download, name="account_data_download"),
    path("preferences/", preference_views.preferences, name="account_preferences"),
]
