"""How much of each file can be searched."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from library.models import File, Page


@dataclass(frozen=True)
class Words:
    """Of one file: how many pages have text, how many are without, and the sightings that were counted in reading."""

    with_text: int = 0
    without: int = 0
    personal: int = 0


def words_of(files: Sequence[File]) -> dict[int, Words]:
    """The id of each file → its words; one query for all of them."""
    rows = (
        Page.objects.filter(file__in=[file.pk for file in files])
        .order_by()
        .values("file_id")
        .annotate(total=Count("pk"), empty=Count("pk", filter=Q(text="")), counted=Sum("personal", default=0))
        .values_list("file_id", "total", "empty", "counted")
    )
    found = {pk: Words(total - empty, empty, counted) for pk, total, empty, counted in rows}
    return {file.pk: found.get(file.pk, Words()) for file in files}
