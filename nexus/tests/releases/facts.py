"""Tells, as JSON, what today's code makes of the database of an earlier release, on its own day."""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from typing import Any

import django
import time_machine

MADE_AT = datetime(2026, 11, 26, 23, tzinfo=UTC)


def collect() -> dict[str, Any]:
    from django.core.management import call_command
    from django.test import Client

    from hiring.models import Application
    from jobs.models import Job
    from people.models import User

    call_command("rebuild_search", verbosity=0)
    employer = User.objects.get(username="employer")
    job = Job.objects.open().order_by("pk").first()
    assert job is not None
    # Before anybody signs in: an older hash is replaced, which ends the sessions of before.
    password_fits = employer.check_password("nexus-demo")
    visitor, staff = Client(), Client()
    staff.force_login(employer, "people.backends.AuthenticationBackend")
    # Not those with pictures of editors, whose files are not kept here.
    addresses = ["/jobs/", "/de/jobs/", job.get_absolute_url(), "/readyz", f"/api/jobs/{job.pk}/"]
    return {
        "names_that_open": sum(bool(user.first_name) for user in User.objects.all()),
        "found_by_name": employer in User.objects.matching(employer.first_name),
        "password_fits": password_fits,
        "letters_that_open": sum(bool(row.cover_letter) for row in Application.objects.all()),
        "found_in_search": visitor.get("/api/jobs/").json()["count"],
        "open": Job.objects.open().count(),
        "public_pages": {address: visitor.get(address).status_code for address in addresses},
        "admin_pages": {
            address: staff.get(address).status_code
            for address in ("/admin/", "/admin/jobs/job/", "/admin/hiring/application/")
        },
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nexus.settings")
    with time_machine.travel(MADE_AT):
        django.setup()
        sys.stdout.write(json.dumps(collect()))
