"""Background work of the index: thin, idempotent."""

from django.tasks import task

import clock
from jobs.waiting import waiting
from library.models import Publication
from search.desk import log
from search.indexing import comments, freshness, index, inspection, rebuilding


@task(priority=20)
def index_publication(publication_id: int) -> None:
    index.index(publication_id)


@task(priority=10)
def say_again(field: str, number: int) -> None:
    """Live publications that are filed under a theme or a type (`field` of their editions) that has another name."""
    filed = Publication.objects.live().filter(**{f"live_edition__{field}": number})
    for publication_id in filed.order_by("pk").values_list("pk", flat=True).iterator():
        index.say_again(publication_id)


@task(priority=-10)
def catch_up() -> None:
    """What was read or recognised since, what nobody asked for, and what a new index lacks: a few at a time."""
    growing = rebuilding.go_on()
    for publication_id in freshness.miscounted(index.written()):
        index.name(publication_id)
    queued = waiting(index_publication)
    comments.stray().delete()
    for to in filter(None, (index.generation(), growing)):
        comments.catch_up(to)
        for publication_id in freshness.left(to, queued=queued):
            index_publication.enqueue(publication_id)
            queued.add(publication_id)


@task(priority=-30)
def inspect_index() -> None:
    inspection.keep()


@task(priority=-20)
def forget_searches() -> None:
    log.forget_old(today=clock.today())
