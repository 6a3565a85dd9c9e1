"""The addresses of job alerts, which mails name: those that were sent have to work for years."""

from django.urls import path, re_path

from careers.alerts import reading_views, views

_HOLDER = r"(?P<secret>[A-Za-z0-9_-]{43})"
_MARK = r"read/(?P<mark>[A-Za-z0-9_-]{20})"

urlpatterns = [
    path("new/", views.new_alert, name="job_alert_new"),
    path("sent/", views.alert_sent, name="job_alert_sent"),
    re_path(rf"^{_MARK}/$", reading_views.new_jobs, name="job_alert_new_jobs"),
    re_path(rf"^{_MARK}/keep/$", reading_views.keep, name="job_alert_keep"),
    # No database holds an id of more than 18 digits.
    re_path(rf"^{_MARK}/(?P<job_id>[0-9]{{1,18}})/$", reading_views.job, name="job_alert_job"),
    re_path(rf"^{_HOLDER}/$", views.alert, name="job_alert"),
    re_path(rf"^{_HOLDER}/end/$", views.end, name="job_alert_end"),
    re_path(rf"^{_HOLDER}/end/all/$", views.end, {"of_all": True}, name="job_alert_end_all"),
]
