"""What the page, the API, the feed and the benchmark call: from what was typed to the publications in order."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial, reduce
from operator import and_, or_

from django.db.models import Exists, F, OuterRef, Q, TextField, Value
from django.db.models.functions import Concat

from library import facet_counts, id_sets
from library.facet_boxes import FacetGroup, grouped
from library.facet_counts import Sets
from library.facet_options import Facet
from library.id_sets import IdSet
from library.models import FacetValue, Publication
from library.readers import Person, reader_of
from search import synonyms
from search.answers import known_synonyms
from search.answers.asked import Asked
from search.indexing.index import generation
from search.lookup import finding, letters
from search.lookup.finding import Found
from search.lookup.ranking import Hit
from search.models import Generation, SearchRow, SearchRowQuerySet
from search.query import MOST_WORDS, Phrase, Query, Unit, parse
from search.synonyms import Table
from search.typed import pieces

_ORDERS: Mapping[str, tuple[str, ...]] = {
    "new": ("-dated_on", "-id"),
    "pref": ("owner__order", "-dated_on", "-id"),
}


def find(person: Person, typed: str, *, exact: bool = False) -> tuple[Query, Found]:
    """`exact`: only the words that were typed."""
    query = understood(typed, exact=exact)
    return query, finding.find(person, query, is_exact=exact)


def understood(typed: str, *, exact: bool = False) -> Query:
    """The query with the words of 題名: among its own, and widened unless it is to be exact."""
    return _understood(typed, {} if exact else known_synonyms.table(known_synonyms.rows()))


def _understood(typed: str, known: Table) -> Query:
    query = parse(typed)
    if titles := query.fields.get("title"):
        units = [*query.units, *(unit for words in titles for unit in parse(words).units)]
        query = replace(query, units=tuple(units[:MOST_WORDS]))
    return synonyms.widened(query, known)


def letters_of(typed: str) -> Query:
    """By letters alone, wherever they stand: no words are looked for."""
    return Query(typed=typed, phrases=tuple(Phrase(piece, is_strict=True) for piece in pieces(Query(typed=typed))))


@dataclass(frozen=True)
class Answer:
    """`hits`: the best in order; `is_whole`: no row is beyond them. `publications`: also of what is beyond."""

    hits: Sequence[Hit] = ()
    publications: IdSet = 0
    is_whole: bool = True
    is_partial: bool = False
    is_more: bool = False
    missing: tuple[Unit, ...] = ()
    widened: tuple[Unit, ...] = ()
    query: Query | None = None
    source: Found = field(default_factory=Found)

    def of(self, publications: Collection[int]) -> "Answer":
        """Ranked anew, with pages of these that stand beyond the best of all."""
        return _answer(self.source.of(publications))

    def narrowed(self, to: IdSet) -> "Answer":
        hits = [hit for hit in self.hits if to >> hit.publication & 1]
        return replace(self, hits=hits, publications=self.publications & to)


def _answer(found: Found) -> Answer:
    return Answer(
        hits=found.pages,
        publications=id_sets.of(found.publications),
        is_whole=not found.is_more and found.number_of_pages <= len(found.pages),
        is_partial=found.is_partial,
        is_more=found.is_more,
        missing=found.missing,
        widened=found.widened,
        query=found.query,
        source=found,
    )


class Results:
    """What one reader finds. Whatever is narrowed, counted or ordered here is made of rows that this reader sees."""

    def __init__(self, person: Person, asked: Asked, facets: Sequence[Facet]) -> None:
        self.person, self.asked, self.facets = person, asked, facets
        self.reader = reader_of(person)

    @cached_property
    def query(self) -> Query:
        if self.asked.is_for_letters:
            return letters_of(self.asked.typed)
        return _understood(self.asked.typed, self.synonyms)

    @cached_property
    def synonyms(self) -> Table:
        return {} if self.asked.is_exact else known_synonyms.table(known_synonyms.rows())

    @cached_property
    def generation(self) -> Generation:
        return generation()

    @property
    def seen(self) -> SearchRowQuerySet:
        """All rows of this reader: what is counted of others would tell of hidden ones."""
        return SearchRow.objects.visible_to(self.person).filter(generation=self.generation)

    @cached_property
    def rows(self) -> SearchRowQuerySet:
        """Where is looked: everywhere, or in the words about publications."""
        rows = SearchRow.objects.all()
        if titles := self._of_titles():
            rows = rows.alias(titled=padded("title_words")).filter(having(titles, "titled"))
        if self.asked.is_for_titles:
            rows = rows.filter(number=0, file=None)
        return rows

    def _of_titles(self) -> list[Unit]:
        if self.asked.is_for_titles:
            return list(self.query.units)
        named = {word for words in self.query.fields.get("title", ()) for word in parse(words).words}
        return [unit for unit in self.query.units if named.issuperset(unit.words)]

    @cached_property
    def everything(self) -> Answer:
        """Without the chosen facets."""
        return self.among(self.rows)

    def among(self, rows: SearchRowQuerySet) -> Answer:
        """Pages with some words count only where nothing has them all, or behind those with a loose quotation."""
        if self.asked.is_for_letters:
            return _answer(letters.inside(self.person, self.query, among=rows, to=self.generation))
        found = finding.find(
            self.person,
            self.query,
            among=rows,
            few=finding.FEW if self.query.is_loose else 1,
            is_exact=self.asked.is_exact,
            to=self.generation,
        )
        return _answer(found)

    @property
    def sought(self) -> Query:
        """What is marked: the words that were looked for in the end."""
        return self.everything.query or self.query

    @cached_property
    def sets(self) -> Sets:
        return facet_counts.load([facet.name for facet in self.facets], self.reader)

    @cached_property
    def chosen(self) -> dict[str, IdSet]:
        chosen = self.asked.conditions.chosen
        return {name: facet_counts.union(self.sets[name], values) for name, values in chosen.items()}

    @cached_property
    def found(self) -> Answer:
        """Under all conditions; ranked anew where some pages stand beyond those that were ranked."""
        if not self.chosen:
            return self.everything
        if self.everything.is_whole or self.everything.is_partial:
            return self.everything.narrowed(self._meet)
        if not self.everything.is_more:
            return self.everything.of(set(id_sets.ids(self._meet)))
        rows = self.rows
        for name, values in self.asked.conditions.chosen.items():
            having_it = FacetValue.objects.filter(publication=OuterRef("publication"), facet=name, value__in=values)
            rows = rows.filter(Exists(having_it))
        found = self.among(rows)
        return Answer() if found.is_partial else found

    @property
    def _meet(self) -> IdSet:
        return facet_counts.meet(self.everything.publications, self.chosen)

    def with_asked(self, asked: Asked) -> "Results":
        """Another search of the same reader; what does not depend on the words is shared."""
        made = Results(self.person, asked, self.facets)
        made.sets, made.generation = self.sets, self.generation
        if asked.is_exact == self.asked.is_exact:
            made.synonyms = self.synonyms
        return made

    def numbers_of(self, others: Sequence[Asked]) -> list[int]:
        """How many publications other searches would find that have all that they ask."""
        made = [self.with_asked(asked) for asked in others]
        found = finding.with_every_word(self.person, [(each.query, each.rows) for each in made], to=self.generation)
        sets = map(id_sets.of, found)
        return [facet_counts.meet(ids, each.chosen).bit_count() for ids, each in zip(sets, made, strict=True)]

    @cached_property
    def total(self) -> int:
        return self.found.publications.bit_count()

    @cached_property
    def ids(self) -> "InOrder":
        """All publications in order: by their best page, those beyond the ranked ones by their day."""
        found = self.found.publications
        sort = self.asked.conditions.sort
        if sort in _ORDERS:
            return InOrder([], partial(self._by, _ORDERS[sort], found))
        ranked = list(dict.fromkeys(hit.publication for hit in self.found.hits))
        beyond = found & ~id_sets.of(ranked)
        return InOrder(ranked, partial(self._by, _ORDERS["new"], beyond))

    def _by(self, order: tuple[str, ...], found: IdSet) -> list[int]:
        if not found:
            return []
        rows = Publication.objects.visible_to(self.person).filter(pk__in=id_sets.ids(found))
        return list(rows.order_by(*order).values_list("pk", flat=True))

    @property
    def name(self) -> str:
        """Words and conditions, as a saved search may be called."""
        labels = "、".join(text.partition("：")[2] for text, _ in self.pills)
        return f"{self.asked.typed}（{labels}）" if labels else self.asked.typed

    @cached_property
    def groups(self) -> list[FacetGroup]:
        """The facets with what each choice would give; a facet's own choice leaves its numbers alone."""
        base, chosen = self.everything.publications, self.asked.conditions.chosen
        made = []
        for facet in self.facets:
            among = facet_counts.meet(base, self.chosen, without=facet.name)
            numbers = facet_counts.numbers(self.sets[facet.name], among)
            made.append(grouped(facet, numbers, chosen.get(facet.name, [])))
        return [group for group in made if group]

    @cached_property
    def pills(self) -> list[tuple[str, str]]:
        """(text, address without it) of every chosen value."""
        return [
            (f"{facet.label}：{facet.options[value].strip()}", self.asked.address_without(facet.name, value))
            for facet in self.facets
            for value in self.asked.conditions.chosen.get(facet.name, [])
        ]


class InOrder:
    """A list of which slices are taken; what stands behind its beginning is asked for only where a slice reaches it."""

    def __init__(self, beginning: list[int], others: Callable[[], list[int]]) -> None:
        self._beginning, self._others = beginning, others

    @cached_property
    def _all(self) -> list[int]:
        return [*self._beginning, *self._others()]

    def __iter__(self) -> Iterator[int]:
        return iter(self._all)

    def __getitem__(self, part: slice) -> list[int]:
        is_near = part.stop is not None and part.stop <= len(self._beginning)
        return (self._beginning if is_near else self._all)[part]


def having(units: Iterable[Unit], name: str) -> Q:
    """Every unit in the words of this field, which begins and ends with a blank as between words."""
    return reduce(and_, (_any_way(unit, name) for unit in units))


def _any_way(unit: Unit, name: str) -> Q:
    return reduce(or_, (_all_words(way, name) for way in unit.ways))


def _all_words(way: Sequence[str], name: str) -> Q:
    return reduce(and_, (Q(**{f"{name}__contains": f" {word} "}) for word in way))


def padded(name: str) -> Concat:
    blank = Value(" ", output_field=TextField())
    return Concat(blank, F(name), blank)
