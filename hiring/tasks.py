"""What hiring does in the background."""

from django.tasks import task

from hiring.services.shown_cvs import make_pdf


@task(backend="q2")
def make_cv_readable(application_id: int) -> None:
    """Turn the DOC of an application into a PDF; doing it again changes nothing."""
    make_pdf(application_id)
