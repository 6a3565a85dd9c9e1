"""The background work of imports. The argument is an id, because the queue stores it in clear."""

from django.tasks import task

from nexus.core.transfers.steps import work


@task(backend="q2")
def go_on(run_id: int) -> None:
    """Go on with a run for a while, and leave the rest to another task. Twice does no harm."""
    if work(run_id):
        go_on.enqueue(run_id)
