"""From one page that fits to the next, and the list of all, as they are seen from the page that is shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import groupby
from operator import or_
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.html import escape
from django.utils.safestring import SafeString

from extraction.kinds import BY_NAME
from guidelines.reader import ReaderPage
from library.models import File, Page
from search.answers.excerpts import excerpt
from search.lookup.in_publication import Group, Place, Step

MOST_SENTENCES = 20
_NOTES = {
    Step.SOME: "すべての語を含むページはありません。",
    Step.LETTERS: "別の語の一部として、この文字の並びがあるページです。",
}


@dataclass(frozen=True)
class Line:
    name: str
    address: str
    is_current: bool
    sentence: SafeString


@dataclass(frozen=True)
class HitList:
    """`others`: those beyond the ones that are shown with a sentence."""

    title: str
    note: str
    number: int
    lines: list[Line]
    others: list[Line]


@dataclass(frozen=True)
class _Said:
    label: str
    text: str
    notes: str


class Turning:
    def __init__(self, reader: ReaderPage) -> None:
        assert reader.hits is not None
        self.reader, self.hits = reader, reader.hits
        self.files: dict[int, File] = {file.pk: file for file in reader.files}

    @cached_property
    def group(self) -> Group | None:
        return self.hits.group_of(self.reader.spot)

    @property
    def title(self) -> str:
        return self.hits.title(self.group) if self.group else ""

    @property
    def number(self) -> int:
        """Which of them this page is, from 1; 0 where it is none of them."""
        places = self.group.places if self.group else ()
        return places.index(self.reader.spot) + 1 if self.reader.spot in places else 0

    @property
    def total(self) -> int:
        return len(self.group.places) if self.group else 0

    @cached_property
    def others(self) -> list[str]:
        """Words that were looked for besides those that were typed."""
        return self.hits.others(self.group) if self.group else []

    @property
    def exact_address(self) -> str:
        return self._with({"in": self.hits.typed, "exact": "1"})

    @property
    def is_behind(self) -> bool:
        """Asked where a page might be missed: in the list, and where nothing fits."""
        return (self.hits.is_listed or not self.group) and self.hits.is_behind

    @property
    def number_of_all(self) -> int:
        return sum(len(group.places) for group in self.hits.groups)

    @property
    def previous_address(self) -> str:
        before, _ = self.hits.beside(self.reader.spot)
        return self._address(before) if before else ""

    @property
    def next_address(self) -> str:
        _, behind = self.hits.beside(self.reader.spot)
        return self._address(behind) if behind else ""

    @property
    def list_address(self) -> str:
        return self._with({"in": self.hits.typed, **self.hits.parameters})

    @property
    def address_without(self) -> str:
        """The page without marks."""
        return self._with({})

    def _with(self, words: dict[str, object]) -> str:
        file, page = self.reader.spot
        wanted = {"file": file, "page": page, **words}
        wanted.pop("q", None)
        return f"?{urlencode(wanted)}#viewer"

    def _address(self, place: Place) -> str:
        return self.reader.address(place[1], self.files[place[0]])

    @cached_property
    def lists(self) -> list[HitList]:
        """Sentences of the first pages of each group; of all of them it would take too long."""
        said = self._said(place for group in self.hits.groups for place in group.places[:MOST_SENTENCES])
        return [
            HitList(
                self.hits.title(group),
                _NOTES.get(group.step, ""),
                len(group.places),
                [self._line(place, said.get(place), group.step) for place in group.places[:MOST_SENTENCES]],
                [self._line(place) for place in group.places[MOST_SENTENCES:]],
            )
            for group in self.hits.groups
        ]

    def _said(self, places: Iterable[Place]) -> dict[Place, _Said]:
        by_file = groupby(sorted(places), key=lambda place: place[0])
        wanted = [Q(file=file, number__in=[number for _, number in some]) for file, some in by_file]
        pages = Page.objects.filter(reduce(or_, wanted)) if wanted else Page.objects.none()
        return {
            (file, number): _Said(label, text, notes)
            for file, number, label, text, notes in pages.values_list("file", "number", "label", "text", "notes")
        }

    def _line(self, place: Place, said: _Said | None = None, step: Step = Step.EVERY) -> Line:
        name = self._name(place, said.label if said else "")
        sentence = self._sentence(said, by_letters=step is Step.LETTERS) if said else escape("")
        return Line(name, self._address(place), place == self.reader.spot, sentence)

    def _sentence(self, said: _Said, *, by_letters: bool) -> SafeString:
        """Of the page's text; else of what else it says."""
        found = [excerpt(text, self.hits.query, by_letters=by_letters) for text in (said.text, said.notes) if text]
        return next((each for each in found if each.spans), found[0]).html if found else escape("")

    def _name(self, place: Place, label: str) -> str:
        """「別紙.xlsx シート「集計」」; the file's name where there are several."""
        file = self.files[place[0]]
        kind = BY_NAME.get(file.kind)
        unit = kind.unit if kind else "ページ"
        page = f"シート「{label}」" if unit == "シート" and label else f"{place[1]}{unit}"
        return f"{self.reader.names[file.pk]} {page}" if len(self.files) > 1 else page
