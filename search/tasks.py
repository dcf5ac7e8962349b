"""Background work of the index: thin, idempotent."""

from django.tasks import task

from jobs.waiting import waiting
from search import freshness, index


@task(priority=20)
def index_publication(publication_id: int) -> None:
    index.index(publication_id)


@task(priority=-10)
def catch_up() -> None:
    """What was read or recognised since, and what nobody asked for: a few at a time."""
    for publication_id in freshness.left(index.generation(), queued=waiting(index_publication)):
        index_publication.enqueue(publication_id)
