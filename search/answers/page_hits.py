"""The pages that have what is sought: where they are, what they are called, what they say."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Case, F, Q, TextField, When
from django.db.models.functions import Left
from django.urls import reverse
from django.utils.http import urlencode

from library.models import File, Page, Publication, TextSource
from library.told_apart import told_apart
from search.answers.asked import Asked
from search.answers.excerpts import Marked, excerpt, whole
from search.answers.row_words import Words
from search.lookup.ranking import Hit
from search.query import Query

_MOST_READ = 30_000  # characters of a page; a sheet may have millions


class Place(NamedTuple):
    file: int
    number: int


@dataclass(frozen=True)
class PageHit:
    """`name`: 「3ページ」; `label`: what it is called, as a sheet is; `thumbnail`: empty where there is no picture.

    `width`, `height`: of the large picture, so that the small one has its place before it comes.
    `is_recognised`: its words were recognised from the picture, and may be wrong.
    """

    place: Place
    name: str
    label: Marked
    file: str
    text: Marked
    thumbnail: str = ""
    width: int = 0
    height: int = 0
    address: str = ""
    is_recognised: bool = False

    @property
    def told_by_marks(self) -> bool:
        return bool(self.text.spans or self.label.spans)

    def at(self, publication: Publication, asked: Asked) -> "PageHit":
        """With the address of this page in the reader, where the words are marked."""
        file, page = map(str, self.place)
        query = urlencode({"file": file, "page": page, "q": asked.typed, **asked.exactness})
        return replace(self, address=f"{publication.get_absolute_url()}?{query}#viewer")


def places_of(hits: Iterable[Hit]) -> dict[int, dict[Place, int]]:
    """Publication → its pages that say one of the words themselves, best first, each with its row.

    A page is also found by the title of its publication; then it proves nothing. Without words, by letters alone, the
    marks must tell (`told_by_marks`).
    """
    found: dict[int, dict[Place, int]] = {}
    for hit in hits:
        if hit.file and hit.number and hit.is_said:
            found.setdefault(hit.publication, {})[Place(hit.file, hit.number)] = hit.row
    return found


def page_hits(
    places: Mapping[Place, Words | None], editions: Iterable[Sequence[File]], query: Query
) -> dict[Place, PageHit]:
    """Each with the words of its row. Only of the files given: of each edition all that the reader may see."""
    files: dict[int, File] = {}
    names: dict[int, str] = {}
    for some in editions:
        files |= {file.pk: file for file in some}
        names |= told_apart(some)
    asked = [place for place in places if place.file in files]
    return {
        page.place: _hit(page, files[page.place.file], names[page.place.file], query, places[page.place])
        for page in _pages(asked)
    }


class _Read(NamedTuple):
    place: Place
    label: str
    text: str
    notes: str
    has_thumbnail: bool
    width: int
    height: int
    is_recognised: bool


def _hit(page: _Read, file: File, name: str, query: Query, words: Words | None) -> PageHit:
    place = page.place
    return PageHit(
        place=place,
        name=f"{place.number}{file.unit}{'' if file.unit == 'ページ' else '目'}",
        label=whole(page.label, query, words),
        file=name,
        text=_said(page.text, page.notes, query, words),
        thumbnail=reverse("files:thumbnail", args=place) if page.has_thumbnail else "",
        width=page.width,
        height=page.height,
        is_recognised=page.is_recognised,
    )


def _pages(places: Sequence[Place]) -> Iterator[_Read]:
    if not places:
        return
    # The characters that the index holds: as on the picture, where their places are known.
    said = Case(When(boxes=b"", then=F("text")), default=F("raw"), output_field=TextField())
    asked = reduce(or_, (Q(file=place.file, number=place.number) for place in places))
    pages = Page.objects.filter(asked).annotate(said=Left(said, _MOST_READ))
    for file, number, label, text, notes, thumbnail, width, height, source in pages.values_list(
        "file", "number", "label", "said", "notes", "thumbnail_key", "picture_width", "picture_height", "source"
    ):
        is_recognised = source == TextSource.OCR
        yield _Read(Place(file, number), label, text, notes, bool(thumbnail), width, height, is_recognised)


def _said(text: str, notes: str, query: Query, words: Words | None) -> Marked:
    said = excerpt(text, query, words)
    if notes and not said.spans:
        noted = excerpt(notes, query, words)
        return noted.labelled("発表者のメモ：") if noted.spans else said
    return said
