"""The toolbox's own tasks. Arguments are ids, because the queue stores them in clear."""

from django.tasks import task

from nexus.core.mail_sending import deliver_and_more, deliver_several


@task(backend="q2")
def send_mail(mail_id: int) -> None:
    """Send one mail of the ledger, and what else is due; running it twice does no harm."""
    deliver_and_more(mail_id)


@task(backend="q2")
def send_mails(mail_ids: list[int]) -> None:
    """Send several mails of the ledger, where they are many by tasks of their own."""
    deliver_several(mail_ids)
