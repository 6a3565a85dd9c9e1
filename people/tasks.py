"""The background work of accounts. Arguments are ids, because the queue stores them in clear."""

from django.tasks import task

from people.services import deletion
from people.services.exports import make_export


@task(backend="q2")
def make_data_export(export_id: int) -> None:
    """Make one archive of somebody's data; running it twice makes one."""
    make_export(export_id)


@task(backend="q2")
def erase_account(deletion_id: int) -> None:
    """Erase one account whose time has come; running it twice does no harm."""
    deletion.erase_account(deletion_id)
