"""What hiring does in the background."""

from django.tasks import task

from hiring.services import retention
from hiring.services.shown_cvs import make_pdf


@task(backend="q2")
def make_cv_readable(application_id: int) -> None:
    """Turn the DOC of an application into a PDF; doing it again changes nothing."""
    make_pdf(application_id)


@task(backend="q2")
def remove_old_applications(after: int = 0) -> None:
    """Remove for a while what is past its time, and leave the rest to another task.

    The number is that of the last company that is done with. Twice does no harm.
    """
    done_until = retention.go_through(after)
    if done_until is not None:
        remove_old_applications.enqueue(done_until)


def begin_retention() -> None:
    """Have a task remove what is past its time. Recurs."""
    remove_old_applications.enqueue()
