"""How much of each file can be searched."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from library.models import File, Page, TextSource


@dataclass(frozen=True)
class Words:
    """Of one file: how many pages have text, and of what kind.

    The text of `broken` pages cannot be read, and is not among `with_text`; that of `recognised` ones is.
    """

    with_text: int = 0
    without: int = 0
    broken: int = 0
    recognised: int = 0


def words_of(files: Sequence[File]) -> dict[int, Words]:
    """The id of each file → its words; one query for all of them."""
    rows = (
        Page.objects.filter(file__in=[file.pk for file in files])
        .order_by()
        .values("file_id")
        .annotate(
            has=Count("pk", filter=~Q(text="") & ~Q(source=TextSource.BROKEN)),
            empty=Count("pk", filter=Q(text="") & ~Q(source=TextSource.BROKEN)),
            broken=Count("pk", filter=Q(source=TextSource.BROKEN)),
            recognised=Count("pk", filter=Q(source=TextSource.OCR) & ~Q(text="")),
        )
        .values_list("file_id", "has", "empty", "broken", "recognised")
    )
    found = {pk: Words(*numbers) for pk, *numbers in rows}
    return {file.pk: found.get(file.pk, Words()) for file in files}
