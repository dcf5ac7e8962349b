"""The pages of a document that fit the words somebody came with, or typed to look within it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from japanese.widths import clean_line
from library.models import Edition, File
from library.readers import Person
from search.answers import gaps, known_synonyms, results
from search.indexing.index import generation
from search.lookup import in_publication
from search.lookup.in_publication import Group, Place, Step
from search.lookup.time_limit import TookTooLong, time_limit
from search.query import LONGEST, Query

_TITLES = {
    Step.EVERY: "「{}」を含むページ",
    Step.SOME: "「{}」の一部の語を含むページ",
    Step.LETTERS: "「{}」を語の途中に含むページ",
}


def in_one_line(typed: str) -> str:
    return clean_line(typed[: LONGEST * 2])[:LONGEST]


@dataclass
class Hits:
    """`files` are those that the person may see, in order. `is_listed`: all pages are listed, not only turned."""

    person: Person
    edition: Edition
    files: Sequence[File]
    typed: str
    is_exact: bool = False
    is_listed: bool = False

    @cached_property
    def query(self) -> Query:
        return results.understood(self.typed, exact=self.is_exact)

    @cached_property
    def groups(self) -> list[Group]:
        """Each in the order in which its pages are read."""
        found = in_publication.find(self.person, self.edition, self.query)
        known = (replace(group, places=tuple(filter(self._is_known, group.places))) for group in found)
        return [replace(each, places=tuple(sorted(each.places, key=self._in_order))) for each in known if each.places]

    @cached_property
    def is_cut_off(self) -> bool:
        """Looked for now; where that takes too long, the page is read without."""
        try:
            with time_limit():
                self.groups  # noqa: B018  worked out once
        except TookTooLong:
            return True
        return False

    def _is_known(self, place: Place) -> bool:
        return place[0] in self._order

    @cached_property
    def _order(self) -> dict[int, int]:
        return {file.pk: number for number, file in enumerate(self.files)}

    def _in_order(self, place: Place) -> Place:
        return self._order[place[0]], place[1]

    @cached_property
    def is_behind(self) -> bool:
        return gaps.waits(self.person, self.edition, generation())

    @property
    def parameters(self) -> dict[str, object]:
        return {"q": self.typed, **({"exact": "1"} if self.is_exact else {})}

    @property
    def address_everywhere(self) -> str:
        return f"{reverse('search:results')}?{urlencode(self.parameters)}"

    def others(self, group: Group) -> list[str]:
        """Other words for the same, as the secretariat wrote them, which its pages have."""
        if not group.others:
            return []
        written = known_synonyms.names(known_synonyms.rows())
        return [written[way] for way in group.others if way in written]

    def group_of(self, place: Place) -> Group | None:
        """The one that holds the page; for a page that does not fit, the first."""
        holding = (group for group in self.groups if place in group.places)
        return next(holding, self.groups[0] if self.groups else None)

    def fits(self, place: Place) -> bool:
        return any(place in group.places for group in self.groups)

    def is_by_letters(self, place: Place) -> bool:
        group = self.group_of(place)
        return group is not None and group.step is Step.LETTERS

    def title(self, group: Group) -> str:
        return _TITLES[group.step].format(self.typed)

    def beside(self, place: Place) -> tuple[Place | None, Place | None]:
        """The pages that fit before and behind, in the order of reading."""
        group = self.group_of(place)
        if group is None:
            return None, None
        here = self._in_order(place)
        before = [other for other in group.places if self._in_order(other) < here]
        behind = [other for other in group.places if self._in_order(other) > here]
        return (before[-1] if before else None), (behind[0] if behind else None)
