"""The toolbox's own tasks. Arguments are ids, because the queue stores them in clear."""

from django.tasks import task

from nexus.core.mail import deliver, hand_over


@task(backend="q2")
def send_mail(mail_id: int) -> None:
    """Send one mail of the ledger; running it twice does no harm."""
    deliver(mail_id)


@task(backend="q2")
def send_mails(mail_ids: list[int]) -> None:
    """Send several mails of the ledger, each by a task of its own."""
    hand_over(mail_ids)
