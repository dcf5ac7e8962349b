"""From a query to ordered pages: all words first; where that gives few, most of them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Q

from library.readers import Person
from search.backends import backend
from search.backends.base import Candidate, Groups
from search.indexing.index import generation
from search.lookup import beginnings, ranking
from search.lookup.asking import BEST, POSTINGS, Asking
from search.lookup.ranking import Hit
from search.lookup.said_beside import said_beside
from search.lookup.statistics import Statistics, statistics
from search.models import Generation, SearchRow, SearchRowQuerySet
from search.query import Query, Unit, Way
from search.typed import parts_of_words

BEST_OF_PHRASE, MOST, LEAST_OF_EACH = 1000, 10_000, 3
FEW = 20
VERY_COMMON, NEWEST = 5_000, 3_000
_MOST_RARE = 16
_NAMES = Q(number=0, file__isnull=False)  # rows of files' names


@dataclass(frozen=True)
class Found:
    """`pages`: in order, those with every word first. `publications`: of all that were found, also beyond these.

    `is_partial`: nothing has every word, and these have some of them. `missing`: what stands nowhere for this person,
    but for what was `widened` to words that begin with it. `query`: what was looked for then.
    `is_more`: there are others, which were not looked for. `every`: all with every word, as the engine has them.
    """

    pages: list[Hit] = field(default_factory=list)
    publications: frozenset[int] = frozenset()
    number_of_pages: int = 0
    is_partial: bool = False
    is_more: bool = False
    missing: tuple[Unit, ...] = ()
    widened: tuple[Unit, ...] = ()
    query: Query | None = None
    every: Sequence[Candidate] = ()
    rank: Callable[[Sequence[Candidate]], list[Hit]] = lambda _: []

    def of(self, publications: Collection[int]) -> "Found":
        """Pages with every word of these alone, ranked anew: some may stand beyond the best of all."""
        rows = [each for each in self.every if each.publication in publications]
        there = frozenset(each.publication for each in rows)
        return replace(self, pages=self.rank(rows), publications=there, number_of_pages=len(rows), every=rows)


def find(
    person: Person,
    query: Query,
    *,
    among: SearchRowQuerySet | None = None,
    few: int = FEW,
    is_exact: bool = False,
    to: Generation | None = None,
) -> Found:
    """`among` narrows the rows; whatever it holds, only what the person may see is looked at.

    Where `few` pages have every word, none with only some of them is looked for. `is_exact`: nor other words. `to`:
    the index, where it is known already.
    """
    (search,) = _searches(person, [(query, among)], to or generation())
    if search.missing and not (is_exact or query.phrases):
        search.widen()
    return search.found(few)


def with_every_word(
    person: Person, asked: Sequence[tuple[Query, SearchRowQuerySet]], *, to: Generation | None = None
) -> list[frozenset[int]]:
    """Publications that each query would find among its rows; words are asked for once for all."""
    return [search.publications() for search in _searches(person, asked, to or generation())] if asked else []


def _searches(
    person: Person, asked: Sequence[tuple[Query, SearchRowQuerySet | None]], to: Generation
) -> list["_Search"]:
    seen = SearchRow.objects.visible_to(person).filter(generation=to)
    ways = {way for query, _ in asked for unit in query.units for way in unit.ways}
    words = {word for way in ways for word in way}
    there = backend().standing([*ways | {(word,) for word in words}], seen)
    known = statistics(person, to, [word for word in words if (word,) in there])
    rows = (seen if among is None else among.visible_to(person).filter(generation=to) for _, among in asked)
    return [
        _Search(_Known(person, to, seen, there, known), those, query)
        for those, (query, _) in zip(rows, asked, strict=True)
    ]


@dataclass(frozen=True)
class _Known:
    """`seen`: all rows that the person may see. `there`: of what is asked, the ways to say it that stand in one."""

    person: Person
    to: Generation
    seen: SearchRowQuerySet
    there: Collection[Way]
    statistics: Statistics


class _Search:
    """What stands nowhere for this person takes no part.

    Else a word that only hidden rows have would be told by the order of others, and by how much is asked.
    """

    def __init__(self, known: _Known, rows: SearchRowQuerySet, query: Query) -> None:
        self.known, self.statistics, self.rows = known, known.statistics, rows
        self.missing = tuple(unit for unit in query.units if not any(way in known.there for way in unit.ways))
        self.widened: tuple[Unit, ...] = ()
        self.whole, self.query = query, without(query, self.missing)
        self.is_cut = False

    def widen(self) -> None:
        """What begins with a missing word stands in its place; nothing has every word for that."""
        known = self.known
        found = beginnings.widened(known.to, known.seen, self.missing)
        self.missing = tuple(unit for unit in self.missing if unit not in found)
        self.widened = tuple(found.values())
        units = tuple(found.get(unit, unit) for unit in self.whole.units if unit not in self.missing)
        self.query = replace(self.whole, units=units)
        more = statistics(known.person, known.to, (word for unit in self.widened for way in unit.ways for word in way))
        self.statistics = replace(more, rows_of={**self.statistics.rows_of, **more.rows_of})

    @property
    def groups(self) -> Groups:
        return tuple(unit.ways for unit in self.query.units)

    @property
    def asking(self) -> Asking:
        return Asking(self.statistics, self.query)

    @property
    def has_every(self) -> bool:
        return not (self.missing or self.widened)

    def publications(self) -> frozenset[int]:
        """Of all with every word, however common; none is put in order."""
        if self.missing or not self.groups:
            return frozenset()
        rows = self.rows
        for phrase in self.query.phrases:
            rows = rows.filter(text__contains=phrase.text)
        for words in self.query.without_phrases:
            rows = rows.exclude(text__contains=words)
        found = backend().candidates(self.asking(self.groups, newest=True), rows, MOST)
        return frozenset(each.publication for each in self._with_said_beside(found, rows))

    def found(self, few: int) -> Found:
        is_strict, is_loose = self.query.is_strict, self.query.is_loose
        if not self.groups or (is_strict and self.missing) or (self.missing and self._are_parts(self.query.words)):
            return Found(missing=self.missing)
        every = self._every()
        kept = self._with_phrases(every)
        best = kept[: BEST_OF_PHRASE if self.query.phrases else BEST]
        besides = {each.row for each in best}
        is_enough = is_strict or (len(kept) >= few and self.has_every)
        some = [] if is_enough else self._some(besides=besides)
        if is_loose:
            fits = set(kept)
            some = [*[each for each in every if each not in fits][:BEST], *some]
        pages = self._ordered([*best, *some], frozenset(besides if self.has_every else ()))
        is_partial = not (self.has_every and kept)
        told = [*kept, *some] if is_partial or is_loose else kept
        return Found(
            pages=pages,
            publications=frozenset(each.publication for each in told),
            number_of_pages=len(told),
            is_partial=is_partial and bool(told),
            is_more=self.is_cut or len(told) >= MOST,
            missing=self.missing,
            widened=self.widened,
            query=self.query,
            every=kept,
            rank=self._best,
        )

    def _are_parts(self, words: Iterable[str]) -> bool:
        """会 and 録 of a 会儀録 that nothing has tell nothing."""
        return parts_of_words(self.query.typed).issuperset(words) and not self.widened

    def _every(self) -> list[Candidate]:
        """Of what is too much to be ordered only pages that are about the words, the newest, where those are enough."""
        if self._is_common:
            found = backend().candidates(self.asking(self.groups, strong=True, newest=True), self.rows, NEWEST)
            if len(found) >= FEW:
                self.is_cut = True
                return found
        found = backend().candidates(self.asking(self.groups), self.rows, MOST)
        return self._with_said_beside(found, self.rows)

    def _with_said_beside(self, found: list[Candidate], rows: SearchRowQuerySet) -> list[Candidate]:
        """Where few have every word."""
        if len(found) >= FEW:
            return found
        return [*found, *said_beside(self.asking, self.groups, rows, there={each.row for each in found})]

    @property
    def _is_common(self) -> bool:
        """Of rows that this person may see: what is counted of words tells only where it cannot be.

        A word counts at least once for each two rows that are a page or said about a publication.
        """
        counts = self.statistics.rows_of
        words = [sum(min(counts.get(word, 0) for word in way) for way in unit.ways) for unit in self.query.units]
        if self.query.phrases or 2 * min(words) <= VERY_COMMON:
            return False
        rows = self.rows.exclude(_NAMES)
        return backend().number(self.asking(self.groups), rows, VERY_COMMON + 1) > VERY_COMMON

    def _some(self, *, besides: set[int]) -> list[Candidate]:
        """Of the rarest words, as many as can be looked up quickly."""
        counts, postings = self.statistics.rows_of, 0
        chosen: list[str] = []
        words = {*self.query.words, *(word for unit in self.widened for way in unit.ways for word in way)}
        words -= parts_of_words(self.query.typed)
        for word in sorted(words, key=lambda word: (counts.get(word, 0), word)):
            number = counts.get(word, 0)
            if not number:
                continue
            if chosen and (postings + number > POSTINGS or len(chosen) == _MOST_RARE):
                break
            chosen.append(word)
            postings += number
        if not chosen:
            return []
        groups: Groups = tuple(((word,),) for word in chosen)
        wanted, most = self.asking(groups, all_of=False), BEST + len(besides)
        # Names of files are many and short: among the best they would stand in the way of pages.
        found = backend().candidates(wanted, self.rows.exclude(_NAMES), most)
        if len(found) < most:
            found += backend().candidates(wanted, self.rows.filter(_NAMES), most - len(found))
        return [each for each in found if each.row not in besides][:BEST]

    def _with_phrases(self, every: list[Candidate]) -> list[Candidate]:
        if not (self.query.phrases or self.query.without_phrases):
            return every
        self.is_cut = self.is_cut or len(every) > BEST_OF_PHRASE
        texts = dict(
            SearchRow.objects.filter(pk__in=[each.row for each in every[:BEST_OF_PHRASE]]).values_list("pk", "text")
        )
        return [each for each in every if each.row in texts and self._fits(texts[each.row])]

    def _fits(self, text: str) -> bool:
        return all(phrase.text in text for phrase in self.query.phrases) and not any(
            words in text for words in self.query.without_phrases
        )

    def _best(self, candidates: Sequence[Candidate]) -> list[Hit]:
        best = _shared(candidates) if len(candidates) > BEST else candidates
        return self._ordered(best, frozenset(each.row for each in best))

    def _ordered(self, candidates: Sequence[Candidate], has_all: frozenset[int]) -> list[Hit]:
        ids = [each.row for each in candidates]
        values = SearchRow.objects.filter(pk__in=ids).values_list(
            "pk", "publication", "file", "number", "title_words", "body_words", "text"
        )
        rows = [
            ranking.Row(pk, publication, file, number, title.split(), body.split(), text)
            for pk, publication, file, number, title, body, text in values
        ]
        return ranking.in_order(self.query, rows, self.statistics, has_all)


def _shared(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The best of each publication, so that none that is shown is without its pages; of very many the best of all."""
    of_each: defaultdict[int, list[Candidate]] = defaultdict(list)
    for each in candidates:
        of_each[each.publication].append(each)
    most = BEST // len(of_each)
    if most < LEAST_OF_EACH:
        return list(candidates[:BEST])
    return [each for some in of_each.values() for each in some[:most]]


def without(query: Query, units: Sequence[Unit]) -> Query:
    return replace(query, units=tuple(unit for unit in query.units if unit not in units))
