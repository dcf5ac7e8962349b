"""What the worker tried in vain, and files in which nothing, or not everything, can be found."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from library.models import File, Page, Reading
from library.models.choices import PublicationState
from search.tasks import index_publication

_MOST_LOOKED_AT = 1000  # that failed last


@dataclass(frozen=True)
class Failure:
    """By number and kind of fault only: a traceback may hold words of the document."""

    publication: int
    at: datetime | None
    fault: str


def failed(publications: Collection[int], *, since: datetime | None = None) -> Iterator[Failure]:
    """The last failure of each of these after `since`, the newest first."""
    rows = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED, task_path=index_publication.module_path)
    if since:
        rows = rows.filter(finished_at__gt=since)
    seen: set[int] = set()
    values = rows.order_by("-finished_at").values_list("args_kwargs", "finished_at", "exception_class_path")
    for given, at, fault in values[:_MOST_LOOKED_AT]:
        publication = given["args"][0] if given["args"] else 0
        if publication in publications and publication not in seen:
            seen.add(publication)
            yield Failure(publication, at, fault.rsplit(".", 1)[-1])


def without_words() -> QuerySet[File]:
    """Files of live editions that were read in vain, in part, or that are pictures only."""
    live = File.objects.taken().filter(
        edition__publication__state=PublicationState.LIVE, edition__publication__live_edition=F("edition")
    )
    in_vain = Q(reading__in=[Reading.FAILED, Reading.PARTIAL]) | pictures_only()
    return live.filter(in_vain).order_by("-edition__publication", "position", "pk")


def pictures_only() -> Q:
    """Of files: read to the end, and no page has words."""
    return Q(reading=Reading.DONE) & ~Q(Exists(Page.objects.filter(~Q(text=""), file=OuterRef("pk"))))
