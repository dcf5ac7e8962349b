"""What is asked in the address of the page of results: words, conditions, order, scope, and the way back to it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse

from japanese.widths import clean_line
from library import conditions
from library.conditions import Conditions
from library.facet_options import Facet
from search.answers import fields
from search.lookup.letters import LEAST
from search.query import LONGEST

SORTS = {"relevant": "関連が強い順", "new": "公表・改定の新しい順", "pref": "都道府県の順"}
PARTS = {"all": "題名と本文", "title": "題名だけ", "letters": "文字の並び（語の途中も）"}

type Parameters = list[tuple[str, str]]


@dataclass(frozen=True)
class Asked:
    typed: str
    conditions: Conditions
    notes: list[str] = field(default_factory=list)
    part: str = "all"
    is_exact: bool = False
    page: str = "search:results"

    @property
    def is_for_titles(self) -> bool:
        return self.part == "title"

    @property
    def is_for_letters(self) -> bool:
        """Letters in this order, wherever they stand, and no words."""
        return self.part == "letters"

    @property
    def is_short(self) -> bool:
        return len(self.typed) < LEAST

    def parameters(self, **changed: str) -> Parameters:
        """As they stand in an address, without the page; a value that is empty is left out."""
        own = {
            "q": self.typed,
            "part": "" if self.part == "all" else self.part,
            **self.exactness,
        }
        sort = "" if self.conditions.sort == next(iter(SORTS)) else self.conditions.sort
        values = {**own, "sort": sort, **changed}
        facets = [(name, value) for name, chosen in self.conditions.chosen.items() for value in chosen]
        return [*((name, value) for name, value in values.items() if value), *facets]

    @property
    def exactness(self) -> dict[str, str]:
        """What goes along to a page where the words are marked."""
        return {"exact": "1"} if self.is_exact else {}

    @property
    def own_parameters(self) -> Parameters:
        """Without the chosen facets: what goes along with the form that chooses them."""
        return [pair for pair in self.parameters() if pair[0] not in self.conditions.chosen]

    @property
    def facet_parameters(self) -> Parameters:
        """What goes along with other words: the chosen facets, and the order."""
        return [pair for pair in self.parameters() if pair[0] in {"sort", *self.conditions.chosen}]

    @property
    def parameters_without_sort(self) -> Parameters:
        return self.parameters(sort="")

    @property
    def query(self) -> str:
        """「?q=…」, for what saves the whole list."""
        return conditions.address(self.parameters())

    @property
    def address_exact(self) -> str:
        return self.address(exact="1")

    @property
    def address_of_letters(self) -> str:
        return self.address(part="letters")

    @property
    def address_of_words(self) -> str:
        return self.address(part="")

    @property
    def address_widened(self) -> str:
        return self.address(exact="")

    def address(self, **changed: str) -> str:
        return reverse(self.page) + conditions.address(self.parameters(**changed))

    @property
    def address_of_documents(self) -> str:
        return replace(self, page="search:results").address()

    @property
    def address_of_comments(self) -> str:
        return replace(self, page="search:comments").address(sort="")

    def address_without(self, facet: str, value: str = "") -> str:
        kept = [pair for pair in self.parameters() if pair[0] != facet or (value and pair[1] != value)]
        return reverse(self.page) + conditions.address(kept)

    @property
    def address_without_facets(self) -> str:
        return reverse(self.page) + conditions.address(self.own_parameters)


def read(query: QueryDict, facets: Sequence[Facet]) -> Asked:
    """What is not fit is left out and said so; nothing that is typed is an error."""
    given = query.copy()
    typed = _last(given, "q")
    for name in ("q", "from", "to"):
        given.pop(name, None)
    found = conditions.read(given, facets, list(SORTS), [settings.LIMITS.rows_per_page], settings.LIMITS.deepest_found)
    line = clean_line(typed[: LONGEST * 50])
    notes = list(found.notes)
    if len(line) > LONGEST:
        notes.append(f"探す言葉は{LONGEST}字までです。はじめの{LONGEST}字で探しました")
    words, chosen, said = fields.taken_out(line[:LONGEST].strip(), facets)
    for name, values in chosen.items():
        found.chosen[name] = list(dict.fromkeys([*found.chosen.get(name, []), *values]))
    part = _last(given, "part")
    return Asked(
        typed=words,
        conditions=found,
        notes=[*notes, *said],
        part=part if part in PARTS else "all",
        is_exact=_last(given, "exact") == "1",
    )


def _last(query: QueryDict, name: str) -> str:
    values = query.getlist(name)
    return str(values[-1]) if values else ""
