"""Where the pages of files have patterns of personal data: every page is counted, the first ones are looked into."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from japanese.personal import Kind, find_personal, mask
from library.models import File, Page

MOST_SEARCHED = 20
_PAGES_AT_ONCE = 50


@dataclass(frozen=True)
class Piece:
    """One sighting, masked."""

    kind: Kind
    masked: str
    is_note: bool  # in the speaker's notes

    def __str__(self) -> str:
        return f"{self.kind.value}の形をした「{self.masked}」"


@dataclass(frozen=True)
class OnPage:
    """How many a page has; `pieces` are none where it was not looked into, because there are many such pages."""

    number: int
    count: int
    pieces: tuple[Piece, ...] = ()


def sightings(files: Sequence[File]) -> dict[int, list[OnPage]]:
    """The id of each file that has any → its pages, in order; three queries for all of them.

    Each page knows since it was read how many it has, so that a long document is not searched anew for every look. A
    page without a number is searched here.
    """
    pages = Page.objects.filter(file__in=files).order_by("file_id", "number")
    found = {(file, number): OnPage(number, count) for file, number, count in _counted(pages)}
    for page in [*_first(pages), *_not_counted(pages)]:
        pieces = tuple(_pieces(page))
        if pieces:
            found[page.file_id, page.number] = OnPage(page.number, len(pieces), pieces)
    by_file: dict[int, list[OnPage]] = {}
    for (file, _), on_page in sorted(found.items(), key=lambda item: item[0]):
        by_file.setdefault(file, []).append(on_page)
    return by_file


def _counted(pages: QuerySet[Page]) -> Iterator[tuple[int, int, int]]:
    for file, number, count in pages.filter(personal__gt=0).values_list("file_id", "number", "personal"):
        yield file, number, count or 0


def _first(pages: QuerySet[Page]) -> QuerySet[Page]:
    in_order = pages.order_by("file__position", "file_id", "number")
    return in_order.filter(personal__gt=0).only("text", "notes", "number", "file_id")[:MOST_SEARCHED]


def _not_counted(pages: QuerySet[Page]) -> Iterator[Page]:
    rows = pages.filter(personal=None).exclude(text="", notes="").only("text", "notes", "number", "file_id")
    return rows.iterator(chunk_size=_PAGES_AT_ONCE)


def _pieces(page: Page) -> Iterator[Piece]:
    for text, is_note in ((page.text, False), (page.notes, True)):
        for sighting in find_personal(text):
            yield Piece(sighting.kind, mask(text, sighting), is_note)
