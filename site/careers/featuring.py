"""Beginning the page that features a job, from the back office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from careers.models import FeaturedJobIndexPage, FeaturedJobPage
from careers.services import ensure_site_tree
from jobs.models import Job
from jobs.services import ensure_may_write
from nexus.core.backoffice import acting
from nexus.core.errors import Conflict, Refused

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from people.models import User


@transaction.atomic
def begin_feature(job: Job, *, by: User) -> FeaturedJobPage:
    """Return the page that features `job`, made as a draft first where there is none.

    A draft of those who may not publish goes the way to the editors that the CMS knows. Raises
    Conflict unless the job is open, and as `ensure_may_write` does.
    """
    ensure_may_write(job, by=by)
    if not job.is_open():
        raise Conflict(_("Only an open job can be featured."))
    # The parent's lock keeps two from making a page each.
    index = FeaturedJobIndexPage.objects.select_for_update().get(pk=ensure_site_tree().featured.pk)
    page: FeaturedJobPage | None = FeaturedJobPage.objects.filter(job=job).order_by("pk").first()
    if page is None:
        page = index.add_child(
            instance=FeaturedJobPage(title=job.title, job=job, live=False, owner=by)
        )
        page.save_revision(user=by)
    workflow = page.get_workflow()
    can_publish = page.permissions_for_user(by).can_publish()
    if not page.live and not can_publish and workflow and not page.workflow_in_progress:
        workflow.start(page, by)
    return page


@require_POST
def feature_job(request: HttpRequest, object_id: int) -> HttpResponse:
    """Begin the page; those who edit pages go on to it, others hear that the editors have it."""
    user = acting(request)
    jobs = Job.objects.managed_by(user).present().select_related("company")
    job = get_object_or_404(jobs, pk=object_id)
    back = HttpResponseRedirect(reverse("admin:jobs_job_change", args=[job.pk]))
    try:
        page = begin_feature(job, by=user)
    except Refused as refused:
        messages.error(request, refused.message)
        return back
    if edits_pages(user) and page.permissions_for_user(user).can_edit():
        return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    if page.live:
        messages.info(request, _("This job is featured already."))
    else:
        messages.success(
            request, _("The editors have a draft of the page now and publish it when it is ready.")
        )
    return back


def edits_pages(user: User) -> bool:
    """Tell whether `user` may enter the CMS."""
    return user.has_perm("wagtailadmin.access_admin")
