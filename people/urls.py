"""The addresses of the account pages that are ours and not allauth's."""

from django.urls import path

from people import preference_views, signup_views

urlpatterns = [
    path("signup/", signup_views.signup, name="account_signup"),
    path("company/", signup_views.company, name="account_company"),
    path("preferences/", preference_views.preferences, name="account_preferences"),
]
