"""The toolbox's own tasks. Arguments are ids, because the queue stores them in clear."""

from django.tasks import task

from nexus.core.mail import deliver


@task(backend="q2")
def send_mail(mail_id: int) -> None:
    """Send one mail of the ledger; running it twice does no harm."""
    deliver(mail_id)
